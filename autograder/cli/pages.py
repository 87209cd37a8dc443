"""The commands that write pages again from what was graded: feedback, report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.bank.exercise import SUITES, load_assignment
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
    from autograder.gradebook.replay import GradedAssignment


def _from_journal(
    course: Path, names: list[str] | None, db: str | None, suites: Path, solutions: Path
) -> Iterator[tuple[Course, str, GradedAssignment, Path, Path]]:
    """Each graded assignment, with where its suites and solutions lie."""
    from autograder.gradebook.replay import read_graded

    place = open_course(course, db)
    known = sorted(p.stem for p in (place.root / ".autograder").glob("*.journal"))
    if not known:
        raise CourseError(f"nothing has been graded in {place.root}; run `autograder grade`")
    settings = load_settings(place, create=False)
    places = places_of(settings, suites, solutions)
    for name in names or known:
        if name not in known:
            raise CourseError(
                f"{name!r} has not been graded in {place.root}; run `autograder grade`"
            )
        places.chosen([name])
        own = places.suites[name], places.solutions_of(name)
        yield place, name, read_graded(place, settings, name), *own


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
    from autograder.authoring.release import released_notebook
    from autograder.bank.solution import load_reference
    from autograder.pages.publisher import write_feedback_again

    read = _from_journal(course, names, db, suites, solutions)
    for place, name, found, own_suites, own_solutions in read:
        folders = load_assignment(name, own_suites)
        reference = load_reference(name, folders, own_solutions)
        released = released_notebook(name, reference.in_order(folders), reference)
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

    for place, name, found, own, _ in _from_journal(course, names, db, suites, SOLUTIONS):
        mode = weakest_isolation(found.results)
        folders = load_assignment(name, own)
        made = build_report(
            found.results,
            folders,
            mode=mode,
            missing=found.missing,
            notices=found.notices,
            packages=found.packages,
        )
        out.print(str(write_report(place, name, made)), markup=False, soft_wrap=True)
