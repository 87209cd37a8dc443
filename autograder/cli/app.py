"""The command line: one command per stage, errors in one sentence that says what to do."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from rich.table import Table

from autograder.authoring.release import (
    EXERCISES,
    KITS,
    LeakError,
    build_release,
    differences,
    write_release,
)
from autograder.bank.exercise import SUITES, assignments
from autograder.bank.solution import SOLUTIONS
from autograder.batch.process_pool import start_server
from autograder.cli import export
from autograder.course.directory import Course, open_course
from autograder.course.settings import load_settings
from autograder.errors import CourseError, ExerciseError, GradebookError
from autograder.files import write_in_parts
from autograder.sandbox import SandboxError, policy
from autograder.text import clean

if TYPE_CHECKING:
    from autograder.gradebook.replay import GradedAssignment

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Release, grade, report: the instructor's side of the handbook.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
out = Console()
err = Console(stderr=True)

FELL_SHORT = 1
SPEED_SECONDS = 120.0  # the estimate looks back so far; a batch of endless loops takes a minute
ISOLATION = {
    "full": "full",
    "container": "container: weaker than full; `autograder doctor` says what would raise it",
    "unsafe": "NOT ISOLATED",
}
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


def plainly(command: Callable[..., Any]) -> Callable[..., Any]:
    """Show expected errors as one sentence and exit with 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except EXPECTED as error:
            say(f"autograder: {error}", err)
            raise typer.Exit(FELL_SHORT) from None
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            say(
                f"autograder: {error.strerror or error}{where}; finished work is kept, mend this "
                "and run the same command again",
                err,
            )
            raise typer.Exit(FELL_SHORT) from None

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


def chosen(names: list[str] | None, suites: Path) -> list[str]:
    """The assignments named, or all; raises ExerciseError for one that does not exist."""
    known = assignments(suites)
    for name in names or []:
        if name not in known:
            raise ExerciseError(
                f"no assignment named {name!r}; there are: {', '.join(known)}. `--suites DIR` "
                "names another folder of suites"
            )
    return names or known


@app.command(epilog="Example: autograder release optimizers")
@plainly
def release(
    names: Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if a release is out of date.")
    ] = False,
    suites: SuitesOption = SUITES,
    solutions: SolutionsOption = SOLUTIONS,
    exercises: Annotated[Path, typer.Option("--to", metavar="DIR")] = EXERCISES,
    kits: Annotated[Path, typer.Option(metavar="DIR", help="Where the kits go.")] = KITS,
) -> None:
    """Make what students receive: notebook, checks.json and kit; refuse to leak."""
    outdated = []
    for name in chosen(names, suites):
        made = build_release(name, suites=suites, solutions=solutions)
        if check:
            outdated += differences(made, exercises)
        else:
            for path in write_release(made, exercises, kits):
                out.print(str(path), markup=False, highlight=False, soft_wrap=True)
    if outdated:
        for line in outdated:
            err.print(line, markup=False, highlight=False, soft_wrap=True)
        err.print("autograder: the released files are out of date; run `autograder release`")
        raise typer.Exit(FELL_SHORT)


@app.command(epilog="Example: autograder grade optimizers --course ~/dl-2026")
@plainly
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
    from autograder.pipeline import Options, grade_assignment

    if scheduler is not None and workers is not None:
        raise typer.BadParameter("--workers is for this machine; a scheduler has its own workers")
    place = open_course(course, db)
    settings = load_settings(place)
    options = Options(
        students=students,
        workers=workers,
        force=force,
        dry_run=dry_run,
        unsafe=unsafe,
        suites=suites,
        solutions=solutions,
        book_url=book_url,
        scheduler=scheduler,
        verbose=verbose,
    )
    to_stdout = json_file == Path("-")
    runs = []
    for name in _handed_in(place, chosen(names, suites)) if not names else chosen(names, suites):
        with progress_bar(f"grading {name}", quiet=verbose) as progress:
            run = grade_assignment(place, name, settings, options, progress)
        runs.append(run)
        _print_run(run, err if to_stdout else out, dry_run=dry_run)
    if json_file is not None:
        if to_stdout:
            sys.stdout.writelines(_as_json(runs))
        else:
            write_in_parts(json_file.resolve(), _as_json(runs))
    failed = sum(r.failed_by_us for run in runs for r in run.results)
    if failed:
        err.print(
            f"autograder: {failed} submissions could not be graded, by our fault; they are named "
            "in the report, and the same command tries them again"
        )
        raise typer.Exit(FELL_SHORT)


