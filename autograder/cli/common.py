"""What all commands share: options, output, progress, and errors as one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from autograder.authoring.leak_check import LeakError
from autograder.bank.errors import ExerciseError
from autograder.bank.places import Places, find_places
from autograder.course.directory import Course
from autograder.course.settings import Settings, load_settings
from autograder.errors import CourseError, GradebookError
from autograder.sandbox import SandboxError
from autograder.text import clean

out = Console()
err = Console(stderr=True)

EXIT_FAILURE = 1
SPEED_SECONDS = 120.0  # the estimate looks back so far; a batch of endless loops takes a minute

EXPECTED = (CourseError, ExerciseError, GradebookError, LeakError, SandboxError)

CourseOption = Annotated[Path, typer.Option("--course", metavar="DIR", help="The course's folder.")]
SuitesOption = Annotated[Path, typer.Option(metavar="DIR", help="The folder of hidden suites.")]
DatabaseOption = Annotated[
    str | None,
    typer.Option("--db", metavar="URL", help="The gradebook's database (postgresql://…)."),
]
SolutionsOption = Annotated[Path, typer.Option(metavar="DIR", help="The folder of solutions.")]


def say(text: str, console: Console = out) -> None:
    """Print text that may hold what a student wrote: no escape of it reaches the terminal."""
    console.print(clean(text), style=None, markup=False, highlight=False, soft_wrap=True)


def report_expected_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """Show expected errors as one sentence and exit with 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except EXPECTED as error:
            say(f"autograder: {error}", err)
            raise typer.Exit(EXIT_FAILURE) from None
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            say(
                f"autograder: {error.strerror or error}{where}; finished work is kept, fix this "
                "and run the same command again",
                err,
            )
            raise typer.Exit(EXIT_FAILURE) from None

    return run


@contextmanager
def progress_bar(
    what: str,
    *,
    quiet: bool = False,
    console: Console = err,
    clock: Callable[[], float] | None = None,
) -> Iterator[Callable[[int, int], None]]:
    """A bar with an estimate of the time left; quiet when the output is not a terminal.

    What was done before the first call took no time, and does not count for the estimate.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns,
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
        speed_estimate_period=SPEED_SECONDS,
        get_time=clock,
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def places_of(settings: Settings | None, suites: Path, solutions: Path) -> Places:
    """Where the suites and solutions lie, by the options and then by the course's settings."""
    if settings is None:
        return find_places(suites, solutions)
    return find_places(suites, solutions, settings.suites, settings.solutions)


def settings_if_any(course: Course) -> Settings | None:
    """The settings of a course that has some; nothing is written."""
    return load_settings(course, create=False) if course.settings_file.exists() else None


def chosen(names: list[str] | None, suites: Path) -> list[str]:
    """The assignments named, or all; raises ExerciseError for one that does not exist."""
    return find_places(suites).chosen(names)
