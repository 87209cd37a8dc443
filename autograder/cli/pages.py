"""The commands that write pages again from what was graded: feedback, report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.bank.assertion_cells import (
    CellAssignment,
    find_cell_assignments,
    read_cell_assignment,
)
from autograder.bank.exercise import SUITES, Folder, load_assignment
from autograder.bank.solution import SOLUTIONS
from autograder.cli.common import (
    CourseOption,
    DatabaseOption,
    SolutionsOption,
    SuitesOption,
    out,
    places_of,
    report_expected_errors,
)
from autograder.course.directory import Course, open_course
from autograder.course.settings import load_settings
from autograder.errors import CourseError

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from autograder.gradebook.replay import GradedAssignment


@dataclass(frozen=True)
class _Tests:
    """What an assignment is graded with: cells of tests, or suites with their solutions."""

    cells: CellAssignment | None
    suites: Path
    solutions: Path

    @property
    def notebooks(self) -> tuple[str, ...]:
        return () if self.cells is None else tuple(self.cells.notebooks)

    def folders(self, name: str) -> list[Folder]:
        return load_assignment(name, self.suites) if self.cells is None else self.cells.folders()

    def released(self, name: str) -> dict[str, NotebookNode]:
        from autograder.authoring.release import released_cells, released_notebook
        from autograder.bank.solution import load_reference

        if self.cells is not None:
            return released_cells(self.cells)
        folders = self.folders(name)
        reference = load_reference(name, folders, self.solutions)
        return {name: released_notebook(name, reference.in_order(folders), reference)}


def _from_journal(
    course: Path, names: list[str] | None, db: str | None, suites: Path, solutions: Path
) -> Iterator[tuple[Course, str, GradedAssignment, _Tests]]:
    """Each graded assignment, with where its tests lie."""
    from autograder.gradebook.replay import read_graded

    place = open_course(course, db)
    known = sorted(p.stem for p in (place.root / ".autograder").glob("*.journal"))
    if not known:
        raise CourseError(f"nothing has been graded in {place.root}; run `autograder grade`")
    settings = load_settings(place, create=False)
    places = places_of(settings, suites, solutions)
    cells = find_cell_assignments(place.root)
    for name in names or known:
        if name not in known:
            raise CourseError(
                f"{name!r} has not been graded in {place.root}; run `autograder grade`"
            )
        if name not in places.suites and name in cells:
            tests = _Tests(read_cell_assignment(cells[name]), SUITES, SOLUTIONS)
        else:
            places.chosen([name])
            tests = _Tests(None, places.suites[name], places.solutions_of(name))
        yield place, name, read_graded(place, settings, name, tests.notebooks), tests


@report_expected_errors
def feedback(
    names: Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...")] = None,
    course: CourseOption = Path("."),
    suites: SuitesOption = SUITES,
    solutions: SolutionsOption = SOLUTIONS,
    db: DatabaseOption = None,
    book_url: Annotated[str | None, typer.Option(metavar="URL")] = None,
) -> None:
    """Write the students' feedback pages again, with what was graded by hand since."""
    from autograder.pages.publisher import write_feedback_again

    for place, name, found, tests in _from_journal(course, names, db, suites, solutions):
        folders, released = tests.folders(name), tests.released(name)
        pages = write_feedback_again(place, found.results, folders, released, book_url=book_url)
        out.print(f"{len(pages)} pages under {place.feedback}", markup=False, soft_wrap=True)


@report_expected_errors
def report(
    names: Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...")] = None,
    course: CourseOption = Path("."),
    db: DatabaseOption = None,
    suites: SuitesOption = SUITES,
) -> None:
    """Write the instructor's report again, from the journal."""
    from autograder.pages.item_analysis import build_report
    from autograder.pages.report import write_report
    from autograder.results import weakest_isolation

    for place, name, found, tests in _from_journal(course, names, db, suites, SOLUTIONS):
        mode = weakest_isolation(found.results)
        folders = tests.folders(name)
        made = build_report(
            found.results,
            folders,
            mode=mode,
            missing=found.missing,
            notices=found.notices,
            packages=found.packages,
        )
        out.print(str(write_report(place, name, made)), markup=False, soft_wrap=True)
