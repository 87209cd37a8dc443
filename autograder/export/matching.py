"""Which row of a platform's file belongs to which student of the gradebook.

Ways to know are tried in order, the surest first. A row is never guessed: where two rows fit,
or two students, an id is refused and a name is no evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.errors import CourseError
from autograder.export.grades import EnrolledStudent

Row = Sequence[str]


@dataclass(frozen=True)
class Way:
    """One way to know a student: what of the student must stand in which cells of a row."""

    of_student: Callable[[EnrolledStudent], str]
    of_row: Callable[[Row], Sequence[str]]
    sure: bool = True


@dataclass(frozen=True)
class Matching:
    """The row of each student that has one, by student id, and who has none."""

    rows: dict[str, int]
    unmatched: tuple[EnrolledStudent, ...]


def match(
    students: Sequence[EnrolledStudent], rows: Sequence[Row], ways: Sequence[Way]
) -> Matching:
    """Find the rows; raises CourseError where an id fits two rows or two students."""
    found: dict[str, int] = {}
    for way in ways:
        index = _index(rows, way)
        claims: dict[int, list[EnrolledStudent]] = defaultdict(list)
        for student in students:
            fitting = index.get(_plain(way.of_student(student)), set())
            if student.id in found or not fitting:
                continue
            if len(fitting) == 1:
                claims[next(iter(fitting))].append(student)
            elif way.sure:
                raise CourseError(
                    f"{len(fitting)} rows of the template fit the student {student.id!r}; "
                    "make the ids differ and export again"
                )
        for row, claimants in claims.items():
            if row in found.values():
                continue
            if len(claimants) == 1:
                found[claimants[0].id] = row
            elif way.sure:
                names = " and ".join(repr(s.id) for s in claimants)
                raise CourseError(
                    f"the students {names} fit the same row of the template; make the ids differ "
                    "and export again"
                )
    return Matching(found, tuple(s for s in students if s.id not in found))


def _index(rows: Sequence[Row], way: Way) -> dict[str, set[int]]:
    index: dict[str, set[int]] = defaultdict(set)
    for position, row in enumerate(rows):
        for cell in way.of_row(row):
            if _plain(cell):
                index[_plain(cell)].add(position)
    return index


def _plain(text: str) -> str:
    """Case and spaces do not tell students apart; an apostrophe against formulas is no name."""
    return " ".join(text.removeprefix("'").split()).casefold()
