"""The command `autograder collect`: a platform's download goes into `submitted/`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from autograder.bank.assertion_cells import find_cell_assignments
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
from autograder.course.directory import Course, open_course
from autograder.course.roster import read_roster
from autograder.course.settings import Settings, load_settings
from autograder.ingest.collect import (
    FINE,
    SEVERAL,
    Transfer,
    guess_assignment,
    not_in,
    plan_transfers,
    write_transfers,
)
from autograder.ingest.downloads import LOCAL_TIMES, read_download
from autograder.ingest.files import may_hold_work
from autograder.text import clean

MAX_NAMED = 5
# What helps a student who was left out.
HELP = {
    "not on the roster": "add them, or the name or number that the platform has for them",
    SEVERAL: "names alone do not tell them apart; put their work into submitted/ by hand",
    "older than what is there": "the newer one stays",
    "no file": "nothing of theirs can be graded",
    "too large": "put the notebook alone into submitted/",
    "cannot be read": "download it again",
}


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
    download = read_download(platform, Path(what[-1]).expanduser(), settings.timezone)
    name = what[0] if len(what) == 2 else assignment
    places = places_of(settings, suites, SOLUTIONS)
    cells = _notebooks_of_cells(place)
    if name is None:
        name = guess_assignment(download.parts, {**cells, **dict.fromkeys(places.suites, ())})
    if name in places.suites or name not in cells:
        places.chosen([name])
    notebooks = (name,) if name in places.suites else cells[name]
    planned = plan_transfers(place, settings, name, download.parts, notebooks)
    _print(name, planned)
    _print_absent(place, settings, planned)
    if platform in LOCAL_TIMES and all(part.time is None for part in download.parts):
        say(f"autograder: {_no_times(settings.timezone)}", err)
    if platform == Platform.canvas:
        say("autograder: when it was handed in is not known: Canvas only says LATE", err)
    if settings.roster is None:
        err.print("autograder: there is no roster; the students bear the platform's names")
    if not dry_run:
        write_transfers(place, name, planned)
    attention = _print_left_out(planned)
    if download.strays:
        say(f"autograder: nobody's by their names, left out: {_some(download.strays)}", err)
    if attention or any(map(may_hold_work, download.strays)):
        raise typer.Exit(EXIT_FAILURE)


def _notebooks_of_cells(course: Course) -> Mapping[str, Sequence[str]]:
    """The names of the notebooks of each assignment with cells of tests."""
    found = find_cell_assignments(course.root)
    return {name: [path.stem for path in folder.glob("*.ipynb")] for name, folder in found.items()}


def _print_absent(course: Course, settings: Settings, planned: Sequence[Transfer]) -> None:
    absent = not_in(planned, read_roster(course, settings), settings.teams)
    if absent:
        say(f"on the roster and not in the download: {_some(absent)}", out)


def _print_left_out(planned: Sequence[Transfer]) -> bool:
    """Say what has to be looked at, last; is there anything?"""
    left = Counter(one.what for one in planned if one.what not in FINE)
    for what, number in left.items():
        say(f"autograder: left out: {number} {what}; {HELP[what]}", err)
    return bool(left)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return ", ".join(_plain(name) for name in names[:MAX_NAMED]) + more


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
