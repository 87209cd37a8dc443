"""The command `autograder export`: one format for each `--to`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autograder.bank.exercise import SUITES
from autograder.bank.places import Places
from autograder.bank.solution import SOLUTIONS
from autograder.cli.common import (
    EXIT_FAILURE,
    places_of,
    report_expected_errors,
    settings_if_any,
)
from autograder.course.directory import open_course
from autograder.errors import CourseError
from autograder.export.exporter import Exporter, ExportOptions, ExportRequest, Shown
from autograder.export.table import neutral
from autograder.files import write_atomically


class Format(StrEnum):
    """What `--to` may name."""

    csv = "csv"
    canvas = "canvas"
    moodle = "moodle"
    gradescope = "gradescope"
    github = "github"


NEED_TEMPLATE = ("--column", "--scale", "--comments")


@report_expected_errors
def export(
    to: Annotated[Format, typer.Option("--to", help="The format.", show_default=False)],
    names: Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...")] = None,
    course: Annotated[
        Path, typer.Option("--course", metavar="DIR", help="The course's folder.")
    ] = Path("."),
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="By default in DIR/export."),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="canvas, moodle: the platform's own file, to fill in."),
    ] = None,
    column: Annotated[
        str | None, typer.Option(metavar="NAME", help="canvas: the column of the assignment.")
    ] = None,
    scale: Annotated[
        bool, typer.Option("--scale", help="Convert points to the platform's maximum.")
    ] = False,
    comments: Annotated[
        bool, typer.Option("--comments", help="moodle: fill empty feedback cells.")
    ] = False,
    per_exercise: Annotated[
        bool, typer.Option("--per-exercise", help="csv: points and outcome of each exercise.")
    ] = False,
    missing_as_zero: Annotated[
        bool, typer.Option("--missing-as-zero", help="Nothing handed in counts as 0, not blank.")
    ] = False,
    db: Annotated[
        str | None, typer.Option(metavar="URL", help="The gradebook, if it is not DIR's own.")
    ] = None,
    visibility: Annotated[
        Shown | None,
        typer.Option(
            help="gradescope: when students see the hidden tests' results "
            "(by default after_due_date).",
            show_default=False,
        ),
    ] = None,
    unsafe: Annotated[
        bool,
        typer.Option("--unsafe", help="gradescope: grade even where nothing isolates."),
    ] = False,
    suites: Annotated[Path, typer.Option(metavar="DIR")] = SUITES,
    solutions: Annotated[Path, typer.Option(metavar="DIR")] = SOLUTIONS,
) -> None:
    """Write grades for another tool, or a grader that runs in one."""
    from autograder.export.formats import EXPORTERS

    options = ExportOptions(
        template, column, scale, comments, per_exercise, missing_as_zero, db, visibility, unsafe
    )
    exporter = EXPORTERS[to]
    _refuse_unused(exporter, options, EXPORTERS)
    place = open_course(course)
    places = Places({}, {}, solutions)  # grades alone need no suites, which may not be there
    if exporter.per_assignment:
        places = places_of(settings_if_any(place), suites, solutions)
    wanted = places.chosen(names) if exporter.per_assignment else names or []
    if exporter.per_assignment and output is not None and len(wanted) != 1:
        raise typer.BadParameter("--output names one place; name one assignment with it")
    request = ExportRequest(place, tuple(wanted), output, options, places)
    exported = exporter.export(request)
    for path, content in exported.files.items():
        if path.is_dir():
            raise CourseError(f"{path} is a folder; --output names the file to write")
        write_atomically(path.resolve(), content)
    for note in exported.notes:
        _say(f"note: {note}")
    for path in exported.shown:
        typer.echo(str(path))
    for problem in exported.problems:
        _say(f"autograder: {problem}")
    if exported.problems:
        raise typer.Exit(EXIT_FAILURE)


def _refuse_unused(
    exporter: Exporter, options: ExportOptions, exporters: Mapping[str, Exporter]
) -> None:
    """An option that this format does not know is a mistake, not to be passed over in silence."""
    for option in options.given:
        if option not in exporter.takes:
            formats = " and ".join(one.name for one in exporters.values() if option in one.takes)
            raise typer.BadParameter(f"{option} belongs to --to {formats}, not to {exporter.name}")
        if option in NEED_TEMPLATE and options.template is None:
            raise typer.BadParameter(f"{option} is about a --template; none was given")


def _say(text: str) -> None:
    """To the terminal; names from outside can move no cursor."""
    typer.echo(neutral(text), err=True)
