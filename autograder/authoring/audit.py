"""Grade the grader: what the suites must catch, must accept, and must call by its name.

Versions that a student could hand in go through the same sandbox and the same tests as a submission
does. Repetitions over seeds, and faults in what the solution gives back, call trusted functions
directly, since there are thousands.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.authoring.assertions import Assertion, assertions_of
from autograder.authoring.audit_runs import Audited, Finding, Task, run_audits
from autograder.authoring.mutants import mutants
from autograder.authoring.output_mutants import output_mutants
from autograder.bank.book_links import is_taught_or_excused, topics
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import (
    DEFAULT_TOLERANCE,
    SUITES,
    Folder,
    assignments,
    load_assignment,
)
from autograder.bank.expected_outcomes import outcomes
from autograder.bank.groups import STATE, TITLES
from autograder.bank.solution import SOLUTIONS, Reference
from autograder.bank.versions import Version, Versions, load_versions
from autograder.grading.exercise_grader import PreparedExercise, judge_trusted, redrawn
from autograder.grading.grader import Grader, Plan
from autograder.grading.student_proxy import Student
from autograder.grading.test_session import TestOutcome
from autograder.ingest.notebook import Notebook, notebook_of
from autograder.results import ExerciseResult
from handbook.check.comparison import agrees
from handbook.check.diagnosis import diagnose
from handbook.check.line_forms import blanks_left
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
    """The audit of one exercise.

    `failed_at` holds where tests failed, but for errors; `told` the numbers of the inputs on which
    some wrong version differs.
    """

    folder: Folder
    reference: Reference
    grader: Grader
    repeats: int
    failed_at: set[tuple[str, int | None]] = field(default_factory=set)
    told: set[int] = field(default_factory=set)

    @property
    def item(self) -> PreparedExercise:
        return self.grader.item(self.folder.function)

    def findings(self) -> Iterator[Finding]:
        versions = load_versions(self.folder, self.reference)
        yield from self._declared()
        yield from self._tests(versions)
        yield from self._right(versions)
        yield from self._wrong(versions)
        yield from self._output_mutants()
        yield from self._mutants()
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
                is_taught_or_excused(folder.section, folder.no_section),
                f"no section of the book has the label {folder.section!r}; correct it, or let it "
                'be "" and say in no_section why no section teaches it',
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
                "; ".join(
                    [
                        f"tests of the group {name!r} have no points; add it to points"
                        for name in without
                    ]
                    + [f"no test is in the group {name!r}; remove its points" for name in empty]
                ),
            )
            yield self._finding(
                "state",
                bool(self.folder.state) or STATE not in self.folder.groups,
                "there are points for the state, but no returned value is said to be one; name it "
                "in state",
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
                f"{', '.join(passed)}; let the test also look at the value",
            )

    def _golden(self, test: Any) -> bool:
        wanted = {a.test for a in assertions_of(self.folder) if a.golden}
        return test.name.split("[")[0] in wanted

    # --- What a student could hand in.

    def _right(self, versions: Versions) -> Iterator[Finding]:
        sources = {"reference": self.reference.source(self.folder.function)}
        sources |= {f"right {version.name}": version.source for version in versions.right}
        for name, result in zip(sources, self._graded(sources.values()), strict=True):
            yield self._finding(
                name,
                _full(result),
                f"{_why(result)}; correct it, or the test that refuses it",
            )
        yield from self._chains()
        (result,) = self._graded([self._stub()])
        unstarted = result.outcome == "not_started" and result.points == 0
        yield self._finding(
            "stub",
            unstarted,
            f"{_why(result)}; the untouched stub must count as not started and get no points",
        )
        if self.folder.lines:
            yield from self._template()

    def _template(self) -> Iterator[Finding]:
        """What students get of a derivation: not started as handed out, a blank in every line."""
        stub = self.reference.stub(self.folder.function)
        blanks = blanks_left(stub)
        full = [name for name in self.folder.returns if name not in blanks]
        yield self._finding(
            "blanks",
            not full,
            f"{', '.join(full)}: the template has no blank there; write one of its parts as `...`",
        )
        (result,) = self._graded([stub])
        yield self._finding(
            "template",
            result.outcome == "not_started" and result.points == 0,
            f"{_why(result)}; the template must stand behind the solution, and the solution return",
        )

    def _chains(self) -> Iterator[Finding]:
        """The solution loses nothing where an earlier function that it calls is not written."""
        source = self.reference.source(self.folder.function)
        for name in self.folder.requires:
            if name in self.reference.functions and name in source:
                cells = [*self.reference.prelude(), *self._required(without=name)]
                notebook = notebook_of([*cells, self._stub(name), source])
                result = self.grader.grade_function(self.folder.function, notebook)
                yield self._finding(f"without {name}", _full(result), _why(result))

    def _wrong(self, versions: Versions) -> Iterator[Finding]:
        results = self._graded(version.source for version in versions.wrong)
        for version, result in zip(versions.wrong, results, strict=True):
            caught = result.points < result.max_points
            yield self._finding(
                f"wrong {version.name}",
                caught,
                "passes all hidden tests; add an input or a test that tells it from the solution, "
                "or remove it",
            )
            named = result.diagnosis == version.verdict
            called = f"called {result.diagnosis!r}" if result.diagnosis else "not named"
            yield self._finding(
                f"name of {version.name}",
                named or not caught,
                f"it is {called}; add a visible input on which it differs from the solution and "
                f"from every other version. A student is told: “{result.message}”",
            )
            self._note(version.function)
            self.told |= self._told_by(version.function)

    def _mutants(self) -> Iterator[Finding]:
        """Every mutant is caught, or stands in exercise.toml with the reason why it may live."""
        listed = dict(self.folder.survivors)
        made = mutants(self.reference.source(self.folder.function), self.folder.function)
        notebooks = [self._notebook(mutant.source) for mutant in made]
        results = self.grader.grade_versions(self.folder.function, notebooks, faults_only=True)
        for mutant, result in zip(made, results, strict=True):
            survives = result is not None and result.points == result.max_points
            if mutant.name in listed:
                yield self._finding(
                    f"mutant {mutant.name}",
                    survives,
                    "is listed as a survivor, but caught; remove it from survivors",
                )
            else:
                yield self._finding(
                    f"mutant {mutant.name}",
                    not survives,
                    "all tests pass; add an input or a test that tells it from the solution. Where "
                    "no right answer could be told from it, list it in exercise.toml: survivors = "
                    "[{ mutant = "
                    f'{json.dumps(mutant.name, ensure_ascii=False)}, reason = "…" }}]',
                )
            if result is not None:
                self._remember(result)
        gone = set(listed) - {m.name for m in made}
        yield self._finding(
            "listed survivors exist",
            not gone,
            f"the solution has no mutant {'; '.join(sorted(gone))}; remove it from survivors",
        )

    # --- Trusted functions, called directly.

    def _output_mutants(self) -> Iterator[Finding]:
        function = self.reference.functions[self.folder.function]
        for mutant in output_mutants(self.folder, function):
            ended = self._note(mutant.function)
            caught = any(o.outcome not in ("passed", "not_judged") for o in ended)
            yield self._finding(
                f"fault: {mutant.name}",
                caught,
                "no test notices a solution with this fault; tighten the tolerance, put the line "
                "of the contract back, or add an input or a test",
            )

    def _flakes(self, versions: Versions) -> Iterator[Finding]:
        """The verdict on each version is the same whatever the seed of the random inputs."""
        function = self.reference.functions[self.folder.function]
        trusted = Version("reference", "", function, source="")
        right, fewer = (trusted, *versions.right), max(1, self.repeats // 20)
        seen = {v.name: self._seen_of_visible(v.function) for v in (*right, *versions.wrong)}
        flakes: dict[str, list[int]] = {version.name: [] for version in right}
        missed: dict[str, list[int]] = {version.name: [] for version in versions.wrong}
        for seed in range(self.repeats):
            text = f"{SEED} {seed + 1}"
            item = redrawn(self.item, self.reference, self.grader.runner, text)
            for version in right:
                if not self._passes(item, version, text, seen[version.name]):
                    flakes[version.name].append(seed)
            for version in versions.wrong if seed < fewer else ():
                if self._passes(item, version, text, seen[version.name]):
                    missed[version.name].append(seed)
        for name, seeds in flakes.items():
            yield self._finding(
                f"{name} passes with {self.repeats} seeds",
                not seeds,
                f"not with {_listed(seeds)}; draw inputs that every right answer gets right, or "
                "correct the version",
            )
        for name, seeds in missed.items():
            yield self._finding(
                f"{name} is caught with {fewer} seeds",
                not seeds,
                f"not with {_listed(seeds)}; draw inputs on which it always differs",
            )

    def _seen_of_visible(self, function: Callable[..., Any]) -> tuple[Observation, ...]:
        return outcomes(self.item.visible, function)

    def _each_test_counts(self) -> Iterator[Finding]:
        """Every test, and every assertion of an own test, fails for some wrong answer."""
        failing = {name for name, _ in self.failed_at}
        names = [t.name for t in self.item.standard] + [t.name for t in self.item.own]
        silent = [name for name in names if name not in failing]
        yield self._finding(
            "each test fails on something",
            not silent,
            f"{', '.join(silent)}: passes, or ends in an error, for every wrong version and every "
            "fault; compare more closely, or remove it",
        )
        lines = {(name.split("[")[0], line) for name, line in self.failed_at}
        idle = [a for a in assertions_of(self.folder) if not _hit(a, lines)]
        yield self._finding(
            "each assertion fails on something",
            not idle,
            f"{', '.join(f'{self.folder.tests.name}:{a.first}' for a in idle)}: holds for every "
            "wrong version and every fault; compare more closely, remove it, or add the wrong "
            "version that it is for",
        )

    def _each_input_counts(self, versions: Versions) -> Iterator[Finding]:
        item = self.item
        idle = [
            p.label or f"input {i + 1 - len(item.visible.probes)} of hidden(rng)"
            for i, p in enumerate(item.full.probes)
            if i not in self.told
        ]
        yield self._finding(
            "each input tells something apart",
            not idle,
            f"{', '.join(idle)}: every wrong version is right on it; change or remove the input, "
            "or add the wrong version that it is for",
        )
        alike = []
        for version in versions.wrong:
            verdict = diagnose(item.visible, self._seen_of_visible(version.function))
            if verdict.mistake != version.verdict:
                alike.append(version.name)
        yield self._finding(
            "visible inputs name each mistake",
            not alike,
            f"{', '.join(alike)}: not named by what a student can see; add a visible input on "
            "which each differs from the solution and from every other version",
        )

    # --- Ways to run.

    def _graded(self, sources: Iterable[str]) -> Iterator[ExerciseResult]:
        """The results of notebooks with these functions, in one worker."""
        notebooks = [self._notebook(source) for source in sources]
        for result in self.grader.grade_versions(self.folder.function, notebooks):
            assert result is not None
            yield result

    def _notebook(self, source: str) -> Notebook:
        return notebook_of([*self._prelude, source])

    def _required(self, without: str = "") -> list[str]:
        """The solutions of the earlier exercises, but for one of them."""
        names = (name for name in self.folder.requires if name in self.reference.functions)
        return [self.reference.source(name) for name in names if name != without]

    @cached_property
    def _prelude(self) -> list[str]:
        return [*self.reference.prelude(), *self._required()]

    def _trusted(
        self,
        item: PreparedExercise,
        function: Callable[..., Any],
        seed: str,
        known: Sequence[Observation] = (),
    ) -> list[TestOutcome]:
        def call(
            name: str, args: Sequence[Any], repeat: int, record_side_effects: bool
        ) -> Observation:
            return observe(function, args, repeat, record_side_effects=record_side_effects)

        student = Student(self.grader.signatures, call)
        return judge_trusted(item, function, self.grader.runner, student, observe, seed, known)

    def _passes(
        self, item: PreparedExercise, version: Version, seed: str, known: Sequence[Observation]
    ) -> bool:
        ended = self._trusted(item, version.function, seed, known)
        return all(o.outcome == "passed" for o in ended)

    def _passed_by(self, answer: Observation) -> list[str]:
        """The tests that pass where every call ends in the same way."""
        student = Student(
            self.grader.signatures, lambda name, args, repeat, record_side_effects: answer
        )
        ended = judge_trusted(self.item, None, self.grader.runner, student, lambda *_: answer, SEED)
        return [o.name for o in ended if o.outcome == "passed"]

    def _note(self, function: Callable[..., Any]) -> list[TestOutcome]:
        """Note which tests tell that this function is wrong."""
        ended = self._trusted(self.item, function, SEED)
        self.failed_at |= {(o.name, o.line) for o in ended if o.outcome == "wrong"}
        return ended

    def _told_by(self, function: Callable[..., Any]) -> set[int]:
        """The numbers of the inputs on which this function does not return the right values."""
        full = self.item.full
        return {
            number
            for number, (got, want) in enumerate(
                zip(outcomes(full, function), full.expected, strict=True)
            )
            if not agrees(full, got, want)
        }

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
    points = f"it is {result.outcome!r} with {result.points:g} of {result.max_points:g} points"
    return f"{points}, not passed: {', '.join(failed[:4]) or 'none'}"


def _listed(seeds: Sequence[int]) -> str:
    more = ", …" if len(seeds) > 5 else ""
    return f"the seed{'s' * (len(seeds) > 1)} {', '.join(map(str, seeds[:5]))}{more}"


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
