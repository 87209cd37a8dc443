"""What a regrade would change: each student's total in the gradebook, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from autograder.bank.assignment_notebook import score_cell
from autograder.course.late_policy import seconds_late
from autograder.course.timestamps import read_time
from autograder.gradebook.connection import translate_db_errors
from autograder.gradebook.policies import AssignmentPolicies
from autograder.gradebook.queries import (
    ROWS,
    CellGrade,
    SubmissionTimes,
    due_date,
    grades,
    parts,
    submission_times,
)
from autograder.results import SubmissionResult

Total = tuple[str, float | None, float]


def planned_totals(
    book: Any, results: Sequence[SubmissionResult], rules: AssignmentPolicies
) -> list[Total]:
    """Each student's total in an open gradebook and the total that writing `results` would give.

    Late penalties are taken off both, and a human's score goes before ours in both. Nothing is
    written. A student who is not in the gradebook has no total yet (None); where there is no
    gradebook yet, `book` is None.

    A penalty on record is that of the points of then. Where a person has changed points since, it
    is computed anew, so that no total seems to fall which nobody was ever told.
    """
    if book is None:
        return [
            (r.student, None, _less_penalty(None, r, r.points, rules, None, None, None))
            for r in results
        ]
    with translate_db_errors():
        return [total for some in parts(results, ROWS) for total in _planned(book, some, rules)]


def _planned(
    book: Any, results: Sequence[SubmissionResult], rules: AssignmentPolicies
) -> list[Total]:
    name, students = results[0].assignment, [r.student for r in results]
    rows: dict[str, list[CellGrade]] = {}
    for grade in grades(book.db, name, students):
        rows.setdefault(grade.student, []).append(grade)
    on_record = submission_times(book, name, students)
    due = due_date(book, name)
    totals: list[Total] = []
    for result in results:
        known = on_record.get(result.student)
        if result.student not in rows or known is None:
            after = _less_penalty(book, result, result.points, rules, due, None, None)
            totals.append((result.student, None, after))
            continue
        points = {score_cell(e.function): e.points for e in result.exercises}
        before = after = 0.0
        for grade in rows[result.student]:
            before += grade.score
            after += grade.score_with(points.get(grade.cell, grade.auto))
        after = _less_penalty(book, result, after, rules, due, known.timestamp, known.extension)
        totals.append((result.student, _on_record(book, rules, name, known, before), after))
    return totals


def _on_record(
    book: Any, rules: AssignmentPolicies, assignment: str, known: SubmissionTimes, score: float
) -> float:
    """The total before: by the due date and the extension that were on record then."""
    penalty = 0.0
    if known.given is not None:  # else no rule took anything
        seconds = seconds_late(known.timestamp, known.due, known.extension)
        penalty = rules.late.penalty(book, assignment, known.student, score, seconds) or 0.0
    return round(max(0.0, score - penalty), 4)


def _less_penalty(
    book: Any,
    result: SubmissionResult,
    score: float,
    rules: AssignmentPolicies,
    due: datetime | None,
    on_record: datetime | None,
    extension: timedelta | None,
) -> float:
    """A score less the penalty for the time of a result, else for the time that is on record."""
    time = read_time(result.timestamp) if result.timestamp else on_record
    terms = rules.late.terms
    seconds = terms.seconds_late(result.assignment, result.student, time, due, extension)
    penalty = rules.late.penalty(book, result.assignment, result.student, score, seconds)
    return round(score - (penalty or 0.0), 4)