def _handed_in(course: Course, names: list[str]) -> list[str]:
    """Of all assignments those that somebody handed in."""
    found = [n for n in names if any(course.submitted.glob(f"*/{n}"))]
    if not found:
        others = {p.name for p in course.submitted.glob("*/*") if p.is_dir()}
        if others:
            raise CourseError(
                f"{course.root} has no submission of {', '.join(names)}, but of "
                f"{', '.join(sorted(others)[:5])}; `--suites DIR` names the folder with its suites"
            )
        raise CourseError(
            f"{course.root} has no submissions; they lie in submitted/<student>/<assignment>/"
        )
    return found


def _as_json(runs: Sequence[Any]) -> Iterator[str]:
    """The runs as a JSON document, one submission at a time: one object, or a list of several."""
    several = len(runs) != 1
    yield "[\n" if several else ""
    for number, run in enumerate(runs):
        yield ",\n" if number else ""
        yield from _run_as_json(run)
    yield "\n]\n" if several else "\n"


def _run_as_json(run: Any) -> Iterator[str]:
    head = {"assignment": run.assignment, "seconds": run.seconds, "isolation": run.isolation}
    if run.isolation == "unsafe":
        head["notice"] = policy.MODE_SAYS["unsafe"]
    head["missing"] = list(run.missing)
    yield json.dumps(head)[:-1] + ', "submissions": [\n'
    for number, result in enumerate(run.results):
        yield ",\n" if number else ""
        yield json.dumps(_submission_as_json(result))
    yield "\n]}"


def _submission_as_json(result: Any) -> dict[str, Any]:
    from autograder.results import to_dict

    data = to_dict(result)
    for part in (data, *data["exercises"]):
        part.pop("key")
    del data["timestamp"]
    return data


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
    late = [r for r in run.results if r.late_seconds > 0]
    if late:
        table.add_row(
            "late", f"{len(late)}, {sum(r.late_penalty > 0 for r in late)} with a penalty"
        )
    if run.missing:
        table.add_row("not handed in", str(len(run.missing)))
    lowered = [c for c in run.changes if c.before is not None and c.after < c.before]
    if dry_run:
        table.add_row("would change", str(len(run.changes)))
    else:
        if lowered:
            table.add_row("totals lowered", str(len(lowered)))
        table.add_row("report", str(run.report))
    console.print(table)
    for change in run.changes if dry_run else lowered:
        before = "—" if change.before is None else f"{change.before:g}"
        say(f"  {change.student}: {before} → {change.after:g}", console)


def _from_journal(
    course: Path, names: list[str] | None, db: str | None = None
) -> Iterator[tuple[Course, str, GradedAssignment]]:
    from autograder.gradebook.replay import read_graded

    place = open_course(course, db)
    known = sorted(p.stem for p in (place.root / ".autograder").glob("*.journal"))
    if not known:
        raise CourseError(f"nothing has been graded in {place.root}; run `autograder grade`")
    settings = load_settings(place, create=False)
    for name in names or known:
        if name not in known:
            raise CourseError(
                f"{name!r} has not been graded in {place.root}; run `autograder grade`"
            )
        yield place, name, read_graded(place, settings, name)


