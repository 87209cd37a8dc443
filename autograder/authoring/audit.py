"""Grade the grader: what the suites must catch, must accept, and must call by its name.

Versions that a student could hand in go through the same sandbox and the same tests as a submission
does. Repetitions over seeds, and faults in what the solution gives back, call trusted functions
directly, since there are thousands.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.authoring.assertions import Assertion, assertions_of
from autograder.authoring.audit_runs import Audited, Finding, Task, run_audits
from autograder.authoring.mutants import mutants
from autograder.authoring.output_mutants import output_mutants
from autograder.bank.book_links import sections, topics
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import (
    DEFAULT_TOLERANCE,
    SUITES,
    Folder,
    assignments,
    load_assignment,
)
from autograder.bank.expected_outcomes import outcomes
from autograder.bank.groups import TITLES
from autograder.bank.solution import SOLUTIONS, Reference
from autograder.bank.versions import Version, Versions, load_versions
from autograder.grading.exercise_grader import PreparedExercise, judge_trusted, prepare_one
from autograder.grading.grader import Grader, Plan
from autograder.grading.student_proxy import Student
from autograder.grading.test_session import TestOutcome
from autograder.ingest.notebook import parse_notebook
from autograder.results import ExerciseResult
from handbook.check.comparison import agrees
from handbook.check.diagnosis import diagnose, side_effects_right
from handbook.check.observe import CallError, Observation, observe

SEED = "audit of the suites"
MIN_TESTS, MIN_RIGHT = 8, 3
# A test that passes on one of these gives a point for nothing.
NO_ANSWERS = {
    "a function that raises": Observation(error=CallError("RuntimeError", "")),
    "a function that returns nothing": Observation(),
}
STUB = 'raise NotImplementedError("not started")'


Progress = Callable[[int, int], None]


def audit_exercises(
    names: Sequence[str] | None = None,
    *,
    suites: Path = SUITES,
    solutions: Path = SOLUTIONS,
    repeats: int = 200,
    fresh: bool = False,
    progress: Progress = lambda done, total: None,
) -> list[Audited]:
    """Audit the exercises named (`adam_step` or `optimizers/adam_step`), or all.

    One that has not changed since its last audit is audited again if `fresh` is asked for. Raises
    ExerciseError for an unknown exercise.
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
    tasks = [
        Task(Plan(assignment, SEED, suites=suites, solutions=solutions), folder, repeats, _audited)
        for assignment, folders in chosen.items()
        for folder in folders
    ]
    return run_audits(tasks, fresh=fresh, progress=progress)


def _audited(
    folder: Folder, reference: Reference, grader: Grader, repeats: int
) -> Sequence[Finding]:
    return list(_Audit(folder, reference, grader, repeats).findings())


