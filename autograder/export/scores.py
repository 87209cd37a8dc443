"""What the files for learning platforms have in common: points to another maximum, and notes."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.errors import CourseError
from autograder.export.grades import AssignmentGrades, EnrolledStudent, Grade
from autograder.export.table import number

PLACES = 2  # as many as the platforms show


def factor(assignment: AssignmentGrades, maximum: float | None, scale: bool, where: str) -> float:
    """What points are multiplied by so that they are out of the platform's maximum.

    Raises CourseError where the maximum is another one and `scale` was not asked for.
    """
    if not maximum or abs(maximum - assignment.max_points) < 0.005:
        return 1.0
    if not scale:
        raise CourseError(
            f"{assignment.name} is out of {number(assignment.max_points)} points, in {where} out "
            f"of {number(maximum)}; change it there, or convert the points with --scale"
        )
    return maximum / assignment.max_points if assignment.max_points else 1.0


def points_text(grade: Grade, times: float = 1.0, *, missing_as_zero: bool = False) -> str:
    """The points as a cell; "" where nothing was handed in, unless that counts as zero."""
    if grade.points is None:
        return "0" if missing_as_zero else ""
    return number(grade.points * times, PLACES)


def waiting_notes(assignments: Sequence[AssignmentGrades]) -> tuple[str, ...]:
    """A sentence for each assignment whose totals are not final."""
    notes = []
    for one in assignments:
        waiting = sum(grade.waiting for grade in one.grades)
        if waiting:
            notes.append(
                f"{one.name}: {waiting} of {len(one.grades)} totals are not final; written "
                "answers wait for a person's points in formgrader"
            )
    return tuple(notes)


def names_of(students: Sequence[EnrolledStudent]) -> str:
    """The students as a list for a message, at most ten by name."""
    return listed([s.id if s.name == s.id else f"{s.id} ({s.name})" for s in students], ", ")


def listed(names: Sequence[str], between: str = "; ") -> str:
    """Names on one line, at most ten of them."""
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return between.join(" ".join(name.split()) for name in names[:10]) + more
