"""The numbers of the instructor's report, computed from the results as plain data.

Statistics of items: difficulty is the mean share of an exercise's points; discrimination is the
corrected item-total correlation, that is with the points of the *other* exercises (Lord and
Novick, Statistical Theories of Mental Test Scores, 1968, ch. 15), and beside it the difference
between the upper and the lower 27 % of the class (Kelley, J. Educ. Psychol. 30, 1939).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.bank.exercise import Folder
from autograder.bank.versions import known_mistakes
from autograder.errors import CourseError
from autograder.pages.outcome_wording import UNSAFE
from autograder.results import ExerciseResult, Notice, SubmissionResult, sentence
from autograder.sandbox import policy
from handbook.check.common_mistakes import COMMON_MISTAKES
from handbook.check.outcomes import OUTCOMES

MIN_STUDENTS = 10  # below this a correlation says nothing about an exercise
GROUP = 0.27  # Kelley's share: far apart enough to differ, large enough to be steady
BINS = 10

NOT_NAMED = "not named"


@dataclass(frozen=True)
class ExerciseScore:
    """One exercise of one student; `points` is None where we failed to grade it."""

    function: str
    points: float | None
    outcome: str


@dataclass(frozen=True)
class StudentRow:
    """One student. `complete` is False where we failed to grade a part; `repairs` says what
    was odd about the notebook, `cells` which cells did not run as a whole, `notes` how the
    submission was taken. `points` is without the penalty for being late."""

    student: str
    points: float
    complete: bool
    started: bool
    seconds: float
    isolation: str
    timestamp: str | None
    scores: tuple[ExerciseScore, ...]
    repairs: tuple[str, ...]
    notes: tuple[str, ...] = ()
    late_seconds: float = 0.0
    late_penalty: float = 0.0
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemStatistics:
    """One exercise over the class.

    `mean_share` is the mean share of its points, from 0 (hard) to 1 (easy), of all whose answer
    was graded. `discrimination` and `upper_lower` are None where they cannot be computed: fewer
    than `MIN_STUDENTS` complete submissions, or no variance.
    """

    function: str
    title: str
    max_points: float
    outcomes: Mapping[str, int]
    mean_share: float | None
    discrimination: float | None
    upper_lower: float | None


@dataclass(frozen=True)
class MistakeCount:
    """How often a mistake was named in an exercise; `says` is the bank's or our own wording."""

    function: str
    mistake: str
    says: str
    count: int
    convention: str | None = None


@dataclass(frozen=True)
class TestRate:
    """How many passed a hidden test, of those on whose answer it was run."""

    __test__ = False

    function: str
    sentence: str
    passed: int
    run: int

    @property
    def rate(self) -> float:
        return self.passed / self.run