@dataclass
class _Audit:
    """The audit of one exercise. `failed_at` holds where tests failed, but for errors."""

    folder: Folder
    reference: Reference
    grader: Grader
    repeats: int
    failed_at: set[tuple[str, int | None]] = field(default_factory=set)

    @property
    def item(self) -> PreparedExercise:
        return next(i for i in self.grader.items if i.folder.function == self.folder.function)

    def findings(self) -> Iterator[Finding]:
        versions = load_versions(self.folder, self.reference)
        yield from self._declared()
        yield from self._tests(versions)
        yield from self._right(versions)
        yield from self._wrong(versions)
        yield from self._mutants()
        yield from self._output_mutants()
        yield from self._each_test_counts()
        yield from self._each_input_counts(versions)
        yield from self._flakes(versions)

    def _finding(self, check: str, ok: bool, detail: str = "") -> Finding:
        return Finding(self.folder.function, check, ok, "" if ok else detail)

    # --- What exercise.toml says.

    def _declared(self) -> Iterator[Finding]:
        folder = self.folder
        if folder.path.is_relative_to(SUITES):  # another course has another book, or none
            yield self._finding(
                "section",
                folder.section in sections(),
                f"no section of the book has the label {folder.section!r}; correct it",
            )
            unknown = sorted(set(folder.topics) - topics())
            yield self._finding(
                "topics", not unknown, f"topics.yml has no {', '.join(unknown)}; correct the ids"
            )
        loose = [
            name
            for name, value in (("rtol", folder.rtol), ("atol", folder.atol))
            if value > DEFAULT_TOLERANCE[name]
        ]
        yield self._finding(
            "tolerance",
            not loose or bool(folder.tolerance_reason),
            f"{', '.join(loose)} above the course's; tighten it, or say why in tolerance_reason",
        )

    def _tests(self, versions: Versions) -> Iterator[Finding]:
        item = self.item
        count = len(item.standard) + len(item.own)
        enough, excused = count >= MIN_TESTS, bool(self.folder.few_tests)
        yield self._finding(
            "tests",
            enough != excused,
            "few_tests gives a reason, but there are enough tests; remove it"
            if enough
            else f"{count} tests, {MIN_TESTS} are required; add some, or say why in few_tests",
        )
        yield self._finding(
            "rights",
            len(versions.right) >= MIN_RIGHT,
            f"{len(versions.right)} right versions, {MIN_RIGHT} are required: add other ways",
        )
        if self.folder.groups:
            used = {t.group for t in item.standard} | {t.group for t in item.own}
            without = sorted(TITLES[g] for g in used - set(self.folder.groups))
            empty = sorted(TITLES[g] for g in set(self.folder.groups) - used)
            yield self._finding(
                "points",
                not without and not empty,
                f"groups without points: {without}; points without tests: {empty}",
            )
        undrawn = [t.name for t in item.own if not t.drawn and not t.fixed and not self._golden(t)]
        yield self._finding(
            "inputs are drawn",
            not undrawn,
            f"{', '.join(undrawn)}: draw with `rng`, or say why not with @fixed(reason)",
        )
        for what, answer in NO_ANSWERS.items():
            passed = self._passed_by(answer)
            yield self._finding(
                f"no test passes {what}",
                not passed,
                f"passed: {', '.join(passed)}; let the test also look at the value",
            )

    def _golden(self, test: Any) -> bool:
        wanted = {a.test for a in assertions_of(self.folder) if a.golden}
        return test.name.split("[")[0] in wanted

    # --- What a student could hand in.

    def _right(self, versions: Versions) -> Iterator[Finding]:
        result = self._graded(self.reference.source(self.folder.function))
        yield self._finding("reference", _full(result), _why(result))
        for version in versions.right:
            result = self._graded(version.source)
            yield self._finding(f"right {version.name}", _full(result), _why(result))
        yield from self._chains()
        result = self._graded(self._stub())
        unstarted = result.outcome == "not_started" and result.points == 0
        yield self._finding("stub", unstarted, _why(result))

    def _chains(self) -> Iterator[Finding]:
        """The solution loses nothing where an earlier function that it calls is not written."""
        source = self.reference.source(self.folder.function)
        for name in self.folder.requires:
            if name in self.reference.functions and name in source:
                cells = [*self.reference.prelude(), *self._required(source, name)]
                result = self._of_cells([*cells, self._stub(name), source])
                yield self._finding(f"without {name}", _full(result), _why(result))

    def _wrong(self, versions: Versions) -> Iterator[Finding]:
        for version in versions.wrong:
            result = self._graded(version.source)
            caught = result.points < result.max_points
            yield self._finding(f"wrong {version.name}", caught, "all hidden tests pass")
            named = result.diagnosis == version.verdict
            yield self._finding(
                f"name of {version.name}",
                named,
                f"called {result.diagnosis}: {result.message}; add a visible input on which it "
                "differs from the others",
            )
            self._note(self._trusted(version.function, 0))

    def _mutants(self) -> Iterator[Finding]:
        """Every mutant is caught, or stands in exercise.toml with the reason why it may live."""
        listed = dict(self.folder.survivors)
        made = mutants(self.reference.source(self.folder.function), self.folder.function)
        for mutant in made:
            result = self._graded(mutant.source)
            survives = result.points == result.max_points
            if mutant.name in listed:
                yield self._finding(
                    f"mutant {mutant.name}",
                    survives,
                    "listed as a survivor, but caught; remove it from survivors",
                )
            else:
                yield self._finding(
                    f"mutant {mutant.name}",
                    not survives,
                    "survives: add an input or a test, or list it in survivors with a reason",
                )
            self._remember(result)
        gone = set(listed) - {m.name for m in made}
        yield self._finding("listed survivors exist", not gone, f"no such mutant: {sorted(gone)}")

    # --- Trusted functions, called directly.

    def _output_mutants(self) -> Iterator[Finding]:
        function = self.reference.functions[self.folder.function]
        for mutant in output_mutants(self.folder, function):
            ended = self._trusted(mutant.function, 0)
            caught = any(o.outcome not in ("passed", "not_judged") for o in ended)
            yield self._finding(
                mutant.name,
                caught,
                "no test notices; was a test, an input or a line of the contract lost?",
            )
            self._note(ended)

    def _flakes(self, versions: Versions) -> Iterator[Finding]:
        """The verdict on each version is the same whatever the seed of the random inputs."""
        function = self.reference.functions[self.folder.function]
        trusted = Version("reference", "", function, source="")
        for version in (trusted, *versions.right):
            flakes = [s for s in range(self.repeats) if not self._passes(version, s)]
            yield self._finding(
                f"{version.name}: {self.repeats} seeds", not flakes, f"fails at seeds {flakes[:5]}"
            )
        for version in versions.wrong:
            seeds = range(max(1, self.repeats // 20))
            missed = [s for s in seeds if self._passes(version, s)]
            yield self._finding(
                f"{version.name}: {len(seeds)} seeds", not missed, f"missed at seeds {missed[:5]}"
            )

    def _each_test_counts(self) -> Iterator[Finding]:
        """Every test, and every assertion of an own test, fails for some wrong answer."""
        failing = {name for name, _ in self.failed_at}
        names = [t.name for t in self.item.standard] + [t.name for t in self.item.own]
        silent = [name for name in names if name not in failing]
        yield self._finding(
            "each test fails on something",
            not silent,
            f"never but by an error: {', '.join(silent)}; sharpen or remove it",
        )
        lines = {(name.split("[")[0], line) for name, line in self.failed_at}
        idle = [a for a in assertions_of(self.folder) if not _hit(a, lines)]
        yield self._finding(
            "each assertion fails on something",
            not idle,
            f"never: {', '.join(f'{a.test}, line {a.first}' for a in idle)}; no wrong version "
            "needs it: remove it, or add the version that it is for",
        )

    def _each_input_counts(self, versions: Versions) -> Iterator[Finding]:
        item = self.item
        function = self.reference.functions[self.folder.function]
        faulty = [v.function for v in versions.wrong]
        faulty += [m.function for m in output_mutants(self.folder, function)]
        told: set[int] = set()
        for each in faulty:
            for number, (seen, want) in enumerate(
                zip(outcomes(item.full, each), item.full.expected, strict=True)
            ):
                if not agrees(item.full, seen, want) or not side_effects_right(seen, want):
                    told.add(number)
        idle = [
            p.label or f"input {i + 1}" for i, p in enumerate(item.full.probes) if i not in told
        ]
        yield self._finding(
            "each input tells something apart",
            not idle,
            f"every wrong version is right on: {', '.join(idle)}; change or remove the input",
        )
        alike = []
        for version in versions.wrong:
            verdict = diagnose(item.visible, outcomes(item.visible, version.function))
            if verdict.mistake != version.verdict:
                alike.append(version.name)
        yield self._finding(
            "visible inputs name each mistake",
            not alike,
            f"not told apart by what a student can see: {', '.join(alike)}; add a visible input",
        )

    # --- Ways to run.

    def _graded(self, source: str) -> ExerciseResult:
        cells = [*self.reference.prelude(), *self._required(source), source]
        return self._of_cells(cells)

    def _of_cells(self, cells: Sequence[str]) -> ExerciseResult:
        content = {"cells": [{"cell_type": "code", "source": s} for s in cells]}
        notebook = parse_notebook(json.dumps(content).encode())
        return self.grader.grade_function(self.folder.function, notebook)

    def _required(self, source: str, without: str = "") -> list[str]:
        """The solutions of the earlier exercises that a source names, but for one of them."""
        names = (n for n in self.folder.requires if n in self.reference.functions and n in source)
        return [self.reference.source(name) for name in names if name != without]

    def _trusted(self, function: Callable[..., Any], seed: int) -> list[TestOutcome]:
        text = f"{SEED} {seed}"
        item = self.item if seed == 0 else self._drawn(text)  # 0: the seed of the grader itself

        def call(
            name: str, args: Sequence[Any], repeat: int, record_side_effects: bool
        ) -> Observation:
            return observe(function, args, repeat)

        student = Student(self.grader.signatures, call)
        return judge_trusted(item, function, self.grader.runner, student, observe, text)

    def _drawn(self, seed: str) -> PreparedExercise:
        """The exercise with other inputs, and without the bank: only whether tests pass counts."""
        return prepare_one(self.folder, self.reference, self.grader.runner, seed, with_bank=False)

    def _passes(self, version: Version, seed: int) -> bool:
        ended = self._trusted(version.function, seed + 1)
        return all(o.outcome == "passed" for o in ended)

    def _passed_by(self, answer: Observation) -> list[str]:
        """The tests that pass where every call ends in the same way."""
        student = Student(
            self.grader.signatures, lambda name, args, repeat, record_side_effects: answer
        )
        ended = judge_trusted(self.item, None, self.grader.runner, student, lambda *_: answer, SEED)
        return [o.name for o in ended if o.outcome == "passed"]

    def _note(self, ended: Sequence[TestOutcome]) -> None:
        self.failed_at |= {(o.name, o.line) for o in ended if o.outcome == "wrong"}

    def _remember(self, result: ExerciseResult) -> None:
        self.failed_at |= {(t.name, None) for t in result.tests if t.outcome == "wrong"}

    def _stub(self, function: str = "") -> str:
        name = function or self.folder.function
        signature = inspect.signature(self.reference.functions[name])
        return f"def {name}{signature}:\n    {STUB}\n"


def _hit(assertion: Assertion, lines: set[tuple[str, int | None]]) -> bool:
    return any(
        (assertion.test, line) in lines for line in range(assertion.first, assertion.last + 1)
    )


def _full(result: ExerciseResult) -> bool:
    return result.outcome == "passed" and result.points == result.max_points


def _why(result: ExerciseResult) -> str:
    failed = [t.name for t in result.tests if t.outcome != "passed"]
    return f"{result.outcome}, {result.points:g} of {result.max_points:g}; failed: {failed[:4]}"


def print_audit(audited: Sequence[Audited], out: Console) -> bool:
    """Print one line per exercise and one per shortfall; True where there is no shortfall."""
    table = Table(box=None, pad_edge=False)
    for heading in ("exercise", "checks", "fell short", ""):
        table.add_column(heading, justify="left" if heading in ("exercise", "") else "right")
    for one in audited:
        short_here = sum(not finding.ok for finding in one.findings)
        note = "unchanged since its last audit" if one.unchanged else ""
        table.add_row(one.exercise, str(len(one.findings)), str(short_here), note)
    out.print(table)
    findings = [finding for one in audited for finding in one.findings]
    short = [f for f in findings if not f.ok]
    for f in short:
        out.print(
            f"{f.exercise}: {f.check}: {f.detail}", markup=False, highlight=False, soft_wrap=True
        )
    out.print(f"{len(findings) - len(short)} passed, {len(short)} failed", highlight=False)
    return not short
