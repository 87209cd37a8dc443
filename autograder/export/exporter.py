"""What every format of `autograder export` is: an `Exporter`, from a request to files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from autograder.bank.places import Places
from autograder.course.directory import Course
from autograder.export.table import Sheet, table_text


class Shown(StrEnum):
    """When a student on Gradescope sees the results of hidden tests."""

    at_once = "visible"
    after_due_date = "after_due_date"
    after_published = "after_published"


@dataclass(frozen=True)
class ExportOptions:
    """The options that belong to some formats only; each has the name of its option."""

    template: Path | None = None
    column: str | None = None
    scale: bool = False
    comments: bool = False
    per_exercise: bool = False
    missing_as_zero: bool = False
    db: str | None = None
    visibility: Shown | None = None
    unsafe: bool = False

    @property
    def given(self) -> list[str]:
        """The options that were given, as they are typed."""
        return [
            f"--{name.replace('_', '-')}"
            for name, value in vars(self).items()
            if value not in (None, False)
        ]


@dataclass(frozen=True)
class ExportRequest:
    """What is to be exported: assignments of a course, and where to."""

    course: Course
    names: tuple[str, ...]
    output: Path | None
    options: ExportOptions
    places: Places


@dataclass(frozen=True)
class ExportedFiles:
    """The files to write.

    `shown` are the places to tell; `notes` are worth knowing before the files are used;
    `problems` name what was asked for and is not in them.
    """

    files: Mapping[Path, str | bytes]
    shown: tuple[Path, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = field(default=())


class Exporter(Protocol):
    """One format.

    `takes` are those of the special options that mean something to it. Where `per_assignment`,
    each assignment has an output of its own; else all of them are in one file.
    """

    name: str
    takes: frozenset[str]
    per_assignment: bool

    def export(self, request: ExportRequest) -> ExportedFiles:
        """Make the files in memory; raises CourseError, GradebookError or ExerciseError."""


def sheet_file(request: ExportRequest, sheet: Sheet, ending: str) -> ExportedFiles:
    """A table of grades as one file, by default `export/<assignments><ending>` of the course."""
    which = "-".join(request.names) or "grades"
    path = request.output or request.course.root / "export" / f"{which}{ending}"
    text = table_text(sheet.rows, sheet.delimiter, sheet.mark)
    return ExportedFiles({path: text}, (path,), sheet.notes, sheet.problems)


def target(request: ExportRequest, assignment: str, ending: str) -> Path:
    """Where what is made for one assignment goes."""
    return request.output or request.course.root / "export" / f"{assignment}{ending}"