@dataclass(frozen=True)
class Bin:
    """One bar of the distribution: points from `low` up to, but for the last, below `high`."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Failure:
    """An exercise that we failed to grade."""

    student: str
    function: str
    message: str


@dataclass(frozen=True)
class ClassReport:
    """The numbers of one assignment. Mean and median are of complete submissions only, before
    penalties. `missing` are enrolled students who handed in nothing; they have no score. `notices`
    are for a person to look at; `packages` are those that the course adds, with their versions."""

    max_points: float
    mean: float | None
    median: float | None
    mode: str
    layers: tuple[str, ...]
    seconds: float | None
    not_isolated: int
    rows: tuple[StudentRow, ...]
    bins: tuple[Bin, ...]
    items: tuple[ItemStatistics, ...]
    mistakes: tuple[MistakeCount, ...]
    tests: tuple[TestRate, ...]
    failures: tuple[Failure, ...]
    missing: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    packages: tuple[str, ...] = ()

    @property
    def late(self) -> tuple[StudentRow, ...]:
        return tuple(row for row in self.rows if row.late_seconds > 0)

    @property
    def outcomes(self) -> dict[str, int]:
        """How often each outcome occurred, over all exercises of all submissions."""
        counts: Counter[str] = Counter()
        for item in self.items:
            counts.update(item.outcomes)
        return {outcome: counts[outcome] for outcome in OUTCOMES if counts[outcome]}

    @property
    def complete(self) -> int:
        return sum(row.complete for row in self.rows)


def build_report(
    results: Sequence[SubmissionResult],
    folders: Sequence[Folder],
    *,
    mode: str,
    layers: Sequence[str] = (),
    seconds: float | None = None,
    missing: Sequence[str] = (),
    notices: Sequence[Notice] = (),
    packages: Sequence[str] = (),
) -> ClassReport:
    """Compute the report of one assignment's results.

    `mode` and `layers` are the sandbox's (by default the layers that the mode stands for);
    `seconds` is how long the run took, where that is known. Raises CourseError where there is
    no result, or results of several assignments.
    """
    assignments = {result.assignment for result in results}
    if len(assignments) != 1:
        raise CourseError(
            f"a report is about one assignment; the results are of {sorted(assignments) or 'none'}"
        )
    answers = _by_function(results, folders)
    complete = [r for r in results if not r.failed_by_us]
    points = [r.points for r in complete]
    max_points = max(r.max_points for r in results)
    return ClassReport(
        max_points=max_points,
        mean=float(np.mean(points)) if points else None,
        median=float(np.median(points)) if points else None,
        mode=mode,
        layers=tuple(layers) or _layers_of(mode),
        seconds=seconds,
        not_isolated=sum(r.isolation == UNSAFE for r in results),
        rows=tuple(_row(r) for r in results),
        bins=_bins(points, max_points),
        items=tuple(_items(complete, answers, folders)),
        mistakes=tuple(_mistakes(answers, folders)),
        tests=tuple(_tests(answers)),
        failures=tuple(
            Failure(r.student, e.function, e.message)
            for r in results
            for e in r.exercises
            if not e.graded
        ),
        missing=tuple(missing),
        notices=tuple(notices),
        packages=tuple(packages),
    )


def _layers_of(mode: str) -> tuple[str, ...]:
    return next((layers for name, layers in policy.MODE_LAYERS.items() if name == mode), ())


def _by_function(
    results: Sequence[SubmissionResult], folders: Sequence[Folder]
) -> dict[str, list[ExerciseResult]]:
    """The answers to each exercise, in the order of the folders."""
    answers: dict[str, list[ExerciseResult]] = {f.function: [] for f in folders}
    for result in results:
        for exercise in result.exercises:
            answers.setdefault(exercise.function, []).append(exercise)
    return {function: found for function, found in answers.items() if found}


def _row(result: SubmissionResult) -> StudentRow:
    return StudentRow(
        student=result.student,
        points=result.points,
        complete=not result.failed_by_us,
        started=any(e.outcome != "not_started" for e in result.exercises),
        seconds=result.seconds,
        isolation=result.isolation,
        timestamp=result.timestamp,
        scores=tuple(
            ExerciseScore(e.function, e.points if e.graded else None, e.outcome)
            for e in result.exercises
        ),
        repairs=result.repairs,
        notes=result.notes,
        late_seconds=result.late_seconds,
        late_penalty=result.late_penalty,
        cells=tuple(map(str, result.cells)),
    )


def _bins(points: Sequence[float], max_points: float) -> tuple[Bin, ...]:
    if max_points <= 0:
        return ()
    counts, edges = np.histogram(points, bins=BINS, range=(0.0, max_points))
    edges = np.round(edges, 6)
    return tuple(
        Bin(float(low), float(high), int(count))
        for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    )


def _items(
    complete: Sequence[SubmissionResult],
    answers: Mapping[str, Sequence[ExerciseResult]],
    folders: Sequence[Folder],
) -> list[ItemStatistics]:
    titles = {f.function: f.title for f in folders}
    totals = np.array([r.points for r in complete])
    of_complete = _by_function(complete, folders)
    items = []
    for function, found in answers.items():
        shares = [e.points / e.max_points for e in found if e.graded and e.max_points > 0]
        points = np.array([e.points for e in of_complete.get(function, ())])
        # Results of one run have the same exercises; else there is no total to compare with.
        rest = totals - points if len(points) == len(totals) else np.zeros(0)
        items.append(
            ItemStatistics(
                function=function,
                title=titles.get(function, function),
                max_points=found[0].max_points,
                outcomes=_counted(found),
                mean_share=float(np.mean(shares)) if shares else None,
                discrimination=discrimination(points, rest),
                upper_lower=upper_lower(points, rest, found[0].max_points),
            )
        )
    return items


def _counted(found: Sequence[ExerciseResult]) -> dict[str, int]:
    counts = Counter(e.outcome for e in found)
    return {outcome: counts[outcome] for outcome in OUTCOMES if counts[outcome]}


def _comparable(points: np.ndarray, rest: np.ndarray) -> bool:
    return (
        len(points) == len(rest) >= MIN_STUDENTS
        and float(np.ptp(points)) > 1e-9
        and float(np.ptp(rest)) > 1e-9
    )


def discrimination(points: np.ndarray, rest: np.ndarray) -> float | None:
    """Corrected item-total correlation: of an exercise's points (n,) with the rest's (n,).

    None for fewer than `MIN_STUDENTS` students, or where either does not vary.
    """
    if not _comparable(points, rest):
        return None
    return float(np.corrcoef(points, rest)[0, 1])


def upper_lower(points: np.ndarray, rest: np.ndarray, max_points: float) -> float | None:
    """Mean share of the points (n,) in the upper 27 % by the rest (n,), less the lower 27 %'s.

    Students tied at a group's border count in part, so that the order of names decides
    nothing. None where `discrimination` is.
    """
    if not _comparable(points, rest) or max_points <= 0:
        return None
    size = max(1, round(GROUP * len(points)))
    upper, lower = _top_weights(rest, size), _top_weights(-rest, size)
    return float((upper - lower) @ points / (size * max_points))


def _top_weights(values: np.ndarray, size: int) -> np.ndarray:
    """Weights (n,) of the `size` largest values, their sum being `size`."""
    border = np.sort(values)[-size]
    above, tied = values > border + 1e-9, np.abs(values - border) <= 1e-9
    weights: np.ndarray = above + tied * ((size - above.sum()) / tied.sum())
    return weights


def _mistakes(
    answers: Mapping[str, Sequence[ExerciseResult]], folders: Sequence[Folder]
) -> list[MistakeCount]:
    """Every mistake of the bank, seen or not, and every common one that was seen.

    Answers that failed without a name stand last, as `NOT_NAMED`.
    """
    banks = {f.function: known_mistakes(f) for f in folders}
    found = []
    for function, given in answers.items():
        counts = Counter(_mistake_of(e) for e in given)
        del counts[None]
        rows = [
            MistakeCount(function, w.name, w.message, counts.pop(w.name, 0), w.convention)
            for w in banks.get(function, ())
        ]
        rows += [
            MistakeCount(
                function,
                name,
                COMMON_MISTAKES[name].name if name in COMMON_MISTAKES else NOT_NAMED,
                count,
            )
            for name, count in counts.items()
            if name is not None
        ]
        found += sorted(rows, key=lambda m: (m.mistake == NOT_NAMED, -m.count, m.mistake))
    return found


def _mistake_of(exercise: ExerciseResult) -> str | None:
    if exercise.diagnosis is not None:
        return exercise.diagnosis
    return NOT_NAMED if exercise.outcome in ("wrong", "error") else None


def _tests(answers: Mapping[str, Sequence[ExerciseResult]]) -> list[TestRate]:
    """The pass rate of every hidden test that was run, the weakest first."""
    run: dict[tuple[str, str], int] = defaultdict(int)
    passed: dict[tuple[str, str], int] = defaultdict(int)
    for function, given in answers.items():
        for exercise in given:
            if not OUTCOMES[exercise.outcome].tests_run:
                continue
            for test in exercise.tests:
                run[function, test.name] += 1
                passed[function, test.name] += test.outcome == "passed"
    rates = [
        TestRate(function, sentence(name), passed[function, name], count)
        for (function, name), count in run.items()
    ]
    return sorted(rates, key=lambda t: (t.rate, t.function, t.sentence))
