"""What a regrade would change: each student's total in the gradebook, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from autograder.authoring.release import score_cell
from autograder.course.late_policy import due_date, seconds_late, submission_times
from autograder.course.policies import Rules
from autograder.course.timestamps import read_time
from autograder.gradebook.writer import ROWS, explained, parts
from autograder.results import SubmissionResult

Total = tuple[str, float | None, float]


def planned_totals(book: Any, results: Sequence[SubmissionResult], rules: Rules) -> list[Total]:
    """Each student's total in an open gradebook and the total that writing `results` would give.

    Late penalties are taken off both, and a human's score goes before ours in both. Nothing is
    written. A student who is not in the gradebook has no total yet (None); where there is no
    gradebook yet, `book` is None.
    """
    if book is None:
        return [
            (r.student, None, _less_penalty(None, r, r.points, rules, rules.due, None, None))
            for r in results
        ]
    with explained():
        return [total for some in parts(results, ROWS) for total in _planned(book, some, rules)]


def _planned(book: Any, results: Sequence[SubmissionResult], rules: Rules) -> list[Total]:
    from nbgrader import api

    name, students = results[0].assignment, [r.student for r in results]
    grade, cell = api.Grade.__table__, api.BaseCell.__table__
    notebook, submission = api.SubmittedNotebook.__table__, api.SubmittedAssignment.__table__
    assignment = api.Assignment.__table__
    query = (
        select(
            submission.c.student_id,
            cell.c.name,
            grade.c.auto_score,
            grade.c.manual_score,
            grade.c.extra_credit,
        )
        .join(cell, grade.c.cell_id == cell.c.id)
        .join(notebook, grade.c.notebook_id == notebook.c.id)
        .join(submission, notebook.c.assignment_id == submission.c.id)
        .join(assignment, submission.c.assignment_id == assignment.c.id)
        .where(assignment.c.name == name, submission.c.student_id.in_(students))
    )
    rows: dict[str, list[Any]] = {}
    for student, *row in book.db.execute(query):
        rows.setdefault(student, []).append(row)
    on_record = submission_times(book, name, students)
    due = rules.due or due_date(book, name)
    totals: list[Total] = []
    for result in results:
        known = on_record.get(result.student)
        if result.student not in rows or known is None:
            after = _less_penalty(book, result, result.points, rules, due, None, None)
            totals.append((result.student, None, after))
            continue
        points = {score_cell(e.function): e.points for e in result.exercises}
        before = after = 0.0
        for cell_name, auto, human, extra in rows[result.student]:
            before += _score(auto, human, extra)
            after += _score(points.get(cell_name, auto), human, extra)
        after = _less_penalty(book, result, after, rules, due, known.timestamp, known.extension)
        totals.append((result.student, round(max(0.0, before - known.penalty), 4), after))
    return totals


def _score(auto: float | None, human: float | None, extra: float | None) -> float:
    """A grade's score as nbgrader computes it: extra credit only where there is a score."""
    score = auto if human is None else human
    return 0.0 if score is None else score + (extra or 0.0)


def _less_penalty(
    book: Any,
    result: SubmissionResult,
    score: float,
    rules: Rules,
    due: datetime | None,
    on_record: datetime | None,
    extension: timedelta | None,
) -> float:
    """A score less the penalty for the time of a result, else for the time that is on record."""
    time = read_time(result.timestamp) if result.timestamp else on_record
    seconds = seconds_late(time, due, extension)
    penalty = rules.late.penalty(book, result.assignment, result.student, score, seconds)
    return round(score - (penalty or 0.0), 4)
