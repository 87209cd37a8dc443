"""What a person has given in formgrader: written answers, changed points, comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from autograder.bank.assignment_notebook import score_cell
from autograder.gradebook.connection import open_gradebook, translate_db_errors
from autograder.gradebook.queries import (
    ROWS,
    CellGrade,
    comments_by_person,
    grades_by_person,
    parts,
)
from autograder.results import HumanGrades, SubmissionResult, WrittenAnswer


def human_grades(
    session: Session,
    results: Sequence[SubmissionResult],
    written: Mapping[str, tuple[str, float]],
) -> dict[str, HumanGrades]:
    """For the student of each result what a person has given so far; of one assignment.

    `written` gives title and points of each written answer, by its cell's name.
    """
    name, students = results[0].assignment, [r.student for r in results]
    given: dict[str, dict[str, CellGrade]] = {}
    for grade in grades_by_person(session, name, students):
        given.setdefault(grade.student, {})[grade.cell] = grade
    comments: dict[str, dict[str, str]] = {}
    for student, cell, text in comments_by_person(session, name, students):
        comments.setdefault(student, {})[cell] = text
    return {
        r.student: _of_one(r, given.get(r.student, {}), comments.get(r.student, {}), written)
        for r in results
    }


def _of_one(
    result: SubmissionResult,
    given: Mapping[str, CellGrade],
    comments: Mapping[str, str],
    written: Mapping[str, tuple[str, float]],
) -> HumanGrades:
    scores, texts = {}, {}
    for exercise in result.exercises:
        cell = score_cell(exercise.function)
        if cell in given:
            score, extra = given[cell].manual, given[cell].extra or 0.0
            scores[exercise.function] = (exercise.points if score is None else score) + extra
        if exercise.function in comments:
            texts[exercise.function] = comments[exercise.function]
    answers = []
    for cell, (title, points) in written.items():
        grade = given.get(cell)
        total, again = None, False
        if grade is not None and grade.manual is not None:
            total, again = grade.manual + (grade.extra or 0.0), grade.waits
        answers.append(WrittenAnswer(title, points, total, comments.get(cell, ""), again))
    return HumanGrades(tuple(answers), scores, texts)


def read_human_grades(
    url: str, results: Sequence[SubmissionResult], written: Mapping[str, tuple[str, float]]
) -> dict[str, HumanGrades]:
    """For each student what a human has given so far; nothing is written.

    `written` gives title and points of each written answer, by its cell's name.
    """
    found: dict[str, HumanGrades] = {}
    with translate_db_errors(), open_gradebook(url) as book:
        for some in parts(results, ROWS):
            found |= human_grades(book.db, some, written)
    return found
