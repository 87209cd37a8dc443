"""Judge one function of a submission: its probes, its hidden tests, and what to tell of them.

What a student is shown comes from the visible inputs and from the bank; never from the hidden
inputs, the hidden tests' text, or an exception's text that could carry either.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.bank.exercise import Folder, build_exercise, first_probes
from autograder.bank.solution import Reference
from autograder.grading.missing_function import MAX_PARSED, parse_cell, why_missing
from autograder.grading.submission_runner import (
    CALLS_TOGETHER,
    WORKER_FAILURES,
    Workbench,
)
from autograder.grading.test_session import Calls, Student, SuiteRunner, TestOutcome, generator
from autograder.ingest.notebook import Notebook
from autograder.results import ExerciseResult, TestResult, sentence
from autograder.sandbox import MemoryLimit, TimeLimit
from handbook.check.common_mistakes import X15
from handbook.check.diagnosis import (
    Exercise,
    Verdict,
    diagnose,
    match_bank,
    probe_function,
)
from handbook.check.forbidden_names import LIBRARIES, forbidden_in_source
from handbook.check.observe import Observation
from handbook.check.outcomes import Outcome


@dataclass(frozen=True)
class Item:
    """An exercise ready to be graded: its folder, its probes with the bank's outcomes."""

    folder: Folder
    visible: Exercise
    full: Exercise
    tests: tuple[str, ...]


def prepare(
    folders: Sequence[Folder], reference: Reference, runner: SuiteRunner, seed: str
) -> list[Item]:
    """Draw the hidden probes from the seed and run the bank on all probes, once."""
    items = []
    for folder in folders:
        function = reference.functions[folder.function]
        visible = folder.visible()
        hidden = folder.hidden(generator(seed, folder.assignment, folder.function))
        full = build_exercise(folder, function, [*visible, *hidden])
        tests = tuple(runner.tests[folder.function])
        items.append(Item(folder, first_probes(full, len(visible)), full, tests))
    return items


def probe_visible(item: Item, workbench: Workbench, notebook: Notebook) -> Verdict:
    """The verdict on the visible inputs.

    It is taken for all exercises before any hidden test has run: what it tells the student
    (returned values, an exception's text) can then hold nothing of a hidden input. Raises
    SandboxError where the sandbox failed.
    """
    if item.folder.function not in workbench.functions:
        return Verdict("not_found", why_missing(item.folder.function, workbench, notebook))
    try:
        seen = _probed(item, item.visible, workbench)
    except WORKER_FAILURES as death:
        outcome = death_outcome(death)
        return Verdict(outcome, _death_message(outcome, item.folder))
    return diagnose(item.visible, seen)


def grade_exercise(
    item: Item,
    verdict: Verdict,
    workbench: Workbench,
    notebook: Notebook,
    runner: SuiteRunner,
    signatures: Mapping[str, inspect.Signature],
    *,
    name_mistakes: bool = True,
) -> ExerciseResult:
    """Run the hidden tests of one exercise, after its visible inputs gave `verdict`.

    Raises SandboxError where the sandbox failed.
    """
    if verdict.outcome not in ("passed", "wrong", "error"):
        return _ended(item, verdict)
    calls = _InSandbox(workbench, item.folder.time_limit)
    outcomes = runner.run(item.folder.function, Student(signatures, calls))
    if all(o.outcome == "passed" for o in outcomes):
        note = "" if verdict.outcome == "passed" else f" {verdict.message}"
        return _result(item, outcomes, "passed", f"All hidden tests passed.{note}", None)
    if verdict.mistake not in {w.name for w in item.visible.wrong}:
        verdict = _wider(item, verdict, workbench)
    verdict = _forbidden(verdict, item, notebook)
    return _judged(item, outcomes, verdict, name_mistakes)


class _InSandbox(Calls):
    """Calls that cross into the sandbox, several of them at once."""

    def __init__(self, workbench: Workbench, limit: float) -> None:
        self._workbench, self._limit = workbench, limit
        super().__init__(self._one)

    def _one(self, name: str, args: Sequence[Any], repeat: int, thorough: bool) -> Observation:
        return self._workbench.call(name, args, repeat, self._limit, thorough=thorough)

    def each(self, name: str, arguments: Sequence[Sequence[Any]]) -> list[Observation]:
        calls = [(args, 1) for args in arguments]
        return self._workbench.call_each(name, calls, self._limit, thorough=False)

    def chain(self, name: str, args: Sequence[Any], then: Sequence[Any], times: int) -> Observation:
        return self._workbench.chain(name, args, then, times, self._limit)


def _probed(item: Item, exercise: Exercise, workbench: Workbench) -> list[Observation]:
    """What the probes of an exercise show. Raises what ends a worker."""
    function, limit = item.folder.function, item.folder.time_limit
    calls = [(list(probe.args.values()), probe.repeat) for probe in exercise.probes]
    answers = iter(workbench.call_each(function, calls, limit))
    return probe_function(exercise, lambda args, repeat: next(answers))


