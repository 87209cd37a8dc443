"""A function that calls one of an earlier exercise: one mistake costs once.

Where such a function falls short it is judged once more, with the course's solution in place of the
earlier one. The solution runs in a worker of its own: no submission shares a process with it, only
its answers reach one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from autograder.bank.solution import Reference
from autograder.grading.notebook_names import names_used
from autograder.grading.submission_runner import WORKER_FAILURES, SubmissionRunner
from autograder.ingest.notebook import Notebook, notebook_of
from autograder.results import ExerciseResult
from autograder.sandbox import Sandbox
from autograder.sandbox.session import Provided
from handbook.check.observe import CallError, Observation

SECONDS = 1.0  # for a call of a solution; any takes milliseconds


def called(function: str, notebook: Notebook, among: Iterable[str]) -> list[str]:
    """Which of these functions a function of a notebook names, itself or through its helpers."""
    names = names_used(notebook)
    reached, more = set[str](), {function}
    while more:
        reached |= more
        more = {name for one in more for name in names.get(one, ())} - reached
    return [name for name in among if name in reached and name != function]


@contextmanager
def answered_by(
    reference: Reference, functions: Iterable[str], sandbox: Sandbox, cell_seconds: float
) -> Iterator[dict[str, Provided]]:
    """The course's solutions of these functions, ready to be called from a submission.

    An answer is an observation; where a solution fails on what it is given, its error says so.
    """
    functions = list(functions)
    notebook = notebook_of([*reference.prelude(), *map(reference.source, functions)])
    with SubmissionRunner(sandbox, notebook, cell_seconds) as course:

        def answer(name: str) -> Provided:
            parameters = course.functions[name]

            def ask(args: list[object], named: dict[str, object]) -> Observation:
                rest = parameters[len(args) :]
                if set(named) != set(rest):
                    wanted = f"{name}({', '.join(parameters)})"
                    return Observation(error=CallError("TypeError", f"it is called as {wanted}"))
                given = [*args, *(named[each] for each in rest)]
                try:
                    return course.call(name, given, 1, SECONDS, record_side_effects=False)
                except WORKER_FAILURES as death:
                    return Observation(error=CallError("RuntimeError", str(death)))

            return ask

        yield {name: answer(name) for name in functions}


def better(
    before: ExerciseResult, after: ExerciseResult, functions: Iterable[str]
) -> ExerciseResult:
    """Of a result and the one with the course's functions put in, the one that stands.

    That is the second where it is worth more, or names another mistake: one of this function alone.
    """
    if after.outcome == "not_started":
        return before
    gained = after.points - before.points
    named = after.diagnosis not in (None, before.diagnosis)
    if gained < 0 or (gained == 0 and not named):
        return before
    names = " and ".join(functions)
    note = f"It is judged with the course's {names} in place of this notebook's"
    note += ", which is not right yet and has an exercise of its own." if gained else "."
    return replace(after, message=f"{after.message} {note}")
