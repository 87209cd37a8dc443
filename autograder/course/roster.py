"""Who belongs to the course, so that a missing submission is seen: the roster and the gradebook."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from fnmatch import fnmatch

from autograder.course.directory import Course
from autograder.course.settings import Settings
from autograder.errors import CourseError

COLUMNS = ("last_name", "first_name", "email", "lms_user_id")


def read_roster(course: Course, settings: Settings) -> dict[str, dict[str, str]]:
    """The students of the roster by id, with what nbgrader keeps of a student; {} without one.

    Raises CourseError for a table that nbgrader's import would not read either.
    """
    if settings.roster is None:
        return {}
    path = course.root / settings.roster
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise CourseError(f"the roster {path} cannot be read: {reason}") from error
    students: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, 2):
        student = (row.get("id") or "").strip()
        if not student:
            raise CourseError(f"the roster {path}: line {number} has nothing in a column `id`")
        students[student] = {c: v for c in COLUMNS if (v := (row.get(c) or "").strip())}
    return students


def missing_students(
    enrolled: Iterable[str], handed_in: Iterable[str], pattern: str = "*"
) -> tuple[str, ...]:
    """Who is enrolled, matches and has handed in nothing; never scored."""
    return tuple(sorted(s for s in set(enrolled) - set(handed_in) if fnmatch(s, pattern)))
