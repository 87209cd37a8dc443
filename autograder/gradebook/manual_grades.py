"""What a person has given in formgrader: written answers, changed points, comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nbformat import NotebookNode
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from autograder.authoring.release import score_cell
from autograder.results import HumanGrades, SubmissionResult, WrittenAnswer


def written_cells(released: NotebookNode) -> dict[str, tuple[str, float]]:
    """The title and the points of each answer that a person grades, by the name of its cell.

    It is text, code without tests or a task. The title is the heading above it; a task has its own.
    """
    found: dict[str, tuple[str, float]] = {}
    heading = ""
    for cell in released.cells:
        data = cell.metadata.get("nbgrader", {})
        answer = data.get("grade") and data.get("solution")
        if cell.cell_type == "markdown" and not answer:
            headings = [line for line in cell.source.splitlines() if line.startswith("#")]
            if headings:
                heading = headings[-1].lstrip("#").strip()
        if answer or data.get("task"):
            found[data["grade_id"]] = (heading or data["grade_id"], float(data["points"]))
    return found


def human_grades(
    session: Session,
    results: Sequence[SubmissionResult],
    written: Mapping[str, tuple[str, float]],
) -> dict[str, HumanGrades]:
    """For the student of each result what a person has given so far; of one assignment.

    `written` gives title and points of each written answer, by its cell's name.
    """
    from nbgrader import api

    grade, comment = api.Grade.__table__, api.Comment.__table__
    where = (results[0].assignment, [r.student for r in results])
    given: dict[str, dict[str, tuple[float | None, float]]] = {}
    by_person = or_(grade.c.manual_score.is_not(None), grade.c.extra_credit.is_not(None))
    columns = (grade.c.manual_score, grade.c.extra_credit)
    for student, cell, score, extra in _rows(session, grade, columns, by_person, where):
        given.setdefault(student, {})[cell] = (score, extra or 0.0)
    comments: dict[str, dict[str, str]] = {}
    there = comment.c.manual_comment.is_not(None)
    for student, cell, text in _rows(session, comment, (comment.c.manual_comment,), there, where):
        comments.setdefault(student, {})[cell] = text
    return {
        r.student: _of_one(r, given.get(r.student, {}), comments.get(r.student, {}), written)
        for r in results
    }


def _rows(
    session: Session,
    table: Any,
    columns: Sequence[Any],
    condition: Any,
    where: tuple[str, list[str]],
) -> list[Any]:
    """Student, name of the cell and some columns of an assignment's grades or comments."""
    from nbgrader import api

    cell, notebook = api.BaseCell.__table__, api.SubmittedNotebook.__table__
    submission, assignment = api.SubmittedAssignment.__table__, api.Assignment.__table__
    name, students = where
    query = (
        select(submission.c.student_id, cell.c.name, *columns)
        .select_from(table)
        .join(cell, table.c.cell_id == cell.c.id)
        .join(notebook, table.c.notebook_id == notebook.c.id)
        .join(submission, notebook.c.assignment_id == submission.c.id)
        .join(assignment, submission.c.assignment_id == assignment.c.id)
        .where(assignment.c.name == name, submission.c.student_id.in_(students), condition)
    )
    return list(session.execute(query))


def _of_one(
    result: SubmissionResult,
    given: Mapping[str, tuple[float | None, float]],
    comments: Mapping[str, str],
    written: Mapping[str, tuple[str, float]],
) -> HumanGrades:
    scores, texts = {}, {}
    for exercise in result.exercises:
        cell = score_cell(exercise.function)
        if cell in given:
            score, extra = given[cell]
            scores[exercise.function] = (exercise.points if score is None else score) + extra
        if exercise.function in comments:
            texts[exercise.function] = comments[exercise.function]
    answers = []
    for cell, (title, points) in written.items():
        score, extra = given.get(cell, (None, 0.0))
        total = None if score is None else score + extra
        answers.append(WrittenAnswer(title, points, total, comments.get(cell, "")))
    return HumanGrades(tuple(answers), scores, texts)
