"""The command `autograder collect`: a platform's download goes into `submitted/`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from autograder.bank.exercise import SUITES
from autograder.bank.solution import SOLUTIONS
from autograder.cli.common import (
    EXIT_FAILURE,
    CourseOption,
    SuitesOption,
    err,
    out,
    places_of,
    report_expected_errors,
    say,
)
from autograder.course.directory import open_course
from autograder.course.settings import load_settings
from autograder.ingest.collect import Transfer, guess_assignment, plan_transfers, write_transfers
from autograder.ingest.downloads import LOCAL_TIMES, read_download
from autograder.text import clean


class Platform(StrEnum):
    """Where a download comes from."""

    moodle = "moodle"
    canvas = "canvas"
    gradescope = "gradescope"
    folder = "folder"


@report_expected_errors
def collect(
    what: Annotated[list[str], typer.Argument(metavar="[ASSIGNMENT] FILE", show_default=False)],
    platform: Annotated[
        Platform, typer.Option("--from", help="What gave the file.", show_default=False)
    ],
    course: CourseOption = Path("."),
    assignment: Annotated[
        str | None, typer.Option(metavar="NAME", help="The same as ASSIGNMENT before FILE.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would go where; write nothing.")
    ] = False,
    suites: SuitesOption = SUITES,
) -> None:
    """Put a platform's download, a zip file or its folder, into submitted/."""
    if len(what) > 2:
        raise typer.BadParameter("it takes one file, and the assignment's name before it")
    place = open_course(course)
    settings = load_settings(place)
    parts = read_download(platform, Path(what[-1]).expanduser(), settings.timezone)
    name = what[0] if len(what) == 2 else assignment
    places = places_of(settings, suites, SOLUTIONS)
    if name is None:
        name = guess_assignment(parts, places.suites)
    places.chosen([name])
    planned = plan_transfers(place, settings, name, parts)
    _print(name, planned)
    if platform in LOCAL_TIMES and all(part.time is None for part in parts):
        say(f"autograder: {_no_times(settings.timezone)}", err)
    if settings.roster is None:
        err.print("autograder: there is no roster; the students bear the platform's names")
    if not dry_run:
        write_transfers(place, name, planned)
    left = Counter(one.what for one in planned if not one.writes and one.what != "unchanged")
    if left:
        told = ", ".join(f"{number} {what}" for what, number in left.items())
        say(f"autograder: left out: {told}; complete the roster and collect again", err)
        raise typer.Exit(EXIT_FAILURE)


def _print(assignment: str, planned: Sequence[Transfer]) -> None:
    """What goes where, before anything is written."""
    table = Table(box=None, pad_edge=False)
    for heading in ("in the download", "student", assignment, "handed in"):
        table.add_column(heading, overflow="fold")
    for one in planned:
        notes = "".join(f" ({note})" for note in one.part.notes)
        cells = (one.part.label, one.student or "–", f"{one.what}{notes}", one.time or "not known")
        table.add_row(*(_plain(cell) for cell in cells))
    out.print(table, markup=False, highlight=False)
    counts = Counter(one.what for one in planned)
    say(", ".join(f"{number} {what}" for what, number in counts.items()), out)


def _no_times(zone: str | None) -> str:
    if zone is None:
        return (
            "when it was handed in is not known: the times in the download bear no zone; "
            '`timezone = "Europe/Berlin"` in autograder.toml names that of the course'
        )
    return (
        "when it was handed in is not known: the download holds no times of the students, or "
        "all at the same time, that of its packing"
    )


def _plain(text: str) -> str:
    return " ".join(clean(text).replace("[", "\\[").split())
