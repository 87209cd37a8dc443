"""What the gradebook holds, as plain data: the numbers that the instructor sees.

Read through nbgrader's API, with a person's scores, extra credit and late penalties included.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from autograder.bank.assignment_notebook import SCORE_SUFFIX
from autograder.course.directory import Course
from autograder.course.late_policy import Late
from autograder.course.settings import Settings, load_settings
from autograder.errors import CourseError, GradebookError
from autograder.export.exporter import ExportRequest
from autograder.gradebook.connection import checked_url, reason
from autograder.gradebook.late_penalties import LateRule, late_submissions
from autograder.gradebook.nbgrader_patches import api

SQLITE = "sqlite:///"


@dataclass(frozen=True)
class EnrolledStudent:
    """A student of the gradebook; names and addresses are "" where they are not known."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.id

    @property
    def sortable_name(self) -> str:
        return ", ".join(part for part in (self.last_name, self.first_name) if part) or self.id


@dataclass(frozen=True)
class AnswerPoints:
    """The points of one exercise or one written answer of a submission."""

    name: str
    points: float
    max_points: float
    waiting: bool  # for a person
    by_person: bool


@dataclass(frozen=True)
class Grade:
    """One student's grade of one assignment.

    `points` are what counts, the late penalty taken off; None where nothing was handed in.
    `parts` are there where they were asked for.
    """

    student: EnrolledStudent
    points: float | None
    raw_points: float = 0.0
    penalty: float = 0.0
    submitted: datetime | None = None
    waiting: bool = False
    parts: tuple[AnswerPoints, ...] = ()

    @property
    def status(self) -> str:
        if self.points is None:
            return "missing"
        return "waiting" if self.waiting else "graded"


@dataclass(frozen=True)
class AssignmentGrades:
    """An assignment with the grade of every student of the gradebook, by student."""

    name: str
    max_points: float
    due: datetime | None
    parts: tuple[str, ...]
    grades: tuple[Grade, ...]


def read_grades(
    course: Course,
    settings: Settings,
    names: Sequence[str] = (),
    url: str | None = None,
    *,
    with_parts: bool = False,
) -> list[AssignmentGrades]:
    """The grades of the named assignments, or of all that were graded.

    `url` is the gradebook's address, by default the course's own; `with_parts` reads the points
    of each exercise as well, which takes longer. Raises CourseError where there is nothing to
    read and GradebookError where it cannot be read.
    """
    url = url or course.gradebook_url
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).is_file():
        raise CourseError(f"nothing has been graded in {course.root}; run `autograder grade`")
    try:
        return _read(url, settings, course, names, with_parts)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise GradebookError(
            f"the gradebook could not be read ({reason(error)}); nothing was written"
        ) from None  # the chain would show the address


def requested_grades(request: ExportRequest, *, with_parts: bool = False) -> list[AssignmentGrades]:
    """The grades that an export is about; raises as `read_grades`."""
    course = request.course
    if not course.settings_file.exists():
        raise CourseError(f"nothing has been graded in {course.root}; run `autograder grade`")
    settings = load_settings(course)
    return read_grades(course, settings, request.names, request.options.db, with_parts=with_parts)


def _read(
    url: str, settings: Settings, course: Course, names: Sequence[str], with_parts: bool
) -> list[AssignmentGrades]:
    rule = LateRule(course, settings)
    with api.Gradebook(checked_url(url), settings.course_id) as book:
        known = {a.name: a for a in book.assignments if _submissions(book, course, a.name)}
        if not known:
            raise CourseError(f"nothing has been graded in {course.root}; run `autograder grade`")
        for name in names:
            if name not in known:
                raise CourseError(
                    f"{name!r} has not been graded in {course.root}; graded: "
                    f"{', '.join(sorted(known))}"
                )
        students = sorted(map(_student, book.students), key=lambda student: student.id)
        return [
            _assignment(book, course, rule, known[name], students, with_parts)
            for name in (names or sorted(known))
        ]


def _student(row: Any) -> EnrolledStudent:
    return EnrolledStudent(
        row.id, row.first_name or "", row.last_name or "", row.email or "", row.lms_user_id or ""
    )


def _submissions(book: Any, course: Course, assignment: str) -> dict[str, Any]:
    """The rows of those who handed in, by student.

    nbgrader keeps an extension in the row of a submission, and makes an empty one for a student who
    has handed in nothing so far.
    """
    return {
        row.student_id: row
        for row in book.assignment_submissions(assignment)
        if row.timestamp is not None
        or (course.autograded / row.student_id / assignment).is_dir()
        or any(_touched(grade) for notebook in row.notebooks for grade in notebook.grades)
    }


def _touched(grade: Any) -> bool:
    """Whether the tests or a person have given anything."""
    scores = (grade.auto_score, grade.manual_score, grade.extra_credit)
    return any(score is not None for score in scores)


def _assignment(
    book: Any,
    course: Course,
    rule: LateRule,
    assignment: Any,
    students: Sequence[EnrolledStudent],
    with_parts: bool,
) -> AssignmentGrades:
    rows = _submissions(book, course, assignment.name)
    late = late_submissions(book, rule, assignment.name)
    cells = [cell for n in assignment.notebooks for cell in (*n.grade_cells, *n.task_cells)]
    return AssignmentGrades(
        assignment.name,
        float(assignment.max_score or 0.0),
        _in_utc(rule.terms.due_date(assignment.name, assignment.duedate)),
        tuple(_part_name(cell.name) for cell in cells),
        tuple(
            _grade(student, rows[student.id], late.get(student.id), with_parts)
            if student.id in rows
            else Grade(student, None)
            for student in students
        ),
    )


def _grade(student: EnrolledStudent, row: Any, late: Late | None, with_parts: bool) -> Grade:
    raw = float(row.score or 0.0)
    penalty = 0.0 if late is None else late.penalty
    return Grade(
        student,
        max(0.0, raw - penalty),  # as nbgrader's own export
        raw,
        penalty,
        _in_utc(row.timestamp),
        bool(row.needs_manual_grade),
        tuple(_parts(row)) if with_parts else (),
    )


def _parts(row: Any) -> Iterator[AnswerPoints]:
    for notebook in row.notebooks:
        for grade in notebook.grades:
            yield AnswerPoints(
                _part_name(grade.name),
                float(grade.score or 0.0),
                float(grade.max_score or 0.0),
                waiting=bool(grade.needs_manual_grade),
                by_person=grade.manual_score is not None,
            )


def _part_name(cell: str) -> str:
    return cell.removesuffix(SCORE_SUFFIX)


def _in_utc(moment: datetime | None) -> datetime | None:
    """nbgrader keeps UTC without saying so."""
    return None if moment is None else moment.replace(tzinfo=UTC)
