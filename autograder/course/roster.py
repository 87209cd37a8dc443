"""Who belongs to the course, so that a missing submission is seen: the roster and the gradebook.

An id is matched in another form as well: in capitals or small letters, with its accents composed or
not, with blanks around it. Where exactly one student of the course has that form, it is that
student, and this is said.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch

from autograder.course.directory import Course
from autograder.course.settings import Settings
from autograder.errors import CourseError

COLUMNS = ("last_name", "first_name", "email", "lms_user_id")


def read_roster(course: Course, settings: Settings) -> dict[str, dict[str, str]]:
    """The students of the roster by id, with what nbgrader keeps of a student; {} without one.

    Raises CourseError for a table that cannot be read, or that has a line without an id.
    """
    if settings.roster is None:
        return {}
    path = course.root / settings.roster
    try:
        rows = _rows(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise CourseError(
            f"the roster {path} cannot be read: {reason}; save it as CSV in UTF-8"
        ) from error
    students: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, 2):
        student = (row.get("id") or "").strip()
        if not student:
            raise CourseError(f"the roster {path}: line {number} has nothing in a column `id`")
        students[student] = {c: v for c in COLUMNS if (v := (row.get(c) or "").strip())}
    return students


def _rows(text: str) -> list[dict[str, str]]:
    """The lines of a table whose columns are told by commas, or by semicolons or tabs.

    A spreadsheet program writes the latter where commas stand in numbers. Names of columns are
    taken in capitals, too, and with blanks around them.
    """
    head = text.partition("\n")[0]
    mark = next((m for m in ",;\t" if "id" in map(_column, head.split(m))), ",")
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    return [{_column(k): v for k, v in row.items() if k and isinstance(v, str)} for row in rows]


def _column(name: str) -> str:
    return name.strip().strip('"').lower()


def missing_students(
    enrolled: Iterable[str], handed_in: Iterable[str], pattern: str = "*"
) -> tuple[str, ...]:
    """Who is enrolled, matches and has handed in nothing; never scored."""
    return tuple(sorted(s for s in set(enrolled) - set(handed_in) if fnmatch(s, pattern)))


def plain_form(name: str) -> str:
    """What names have in common that differ in case, Unicode form, blanks or unseen marks alone."""
    if name.isascii():
        return " ".join(name.lower().split())
    folded = unicodedata.normalize("NFKC", name).casefold()
    seen = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen).split())


def forms_of(known: Iterable[str]) -> Mapping[str, list[str]]:
    """The ids of a course by their plain form."""
    forms: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(known)):
        forms[plain_form(name)].append(name)
    return forms


def known_student(name: str, forms: Mapping[str, list[str]]) -> str:
    """The id of the course that a name is a form of; the name itself where no single one fits."""
    fitting = forms.get(plain_form(name), [])
    return fitting[0] if len(fitting) == 1 and name not in fitting else name


def course_ids(course: Course, settings: Settings) -> set[str]:
    """The ids that the course knows: of the roster and of the teams."""
    members = {member for team in settings.teams.values() for member in team}
    return {*read_roster(course, settings), *members}