@app.command(epilog="Example: autograder feedback optimizers --course ~/dl-2026")
@plainly
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

    for place, name, found in _from_journal(course, names, db):
        pages = write_feedback_again(
            place, name, found.results, suites=suites, solutions=solutions, book_url=book_url
        )
        out.print(f"{len(pages)} pages under {place.feedback}", markup=False, soft_wrap=True)


@app.command(epilog="Example: autograder report optimizers --course ~/dl-2026")
@plainly
def report(
    names: Annotated[list[str] | None, typer.Argument(metavar="[ASSIGNMENT]...")] = None,
    course: CourseOption = Path("."),
    db: DatabaseOption = None,
    suites: SuitesOption = SUITES,
) -> None:
    """Write the instructor's report again, from the journal."""
    from autograder.bank.exercise import load_assignment
    from autograder.pages.item_analysis import build_report
    from autograder.pages.report import write_report
    from autograder.results import weakest_isolation

    for place, name, found in _from_journal(course, names, db):
        mode = weakest_isolation(found.results)
        folders = load_assignment(name, suites)
        made = build_report(found.results, folders, mode=mode, missing=found.missing)
        out.print(str(write_report(place, name, made)), markup=False, soft_wrap=True)


@app.command(epilog="Example: autograder audit adam_step")
@plainly
def audit(
    exercises: Annotated[list[str] | None, typer.Argument(metavar="[EXERCISE]...")] = None,
    suites: SuitesOption = SUITES,
    solutions: SolutionsOption = SOLUTIONS,
    repeats: Annotated[int, typer.Option(min=1, help="Repetitions to find flakes.")] = 200,
) -> None:
    """Grade the grader: every wrong version caught and named, every right one accepted."""
    from autograder.authoring.audit import audit_exercises, print_audit

    with progress_bar("auditing") as progress:
        findings = audit_exercises(
            exercises, suites=suites, solutions=solutions, repeats=repeats, progress=progress
        )
    if not print_audit(findings, out):
        raise typer.Exit(FELL_SHORT)


@app.command("class", epilog="Example: autograder class --students 200 --seed 1 --course demo")
@plainly
def make_class(
    students: Annotated[int, typer.Option(min=1)] = 30,
    seed: Annotated[int, typer.Option()] = 1,
    course: CourseOption = Path("."),
    names: Annotated[list[str] | None, typer.Option("--assignment", metavar="ASSIGNMENT")] = None,
    suites: SuitesOption = SUITES,
    solutions: SolutionsOption = SOLUTIONS,
) -> None:
    """Make a class with right, wrong, unstarted and damaged notebooks, and truth.json."""
    from autograder.authoring.synthetic_class import make_course

    made = make_course(
        course, chosen(names, suites), students, seed, suites=suites, solutions=solutions
    )
    out.print(f"{made.students} students in {made.course}", markup=False, soft_wrap=True)
    out.print(f"what each must get: {made.truth}", markup=False, soft_wrap=True)


@app.command(epilog="Example: autograder new optimizers nadam_step")
@plainly
def new(
    assignment: Annotated[str, typer.Argument()],
    function: Annotated[str, typer.Argument()],
    suites: SuitesOption = SUITES,
) -> None:
    """Start an exercise: a folder with all five files, each saying what belongs in it."""
    from autograder.authoring.scaffold import new_exercise

    for path in new_exercise(assignment, function, suites):
        out.print(str(path), markup=False, soft_wrap=True)


@app.command(epilog="Example: autograder doctor")
@plainly
def doctor() -> None:
    """Which isolation works on this machine, what is missing, and how to get it."""
    from autograder.cli.doctor import print_diagnosis

    if not print_diagnosis(out):
        raise typer.Exit(FELL_SHORT)


export.add_to(app, plainly)


def main() -> None:
    app(prog_name="autograder", standalone_mode=True)
    sys.exit(0)


if __name__ == "__main__":
    main()
