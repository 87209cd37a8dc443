"""What a regrade would change: each student's total in the gradebook, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from autograder.course import Course
from autograder.gradebook import ROWS, explained, parts, put_tools_on_path
from autograder.release import score_cell
from autograder.results import SubmissionResult


def planned_totals(
    course: Course, course_id: str, results: Sequence[SubmissionResult]
) -> list[tuple[str, float | None, float]]:
    """Each student's total in the gradebook and the total that writing `results` would give.

    A human's score goes before ours in both; nothing is written. A student who is not in the
    gradebook has no total yet (None).
    """
    if not course.gradebook.exists():
        return [(r.student, None, r.points) for r in results]
    totals = []
    with explained():
        for some in parts(results, ROWS):
            totals += _planned(course.gradebook_url, course_id, some)
    return totals


def _planned(
    url: str, course_id: str, results: Sequence[SubmissionResult]
) -> list[tuple[str, float | None, float]]:
    from nbgrader import api

    put_tools_on_path()
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
        .where(
            assignment.c.name == results[0].assignment,
            submission.c.student_id.in_([r.student for r in results]),
        )
    )
    rows: dict[str, list[Any]] = {}
    with api.Gradebook(url, course_id) as book:
        for student, *row in book.db.execute(query):
            rows.setdefault(student, []).append(row)
    totals: list[tuple[str, float | None, float]] = []
    for result in results:
        if result.student not in rows:
            totals.append((result.student, None, result.points))
            continue
        points = {score_cell(e.function): e.points for e in result.exercises}
        before = after = 0.0
        for name, auto, human, extra in rows[result.student]:
            before += (human if human is not None else auto or 0.0) + (extra or 0.0)
            ours = points.get(name, auto or 0.0)
            after += (human if human is not None else ours) + (extra or 0.0)
        totals.append((result.student, round(before, 4), round(after, 4)))
    return totals
