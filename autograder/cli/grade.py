"""The command `autograder grade`, and the table that it prints."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.bank.assertion_cells import find_cell_assignments
from autograder.bank.exercise import SUITES
from autograder.bank.solution import SOLUTIONS
from autograder.batch.process_pool import start_server
from autograder.cli.common import (
    EXIT_FAILURE,
    CourseOption,
    DatabaseOption,
    SolutionsOption,
    SuitesOption,
    err,
    out,
    places_of,
    progress_bar,
    report_expected_errors,
    say,
)
from autograder.cli.results_json import results_json
from autograder.course.directory import Course, open_course
from autograder.course.roster import plain_form
from autograder.course.settings import load_settings
from autograder.errors import CourseError
from autograder.files import write_in_parts
from autograder.results import NOTICES, Notice
from autograder.text import clean

ISOLATION = {
    "full": "full",
    "container": "container: weaker than full; `autograder doctor` says what would raise it",
    "unsafe": "NOT ISOLATED",
}
MAX_LINES, MAX_NAMES = 60, 60  # of what is told of students; the report has the rest


@report_expected_errors
def grade(
    names: Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...")] = None,
    course: CourseOption = Path("."),
    students: Annotated[str, typer.Option(metavar="GLOB", help="Only these students.")] = "*",
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, help="Processes; by default one more than the cores, fewer for a small class."
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Grade on the workers of a Dask scheduler (tcp://…)."),
    ] = None,
    db: DatabaseOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show which totals would change; write no grade.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Grade again what has not changed, too.")
    ] = False,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="Write all results as JSON; - for stdout."),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show each event of the log.")
    ] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Run without isolation; stamped on every page.")
    ] = False,
    suites: SuitesOption = SUITES,
    solutions: SolutionsOption = SOLUTIONS,
    book_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where the book is, for links.")
    ] = None,
) -> None:
    """Grade what was handed in: gradebook, feedback, report."""
    if scheduler is None:
        start_server()  # it loads what the workers need while this process does the same
    from autograder.pipeline import GradingOptions, grade_assignment

    if scheduler is not None and workers is not None:
        raise typer.BadParameter("--workers is for this machine; a scheduler has its own workers")
    place = open_course(course, db)
    settings = load_settings(place)
    options = GradingOptions(
        students=students,
        workers=workers,
        force=force,
        dry_run=dry_run,
        unsafe=unsafe,
        book_url=book_url,
        scheduler=scheduler,
        verbose=verbose,
    )
    to_stdout = json_file == Path("-")
    runs = []
    places = places_of(settings, suites, solutions)
    # Suites go first; an assignment that has none is graded with its notebooks' cells of tests.
    cells = find_cell_assignments(place.root)
    cells = {name: folder for name, folder in cells.items() if name not in places.suites}
    wanted = list(names or [])
    others: dict[str, int] = {}
    if names:
        if rest := [name for name in names if name not in cells]:
            places.chosen(rest)
    else:
        wanted, others = _handed_in(place, [*places.chosen(None), *cells])
    for name in wanted:
        if name in cells:
            own = replace(options, cells=cells[name])
        else:
            own = replace(options, suites=places.suites[name], solutions=places.solutions_of(name))
        with progress_bar(f"grading {name}", quiet=verbose) as progress:
            run = grade_assignment(place, name, settings, own, progress)
        runs.append(run)
        _print_run(run, err if to_stdout else out, dry_run=dry_run)
    if json_file is not None:
        if to_stdout:
            sys.stdout.writelines(results_json(runs))
        else:
            write_in_parts(json_file.resolve(), results_json(runs))
    for name, count in others.items():
        say(
            f"autograder: not graded: {name}, handed in by {count}; no suites are known for it. "
            "`--suites DIR`, or [suites] in autograder.toml, names the folder that has some",
            err,
        )
    failed = sum(r.failed_by_us for run in runs for r in run.results)
    if failed:
        err.print(
            f"autograder: {failed} submissions could not be graded, by our fault; they are named "
            "in the report, and the same command tries them again"
        )
        raise typer.Exit(EXIT_FAILURE)


def _handed_in(course: Course, names: list[str]) -> tuple[list[str], dict[str, int]]:
    """Of all assignments those that somebody handed in; and how many did of unknown ones."""
    counts = Counter(
        folder.name
        for folder in course.submitted.glob("*/*")
        if folder.is_dir() and not folder.name.startswith(".")
    )
    forms = {plain_form(folder) for folder in counts}
    found = [name for name in names if plain_form(name) in forms]
    known = {plain_form(name) for name in names}
    others = {name: n for name, n in sorted(counts.items()) if plain_form(name) not in known}
    if not found:
        if others:
            raise CourseError(
                f"{course.root} has no submission of {', '.join(names)}, but of "
                f"{', '.join([*others][:5])}; `--suites DIR` names the folder with its suites"
            )
        raise CourseError(
            f"{course.root} has no submissions; they lie in submitted/<student>/<assignment>/"
        )
    return found, others


def _print_run(run: Any, console: Console, *, dry_run: bool) -> None:
    outcomes = Counter(e.outcome for r in run.results for e in r.exercises)
    table = Table(title=None, box=None, show_header=False, pad_edge=False)
    table.add_row("assignment", run.assignment)
    table.add_row(
        "submissions", f"{len(run.results)} ({run.graded} graded now, {run.seconds:.1f} s)"
    )
    table.add_row(
        "exercises", ", ".join(f"{n} {o.replace('_', ' ')}" for o, n in outcomes.most_common())
    )
    named = sum(
        bool(e.diagnosis) and e.outcome != "not_started" for r in run.results for e in r.exercises
    )
    table.add_row("mistakes named", str(named))
    table.add_row("isolation", ISOLATION.get(run.isolation, run.isolation))
    stopped = [r for r in run.results if r.cells]
    if stopped:
        count = sum(len(r.cells) for r in stopped)
        table.add_row("cells stopped", f"{count}, in {len(stopped)} submissions; see the report")
    failed = [
        r.student for r in run.results if any(e.outcome == "failed_twice" for e in r.exercises)
    ]
    if failed:
        names = escape(", ".join(map(clean, failed[:10]))) + (", …" if len(failed) > 10 else "")
        table.add_row("made it fail twice", f"{names}; no points until a person has looked")
    if run.packages:
        table.add_row("extra packages", ", ".join(run.packages))
    late = [r for r in run.results if r.late_seconds > 0]
    if late:
        table.add_row(
            "late", f"{len(late)}, {sum(r.late_penalty > 0 for r in late)} with a penalty"
        )
    if run.missing:
        table.add_row("not handed in", str(len(run.missing)))
    noticed = Counter(notice.kind for notice in run.notices)
    for kind, title in NOTICES.items():
        if noticed[kind]:
            table.add_row(title, str(noticed[kind]))
    lowered = [c for c in run.changes if c.before is not None and c.after < c.before]
    if dry_run:
        table.add_row("would change", str(len(run.changes)))
    else:
        if lowered:
            table.add_row("totals lowered", str(len(lowered)))
        table.add_row("report", str(run.report))
    console.print(table)
    for line in _told(run.notices):
        say(f"  {line}", console)
    for change in run.changes if dry_run else lowered:
        before = "—" if change.before is None else f"{change.before:g}"
        say(f"  {change.student}: {before} → {change.after:g}", console)


def _told(notices: Sequence[Notice]) -> Iterator[str]:
    """The notices as lines: whoever has the same one stands in the same line."""
    students: dict[tuple[str, str], list[str]] = {}
    for notice in notices:
        students.setdefault((notice.kind, notice.text), []).append(notice.student)
    for number, ((kind, text), names) in enumerate(students.items()):
        if number == MAX_LINES:
            yield f"… and {len(students) - MAX_LINES} more, in the report"
            return
        more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
        yield f"{', '.join(names[:MAX_NAMES])}{more}: {NOTICES[kind]}: {text}"
