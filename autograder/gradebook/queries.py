"""What the pipeline asks of nbgrader's tables: every join over them stands here, once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from nbgrader import api
from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

ROWS = 500  # in one statement: databases limit how many values it may carry

ASSIGNMENT, SUBMISSION = api.Assignment.__table__, api.SubmittedAssignment.__table__
SOURCE, NOTEBOOK = api.Notebook.__table__, api.SubmittedNotebook.__table__
CELL, GRADE, COMMENT = api.BaseCell.__table__, api.Grade.__table__, api.Comment.__table__
GIVEN = (GRADE.c.auto_score, GRADE.c.manual_score, GRADE.c.extra_credit, GRADE.c.needs_manual_grade)


def parts(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The items in order, at most `size` at a time."""
    return (items[i : i + size] for i in range(0, len(items), size))


class CellGrade(NamedTuple):
    """The scores of one cell of a submission, as nbgrader keeps them."""

    student: str
    cell: str
    auto: float | None
    manual: float | None
    extra: float | None
    waits: bool

    @property
    def score(self) -> float:
        return self.score_with(self.auto)

    def score_with(self, auto: float | None) -> float:
        """The score as nbgrader computes it: extra credit only where there is a score."""
        score = auto if self.manual is None else self.manual
        return 0.0 if score is None else score + (self.extra or 0.0)


def grades(session: Session, assignment: str, students: Sequence[str]) -> list[CellGrade]:
    """Every score of an assignment's cells, of these students."""
    query = _of_cells(GRADE, GIVEN, assignment, students)
    return [CellGrade(*row) for row in session.execute(query)]


def grades_by_person(session: Session, assignment: str, students: Sequence[str]) -> list[CellGrade]:
    """The scores that a person changed, extra credit included."""
    query = _of_cells(GRADE, GIVEN, assignment, students).where(
        or_(GRADE.c.manual_score.is_not(None), GRADE.c.extra_credit.is_not(None))
    )
    return [CellGrade(*row) for row in session.execute(query)]


def comments_by_person(
    session: Session, assignment: str, students: Sequence[str]
) -> list[tuple[str, str, str]]:
    """Student, name of the cell and text of each comment that a person wrote."""
    query = _of_cells(COMMENT, (COMMENT.c.manual_comment,), assignment, students).where(
        COMMENT.c.manual_comment.is_not(None)
    )
    return [(student, cell, text) for student, cell, text in session.execute(query)]


def _of_cells(
    table: Any, columns: Sequence[Any], assignment: str, students: Sequence[str]
) -> Select[Any]:
    """Student, name of the cell and some columns of an assignment's grades or comments."""
    return (
        select(SUBMISSION.c.student_id, CELL.c.name, *columns)
        .select_from(table)
        .join(CELL, table.c.cell_id == CELL.c.id)
        .join(NOTEBOOK, table.c.notebook_id == NOTEBOOK.c.id)
        .join(SUBMISSION, NOTEBOOK.c.assignment_id == SUBMISSION.c.id)
        .join(ASSIGNMENT, SUBMISSION.c.assignment_id == ASSIGNMENT.c.id)
        .where(ASSIGNMENT.c.name == assignment, SUBMISSION.c.student_id.in_(students))
    )


def due_date(book: Any, assignment: str) -> datetime | None:
    """When an assignment is due by an open gradebook, in UTC; None where that is not known."""
    due: datetime | None = book.db.execute(
        select(ASSIGNMENT.c.duedate).where(ASSIGNMENT.c.name == assignment)
    ).scalar()
    return due


@dataclass(frozen=True)
class SubmissionTimes:
    """What a gradebook has of one submission: its score, its times, the penalty on record.

    The penalty on record, `given`, is that of the score when it was written.
    """

    student: str
    notebook: str
    score: float
    timestamp: datetime | None
    due: datetime | None
    extension: timedelta | None
    given: float | None


def submission_times(
    book: Any, assignment: str, students: Collection[str] | None = None
) -> dict[str, SubmissionTimes]:
    """The submissions of an assignment in an open gradebook, by student; by default of all."""
    book.db.flush()
    query = (
        select(
            SUBMISSION.c.student_id,
            NOTEBOOK.c.id,
            api.SubmittedNotebook.score,
            SUBMISSION.c.timestamp,
            ASSIGNMENT.c.duedate,
            SUBMISSION.c.extension,
            NOTEBOOK.c.late_submission_penalty,
        )
        .select_from(api.SubmittedNotebook)
        .join(SUBMISSION, NOTEBOOK.c.assignment_id == SUBMISSION.c.id)
        .join(ASSIGNMENT, SUBMISSION.c.assignment_id == ASSIGNMENT.c.id)
        .join(SOURCE, NOTEBOOK.c.notebook_id == SOURCE.c.id)
        .where(ASSIGNMENT.c.name == assignment, SOURCE.c.name == assignment)
    )
    if students is not None:
        query = query.where(SUBMISSION.c.student_id.in_(list(students)))
    return {student: SubmissionTimes(student, *rest) for student, *rest in book.db.execute(query)}


def submissions_of_student(book: Any, student: str) -> list[Any]:
    """nbgrader's own submissions of a student, of all assignments."""
    return list(book.db.query(api.SubmittedAssignment).filter_by(student_id=student))


def set_late_penalty(book: Any, notebook: str, penalty: float | None) -> None:
    """Set the penalty of a submitted notebook, by its id; nothing is committed."""
    values = {"late_submission_penalty": penalty}
    book.db.execute(update(api.SubmittedNotebook).filter_by(id=notebook).values(values))


def enrol(book: Any, roster: Mapping[str, Mapping[str, str]]) -> None:
    """Write the roster's students into an open gradebook, where nbgrader's tools list them."""
    known = {student.id: student for student in book.students}
    for name, facts in roster.items():
        if name not in known or any(getattr(known[name], k) != v for k, v in facts.items()):
            book.update_or_create_student(name, **facts)