def _wider(item: Item, verdict: Verdict, workbench: Workbench) -> Verdict:
    """Look for the mistake on the hidden probes as well; tell nothing of their numbers."""
    try:
        seen = _probed(item, item.full, workbench)
    except WORKER_FAILURES:
        return verdict
    named = match_bank(item.full, seen)
    if named is not None:
        return diagnose(item.full, seen)  # its evidence is the bank's own example
    if verdict.outcome != "passed":
        return verdict
    wider = diagnose(item.full, seen)
    if wider.outcome == "passed":
        return Verdict("wrong", "The answers to the sample inputs are right.")
    return Verdict(
        wider.outcome,
        "The answers to the visible inputs are right; on further inputs they are not.",
        wider.mistake,
    )


def _forbidden(verdict: Verdict, item: Item, notebook: Notebook) -> Verdict:
    names = (*LIBRARIES, *item.folder.forbidden)
    if verdict.mistake is not None or not any(n in code for code in notebook.code for n in names):
        return verdict  # most need no parser
    used = forbidden_in_source(_definition(item.folder.function, notebook), item.folder.forbidden)
    if used:
        text = X15.sentence.format(names=", ".join(used))
        return Verdict(verdict.outcome, text, X15.id)
    return verdict


def _judged(
    item: Item, outcomes: Sequence[TestOutcome], verdict: Verdict, name_mistakes: bool
) -> ExerciseResult:
    deaths = [o.outcome for o in outcomes if o.outcome in ("time_limit", "memory_limit", "crashed")]
    raised = all(o.outcome in ("passed", "error") for o in outcomes)
    outcome: Outcome = deaths[0] if deaths else "error" if raised else "wrong"
    message = verdict.message
    if deaths:
        message = _death_message(deaths[0], item.folder)
        verdict = Verdict(outcome, message)
    elif verdict.mistake is None:
        failed = [sentence(o.name) for o in outcomes if o.outcome != "passed"]
        message = f"{message} Not fulfilled: {'; '.join(failed[:3])}."
    if verdict.mistake is not None and not name_mistakes:
        verdict, message = Verdict(outcome, ""), "Some of the hidden tests fail."
    return _result(item, outcomes, outcome, message, verdict)


def _result(
    item: Item,
    outcomes: Sequence[TestOutcome],
    outcome: Outcome,
    message: str,
    verdict: Verdict | None,
) -> ExerciseResult:
    each = item.folder.points / len(item.tests)
    tests = tuple(
        TestResult(o.name, o.outcome, round(each * (o.outcome == "passed"), 4), round(each, 4))
        for o in outcomes
    )
    passed = sum(o.outcome == "passed" for o in outcomes)
    return ExerciseResult(
        function=item.folder.function,
        points=round(each * passed, 4),
        max_points=item.folder.points,
        outcome=outcome,
        diagnosis=verdict.mistake if verdict else None,
        message=message,
        tests=tests,
        evidence=verdict.evidence if verdict else None,
        convention=verdict.convention if verdict else None,
    )


def _ended(item: Item, verdict: Verdict) -> ExerciseResult:
    """A result without any test run."""
    outcomes = [TestOutcome(name, verdict.outcome) for name in item.tests]
    return _result(item, outcomes, verdict.outcome, verdict.message, verdict)


def not_graded(item: Item, outcome: Outcome, message: str) -> ExerciseResult:
    """The result of an exercise whose notebook could not be read, or where we failed."""
    return _ended(item, Verdict(outcome, message))


def death_outcome(death: Exception) -> Outcome:
    """Which outcome the end of a worker is."""
    if isinstance(death, TimeLimit):
        return "time_limit"
    return "memory_limit" if isinstance(death, MemoryLimit) else "crashed"


def _death_message(outcome: Outcome, folder: Folder) -> str:
    return {
        "time_limit": f"A call did not return within {folder.time_limit:g} s, or all of them "
        f"within {CALLS_TOGETHER * folder.time_limit:g} s (an endless loop?).",
        "memory_limit": "A call used more memory than allowed.",
        "crashed": "A call ended the process it ran in.",
    }[outcome]


def _definition(function: str, notebook: Notebook) -> str:
    """The source of the last definition of a function in the notebook, or ""."""
    left = MAX_PARSED
    for source in reversed(notebook.code):
        if not re.search(rf"\bdef\s+{function}\b", source):
            continue
        left -= len(source)
        if left < 0:
            break
        for node in reversed(parse_cell(source).body):
            if isinstance(node, ast.FunctionDef) and node.name == function:
                return ast.get_source_segment(source, node) or ""
    return ""
