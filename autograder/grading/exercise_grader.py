"""Judge one function of a submission: its inputs, its hidden tests, and what to tell of them.

What a student is shown comes from the visible inputs and from the bank; never from the hidden
inputs, the hidden tests' text, or an exception's text that could carry either.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograder.bank.exercise import Folder
from autograder.bank.expected_outcomes import build_exercise, first_probes
from autograder.bank.groups import TITLES
from autograder.bank.solution import Reference
from autograder.bank.standard_tests import (
    SAME_TWICE,
    StandardTest,
    seen_of,
    standard_tests,
    test_of,
)
from autograder.grading.failed_cells import why_error
from autograder.grading.forbidden import forbidden_names_used
from autograder.grading.missing_function import why_missing
from autograder.grading.notebook_names import definition
from autograder.grading.student_proxy import Calls, Student
from autograder.grading.submission_runner import CALLS_TOGETHER, WORKER_FAILURES, SubmissionRunner
from autograder.grading.test_session import HiddenTest, SuiteRunner, TestOutcome, generator
from autograder.ingest.notebook import Notebook
from autograder.results import ExerciseResult, GroupResult, TestResult, sentence
from autograder.sandbox import MemoryLimit, TimeLimit
from handbook.check.common_mistakes import X15, X18, X19
from handbook.check.comparison import agrees
from handbook.check.diagnosis import (
    Verdict,
    diagnose,
    is_not_started,
    match_bank,
    mistake_message,
    side_effects_right,
    summarize,
)
from handbook.check.exercise_data import Exercise
from handbook.check.line_forms import form_faults, is_template, judge_form
from handbook.check.observe import Observation
from handbook.check.outcomes import Outcome
from handbook.check.stubs import left_over


@dataclass(frozen=True)
class PreparedExercise:
    """An exercise ready to be graded: its folder, its inputs with the bank's outcomes, its tests.

    `places` names for each input the test that it belongs to. Visible inputs come first. `stub` is
    the text of the function as it is handed out.
    """

    folder: Folder
    visible: Exercise
    full: Exercise
    places: tuple[str, ...]
    standard: tuple[StandardTest, ...]
    own: tuple[HiddenTest, ...]
    stub: str = ""

    @property
    def hidden(self) -> Exercise:
        count = len(self.visible.probes)
        return replace(
            self.full, probes=self.full.probes[count:], expected=self.full.expected[count:]
        )


@dataclass(frozen=True)
class FirstLook:
    """What the visible inputs showed, and what is said of them."""

    verdict: Verdict
    seen: tuple[Observation, ...] = ()


@dataclass(frozen=True)
class _Judged:
    """One test, the group it belongs to, and how it ended."""

    name: str
    group: str
    outcome: Outcome
    line: int | None = None


def prepare_one(
    folder: Folder,
    reference: Reference,
    runner: SuiteRunner,
    seed: str,
    *,
    with_bank: bool = True,
) -> PreparedExercise:
    """One exercise: hidden inputs drawn from the seed, the bank run on all inputs, once.

    Without the bank no mistake can be named.
    """
    visible = folder.visible()
    hidden = folder.hidden(generator(seed, folder.assignment, folder.function))
    full = build_exercise(folder, reference, [*visible, *hidden], with_bank=with_bank)
    places = tuple(test_of(p, hidden=i >= len(visible)) for i, p in enumerate(full.probes))
    return PreparedExercise(
        folder,
        first_probes(full, len(visible)),
        full,
        places,
        tuple(standard_tests(folder, full, places)),
        tuple(runner.tests[folder.function]),
        reference.stub(folder.function),
    )


def redrawn(
    item: PreparedExercise, reference: Reference, runner: SuiteRunner, seed: str
) -> PreparedExercise:
    """The exercise with hidden inputs drawn from another seed, and without the bank."""
    folder, visible = item.folder, item.visible
    hidden = folder.hidden(generator(seed, folder.assignment, folder.function))
    drawn = build_exercise(folder, reference, hidden, with_bank=False)
    full = replace(
        drawn,
        probes=visible.probes + drawn.probes,
        expected=visible.expected + drawn.expected,
    )
    count = len(visible.probes)
    places = item.places[:count] + tuple(test_of(p, hidden=True) for p in drawn.probes)
    standard = tuple(standard_tests(folder, full, places))
    return PreparedExercise(
        folder, visible, full, places, standard, tuple(runner.tests[folder.function])
    )


def probe_visible(
    item: PreparedExercise, sandboxed: SubmissionRunner, notebook: Notebook
) -> FirstLook:
    """The verdict on the visible inputs.

    It is taken for all exercises before any hidden test has run: what it tells the student
    (returned values, an exception's text) can then hold nothing of a hidden input. Raises
    SandboxError where the sandbox failed.
    """
    function, limit = item.folder.function, item.folder.time_limit
    if function not in sandboxed.functions:
        return FirstLook(Verdict("not_found", why_missing(function, sandboxed, notebook)))

    def again(args: list[Any], repeat: int) -> Observation:
        return sandboxed.call(function, args, repeat, limit)

    try:
        seen = _probed(item, item.visible, sandboxed)
        written = None
        if is_not_started(seen[0]):
            source = definition(function, notebook, sandboxed.own_cells.get(function))
            written = left_over(source, item.stub)
            if written and item.visible.lines and is_template(source, list(item.visible.lines)):
                written = None
        verdict = diagnose(item.visible, seen, again, written=written)
        if verdict.outcome in ("wrong", "error"):
            verdict = _with_cause(verdict, item, seen, sandboxed, notebook)
        if item.visible.lines and not written:
            source = definition(function, notebook, sandboxed.own_cells.get(function))
            verdict = judge_form(item.visible, verdict, source)
        return FirstLook(verdict, tuple(seen))
    except WORKER_FAILURES as death:
        outcome = death_outcome(death)
        return FirstLook(Verdict(outcome, _death_message(outcome, item.folder)))


def _with_cause(
    verdict: Verdict,
    item: PreparedExercise,
    seen: Sequence[Observation],
    sandboxed: SubmissionRunner,
    notebook: Notebook,
) -> Verdict:
    """The verdict; where an error follows from a cell that failed, that cell comes first."""
    errors = [
        got.error
        for got, want in zip(seen, item.visible.expected, strict=False)
        if got.error is not None and want.error is None
    ]
    cause = why_error(errors[0], item.folder.function, sandboxed, notebook) if errors else ""
    return replace(verdict, message=f"{cause} {verdict.message}") if cause else verdict


def grade_exercise(
    item: PreparedExercise,
    look: FirstLook,
    sandboxed: SubmissionRunner,
    notebook: Notebook,
    runner: SuiteRunner,
    signatures: Mapping[str, inspect.Signature],
    *,
    name_mistakes: bool = True,
) -> ExerciseResult:
    """Run the hidden tests of one exercise, after its visible inputs were looked at.

    Raises SandboxError where the sandbox failed.
    """
    verdict = look.verdict
    if verdict.outcome not in ("passed", "wrong", "error"):
        return result_without_tests(item, verdict)
    limit = item.folder.time_limit
    try:
        hidden = _probed(item, item.hidden, sandboxed)
        first = item.full.probes[0]
        repeated = sandboxed.call(
            item.folder.function, list(first.args.values()), first.repeat, limit
        )
    except WORKER_FAILURES as death:
        return _died(item, look, death)
    seen = [*look.seen, *hidden]
    judged = judge_standard(item, seen, summarize(item.full, first, repeated))
    calls = _InSandbox(sandboxed, limit)
    judged += _own(item, runner.run(item.folder.function, Student(signatures, calls)))
    function, own = item.folder.function, sandboxed.own_cells.get(item.folder.function)
    if used := forbidden_names_used(function, notebook, item.folder.forbidden, own):
        return _refused(item, judged, verdict, used)
    if item.full.lines:
        judged = _judged_forms(item, judged, definition(function, notebook, own))
    if verdict.mistake in (X18.id, X19.id):  # read off the source: told on graded work, too
        return _result(item, judged, verdict.outcome, verdict.message, verdict)
    if all(j.outcome == "passed" for j in judged):
        note = "" if verdict.outcome == "passed" else f" {verdict.message}"
        return _result(item, judged, "passed", f"All hidden tests passed.{note}", None)
    if verdict.mistake is None or verdict.outcome == "passed":
        verdict = _wider(item, verdict, seen)
    return _assessed(item, judged, verdict, name_mistakes)


def judge_standard(
    item: PreparedExercise, seen: Sequence[Observation], repeated: Observation
) -> list[_Judged]:
    """The standard tests, on what was seen of all inputs and of the first one once more."""
    rows = [
        seen_of(item.full, test, got, want)
        for test, got, want in zip(item.places, seen, item.full.expected, strict=True)
    ]
    rows_and_last = [*rows, seen_of(item.full, SAME_TWICE, repeated, item.full.expected[0])]
    return [
        _Judged(
            test.name,
            test.group,
            test.judge(item.full, rows_and_last if test.name == SAME_TWICE else rows),
        )
        for test in item.standard
    ]


def told_at_once(item: PreparedExercise, sandboxed: SubmissionRunner) -> bool:
    """Does an input alone tell that the answer is wrong? At a fraction of the cost of grading it.

    False where the other tests have to be asked. Raises SandboxError where the sandbox failed.
    """
    count = len(item.full.probes)
    for part in (slice(0, 1), slice(1, count)):  # most differ on the first
        exercise = replace(
            item.full, probes=item.full.probes[part], expected=item.full.expected[part]
        )
        try:
            seen = _probed(item, exercise, sandboxed)
        except WORKER_FAILURES:
            return False  # grading knows whether to blame the answer
        for got, want in zip(seen, exercise.expected, strict=False):
            if not agrees(exercise, got, want) or not side_effects_right(got, want):
                return True
    return False


def judge_trusted(
    item: PreparedExercise,
    function: Any,
    runner: SuiteRunner,
    student: Student,
    observe: Any,
    seed: str,
    known: Sequence[Observation] = (),
) -> list[TestOutcome]:
    """All tests of a function that is called directly: `observe(function, args, repeat)`.

    `known` is what was seen of the first inputs before: they are not called again.
    """
    probes = [*item.full.probes[len(known) :], item.full.probes[0]]
    seen = [*known] + [
        summarize(item.full, p, observe(function, list(p.args.values()), p.repeat)) for p in probes
    ]
    judged = judge_standard(item, seen[:-1], seen[-1])
    judged += _own(item, runner.run(item.folder.function, student, seed=seed))
    return [TestOutcome(j.name, j.outcome, j.line) for j in judged]


class _InSandbox(Calls):
    """Calls that cross into the sandbox, several of them at once."""

    def __init__(self, sandboxed: SubmissionRunner, limit: float) -> None:
        self._sandboxed, self._limit = sandboxed, limit
        super().__init__(self._one)

    def _one(
        self, name: str, args: Sequence[Any], repeat: int, record_side_effects: bool
    ) -> Observation:
        return self._sandboxed.call(
            name, args, repeat, self._limit, record_side_effects=record_side_effects
        )

    def each(self, name: str, arguments: Sequence[Sequence[Any]]) -> list[Observation]:
        calls = [(args, 1) for args in arguments]
        return self._sandboxed.call_each(name, calls, self._limit, record_side_effects=False)

    def chain(self, name: str, args: Sequence[Any], then: Sequence[Any], times: int) -> Observation:
        return self._sandboxed.chain(name, args, then, times, self._limit)


def _probed(
    item: PreparedExercise, exercise: Exercise, sandboxed: SubmissionRunner
) -> list[Observation]:
    """What the probes of an exercise show. Raises what ends a worker."""
    function, limit = item.folder.function, item.folder.time_limit
    calls = [(list(probe.args.values()), probe.repeat) for probe in exercise.probes]
    answers = sandboxed.call_each(function, calls, limit)
    return [summarize(exercise, p, a) for p, a in zip(exercise.probes, answers, strict=True)]


def _own(item: PreparedExercise, outcomes: Sequence[TestOutcome]) -> list[_Judged]:
    """The outcomes of an exercise's own tests, each with its group."""
    groups = {test.name: test.group for test in item.own}
    return [_Judged(o.name, groups[o.name], o.outcome, o.line) for o in outcomes]


def _wider(item: PreparedExercise, verdict: Verdict, seen: Sequence[Observation]) -> Verdict:
    """Look for the mistake on all inputs; tell nothing of the hidden ones' numbers."""
    if len(seen) < len(item.full.probes):
        return verdict
    named = match_bank(item.full, seen)
    if named is not None:
        return replace(
            verdict,
            outcome="wrong",
            message=mistake_message(item.full, named),
            mistake=named.name,
            convention=named.convention,
            look_at=named.look_at,
        )
    if verdict.outcome != "passed":
        return verdict
    wider = diagnose(item.full, seen)
    if wider.outcome == "passed":
        return Verdict(
            "wrong", "The answers to the sample inputs are right.", inputs=verdict.inputs
        )
    return Verdict(
        wider.outcome,
        "The answers to the visible inputs are right; on further inputs they are not.",
        wider.mistake,
        inputs=verdict.inputs,
    )


def _refused(
    item: PreparedExercise, judged: Sequence[_Judged], verdict: Verdict, used: Sequence[str]
) -> ExerciseResult:
    """The result of an answer that uses what the exercise forbids: whatever it returns, no points.

    That is said on graded work, too: it is a rule of the exercise, and the name of no mistake.
    """
    text = X15.sentence.format(names=", ".join(used))
    result = _result(
        item, judged, "wrong", text, Verdict("wrong", text, X15.id, inputs=verdict.inputs)
    )
    return replace(
        result,
        points=0.0,
        tests=tuple(replace(test, points=0.0) for test in result.tests),
        groups=tuple(replace(group, points=0.0) for group in result.groups),
    )


def _judged_forms(item: PreparedExercise, judged: Sequence[_Judged], source: str) -> list[_Judged]:
    """The tests of a derivation; those of a line of the wrong form fail, whatever its value."""
    faults = form_faults(source, item.full.lines)
    return [
        replace(j, outcome="wrong") if j.group in faults and j.outcome == "passed" else j
        for j in judged
    ]


def _assessed(
    item: PreparedExercise, judged: Sequence[_Judged], verdict: Verdict, name_mistakes: bool
) -> ExerciseResult:
    deaths = [j.outcome for j in judged if j.outcome in ("time_limit", "memory_limit", "crashed")]
    failed = [j for j in judged if j.outcome not in ("passed", "not_judged")]
    raised = all(j.outcome == "error" for j in failed)
    outcome: Outcome = deaths[0] if deaths else "error" if raised else "wrong"
    message = verdict.message
    if deaths:
        message = _death_message(outcome, item.folder)
        verdict = Verdict(outcome, message)
    elif verdict.mistake is None:
        message = f"{message} Not fulfilled: {'; '.join(sentence(j.name) for j in failed[:3])}."
    if verdict.mistake is not None and not name_mistakes:
        verdict, message = Verdict(outcome, ""), "Some of the hidden tests fail."
    return _result(item, judged, outcome, message, verdict)


def _died(item: PreparedExercise, look: FirstLook, death: Exception) -> ExerciseResult:
    """A call with a hidden input ended the worker: each further one would, and slowly."""
    outcome = death_outcome(death)
    verdict = Verdict(outcome, _death_message(outcome, item.folder), inputs=look.verdict.inputs)
    return result_without_tests(item, verdict)


def _result(
    item: PreparedExercise,
    judged: Sequence[_Judged],
    outcome: Outcome,
    message: str,
    verdict: Verdict | None,
) -> ExerciseResult:
    tests, groups = _points(item.folder, judged)
    return ExerciseResult(
        function=item.folder.function,
        points=_total(item.folder, tests, groups),
        max_points=item.folder.points,
        outcome=outcome,
        diagnosis=verdict.mistake if verdict else None,
        message=message,
        tests=tests,
        evidence=verdict.evidence if verdict else None,
        convention=verdict.convention if verdict else None,
        look_at=verdict.look_at if verdict else "",
        inputs=verdict.inputs if verdict else (),
        groups=groups,
    )


def _total(folder: Folder, tests: Sequence[TestResult], groups: Sequence[GroupResult]) -> float:
    """All points, without the errors of rounded shares."""
    if groups:
        return sum(group.points for group in groups)
    passed = sum(test.outcome == "passed" for test in tests)
    return round(folder.points * passed / max(1, len(tests)), 4)


def _points(
    folder: Folder, judged: Sequence[_Judged]
) -> tuple[tuple[TestResult, ...], tuple[GroupResult, ...]]:
    """The points of the tests and of their groups.

    A group is passed as a whole. Tests of a group without points of its own are judged with the
    group of values. Without groups each test is worth the same.
    """
    if not folder.groups:
        each = folder.points / len(judged)
        tests = [
            TestResult(j.name, j.outcome, round(each * (j.outcome == "passed"), 4), round(each, 4))
            for j in judged
        ]
        return tuple(tests), ()
    placed = [
        (j, j.group if j.group in folder.groups else next(iter(folder.groups))) for j in judged
    ]
    tests, groups = [], []
    for name, worth in folder.groups.items():
        own = [j for j, group in placed if group == name]
        passed = bool(own) and all(j.outcome == "passed" for j in own)
        share = worth / len(own) if own else 0.0
        groups.append(GroupResult(name, TITLES[name], worth * passed, worth))
        tests += [
            TestResult(j.name, j.outcome, round(share * passed, 4), round(share, 4), name)
            for j in own
        ]
    return tuple(tests), tuple(groups)


def result_without_tests(item: PreparedExercise, verdict: Verdict) -> ExerciseResult:
    """A result without any test run."""
    tests = [(t.name, t.group) for t in item.standard] + [(t.name, t.group) for t in item.own]
    judged = [_Judged(name, group, verdict.outcome) for name, group in tests]
    return _result(item, judged, verdict.outcome, verdict.message, verdict)


def not_graded(item: PreparedExercise, outcome: Outcome, message: str) -> ExerciseResult:
    """The result of an exercise whose notebook could not be read, or where we failed."""
    return result_without_tests(item, Verdict(outcome, message))


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
