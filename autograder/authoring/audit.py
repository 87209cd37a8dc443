"""Grade the grader: what the suites must catch, must accept, and must call by its name.

Every check goes through the same sandbox and the same tests as a submission does; only the
repetitions that look for flakes call the trusted versions directly, since there are thousands.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.authoring.mutants import mutants
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import (
    SUITES,
    Folder,
    Version,
    assignments,
    load_assignment,
)
from autograder.bank.solution import SOLUTIONS, Reference, load_reference
from autograder.grading.grader import Grader, Plan
from autograder.grading.test_session import Student
from autograder.ingest.notebook import parse_notebook
from autograder.results import ExerciseResult
from handbook.check.observe import CallError, Observation, observe

SEED = "audit of the suites"
MIN_TESTS, MIN_RIGHT = 8, 3
# A test that passes on one of these gives a point for nothing.
NO_ANSWERS = {
    "a function that raises": Observation(error=CallError("RuntimeError", "")),
    "a function that returns nothing": Observation(),
}
STUB = 'raise NotImplementedError("not started")'


@dataclass(frozen=True)
class Finding:
    """One thing that was checked of one exercise, and what was found where it fell short."""

    exercise: str
    check: str
    ok: bool
    detail: str = ""


Progress = Callable[[int, int], None]


def audit_exercises(
    names: Sequence[str] | None = None,
    *,
    suites: Path = SUITES,
    solutions: Path = SOLUTIONS,
    repeats: int = 200,
    progress: Progress = lambda done, total: None,
) -> list[Finding]:
    """Audit the exercises named (`adam_step` or `optimizers/adam_step`), or all.

    Raises ExerciseError for an unknown exercise.
    """
    wanted = set(names or ())
    chosen: dict[str, list[Folder]] = {}
    for assignment in assignments(suites):
        for folder in load_assignment(assignment, suites):
            full_name = f"{assignment}/{folder.function}"
            if not wanted or wanted & {folder.function, full_name, assignment}:
                chosen.setdefault(assignment, []).append(folder)
    found = {f.function for fs in chosen.values() for f in fs}
    unknown = {n for n in wanted if n.split("/")[-1] not in found and n not in chosen}
    if unknown:
        raise ExerciseError(f"no exercise named {sorted(unknown)[0]!r}")
    findings: list[Finding] = []
    total, done = sum(len(fs) for fs in chosen.values()), 0
    for assignment, folders in chosen.items():
        plan = Plan(assignment, SEED, suites=suites, solutions=solutions)
        reference = load_reference(assignment, load_assignment(assignment, suites), solutions)
        with Grader(plan) as grader:
            for folder in folders:
                findings += _audit(folder, reference, grader, repeats)
                done += 1
                progress(done, total)
    return findings


def _audit(folder: Folder, reference: Reference, grader: Grader, repeats: int) -> Iterator[Finding]:
    prelude = _prelude(reference)
    kills: Counter[str] = Counter()

    def graded(source: str) -> ExerciseResult:
        result = _grade(grader, folder.function, [prelude, source])
        kills.update(t.name for t in result.tests if t.outcome != "passed")
        return result

    def finding(check: str, ok: bool, detail: str = "") -> Finding:
        return Finding(folder.function, check, ok, "" if ok else detail)

    tests = grader.runner.tests[folder.function]
    enough = len(tests) >= MIN_TESTS
    excused = bool(tests and folder.few_tests)
    yield finding(
        "tests",
        enough != excused,
        "few_tests gives a reason, but there are enough tests"
        if enough
        else f"{len(tests)} tests, {MIN_TESTS} are due; few_tests may give a reason for fewer",
    )
    rights = folder.right()
    yield finding("rights", len(rights) >= MIN_RIGHT, f"{len(rights)}, {MIN_RIGHT} are due")

    result = graded(reference.source(folder.function))
    yield finding("reference", _full(result), _why(result))
    for version in rights:
        result = graded(version.source)
        yield finding(f"right {version.name}", _full(result), _why(result))

    result = _grade(grader, folder.function, [prelude, _stub(folder, reference)])
    yield finding("stub", result.outcome == "not_started" and result.points == 0, _why(result))

    for what, answer in NO_ANSWERS.items():
        passed = _passed_by(grader, folder, answer)
        yield finding(f"no test passes {what}", not passed, f"passed: {', '.join(passed)}")

    kills.clear()
    for version in folder.wrong():
        result = graded(version.source)
        caught = result.points < result.max_points
        yield finding(f"wrong {version.name}", caught, "all hidden tests pass")
        named = result.diagnosis == version.name
        yield finding(
            f"name of {version.name}", named, f"called {result.diagnosis}: {result.message}"
        )
    yield from _audit_mutants(folder, reference, graded, finding)
    silent = [name for name in tests if not kills[name]]
    yield finding("each test fails on something", not silent, f"never: {', '.join(silent)}")
    yield from _audit_flakes(folder, reference, grader, repeats, finding)


def _audit_mutants(
    folder: Folder,
    reference: Reference,
    graded: Callable[[str], ExerciseResult],
    finding: Callable[..., Finding],
) -> Iterator[Finding]:
    """Every mutant is killed, or stands in exercise.toml with the reason why it may live."""
    listed = dict(folder.survivors)
    made = mutants(reference.source(folder.function), folder.function)
    for mutant in made:
        result = graded(mutant.source)
        survives = result.points == result.max_points
        if mutant.name in listed:
            yield finding(f"mutant {mutant.name}", survives, "listed as a survivor, but killed")
        else:
            yield finding(f"mutant {mutant.name}", not survives, "survives")
    gone = set(listed) - {m.name for m in made}
    yield finding("listed survivors exist", not gone, f"no such mutant: {sorted(gone)}")


def _audit_flakes(
    folder: Folder,
    reference: Reference,
    grader: Grader,
    repeats: int,
    finding: Callable[..., Finding],
) -> Iterator[Finding]:
    """The verdict on each version is the same whatever the seed of the random inputs."""
    function = reference.functions[folder.function]
    trusted = Version("reference", "", function)
    for version in (trusted, *folder.right()):
        flakes = [s for s in range(repeats) if not _passes(grader, folder, version, s)]
        yield finding(
            f"{version.name}: {repeats} seeds", not flakes, f"fails at seeds {flakes[:5]}"
        )
    for version in folder.wrong():
        seeds = range(max(1, repeats // 20))
        missed = [s for s in seeds if _passes(grader, folder, version, s)]
        yield finding(f"{version.name}: {len(seeds)} seeds", not missed, f"missed at {missed[:5]}")


def _passed_by(grader: Grader, folder: Folder, answer: Observation) -> list[str]:
    """The tests that pass where every call ends in the same way."""
    student = Student(grader.signatures, lambda name, args, repeat, thorough: answer)
    outcomes = grader.runner.run(folder.function, student, seed=SEED)
    return [o.name for o in outcomes if o.outcome == "passed"]


def _passes(grader: Grader, folder: Folder, version: Version, seed: int) -> bool:
    def call(name: str, args: Sequence[Any], repeat: int, thorough: bool) -> Observation:
        return observe(version.function, args, repeat)

    student = Student(grader.signatures, call)
    outcomes = grader.runner.run(folder.function, student, seed=f"{SEED} {seed}")
    return all(o.outcome == "passed" for o in outcomes)


def _grade(grader: Grader, function: str, cells: Sequence[str]) -> ExerciseResult:
    content = {"cells": [{"cell_type": "code", "source": s} for s in cells]}
    notebook = parse_notebook(json.dumps(content).encode())
    return grader.grade_function(function, notebook)


def _prelude(reference: Reference) -> str:
    """The imports of the solution notebook."""
    lines = (line for source in reference.notebook.code for line in source.splitlines())
    return "\n".join(line for line in lines if line.startswith(("import ", "from ")))


def _stub(folder: Folder, reference: Reference) -> str:
    import inspect

    signature = inspect.signature(reference.functions[folder.function])
    return f"def {folder.function}{signature}:\n    {STUB}\n"


def _full(result: ExerciseResult) -> bool:
    return result.outcome == "passed" and result.points == result.max_points


def _why(result: ExerciseResult) -> str:
    failed = [t.name for t in result.tests if t.outcome != "passed"]
    return f"{result.outcome}, {result.points:g} of {result.max_points:g}; failed: {failed[:4]}"


def print_audit(findings: Sequence[Finding], out: Console) -> bool:
    """Print one line per exercise and one per shortfall; True where there is no shortfall."""
    table = Table(box=None, pad_edge=False)
    for heading in ("exercise", "checks", "fell short"):
        table.add_column(heading, justify="left" if heading == "exercise" else "right")
    for exercise in dict.fromkeys(f.exercise for f in findings):
        own = [f for f in findings if f.exercise == exercise]
        table.add_row(exercise, str(len(own)), str(sum(not f.ok for f in own)))
    out.print(table)
    short = [f for f in findings if not f.ok]
    for f in short:
        out.print(
            f"{f.exercise}: {f.check}: {f.detail}", markup=False, highlight=False, soft_wrap=True
        )
    out.print(f"{len(findings) - len(short)} passed, {len(short)} failed", highlight=False)
    return not short
