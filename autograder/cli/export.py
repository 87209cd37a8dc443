"""The command `autograder export`: one format for each `--to`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autograder.bank.exercise import SUITES
from autograder.bank.solution import SOLUTIONS
from autograder.cli.common import report_expected_errors
from autograder.course.directory import Course, open_course
from autograder.course.settings import Settings, load_settings
from autograder.errors import CourseError
from autograder.export.table import Sheet, neutral


class Format(StrEnum):
    """What `--to` may name."""

    csv = "csv"
    canvas = "canvas"
    moodle = "moodle"
    gradescope = "gradescope"
    github = "github"


class Shown(StrEnum):
    """When a student on Gradescope sees the results of hidden tests."""

    at_once = "visible"
    after_due_date = "after_due_date"
    after_published = "after_published"


WRITES_GRADES = (Format.csv, Format.canvas, Format.moodle)
TAKES: dict[str, tuple[Format, ...]] = {
    "--template": (Format.canvas, Format.moodle),
    "--column": (Format.canvas,),
    "--scale": (Format.canvas, Format.moodle),
    "--comments": (Format.moodle,),
    "--per-exercise": (Format.csv,),
    "--missing-as-zero": WRITES_GRADES,
    "--db": WRITES_GRADES,
    "--visibility": (Format.gradescope,),
    "--unsafe": (Format.gradescope,),
}


NEED_TEMPLATE = ("--column", "--scale", "--comments")


@dataclass(frozen=True)
class Options:
    """The options that belong to some formats only; each has the name of its option."""

    template: Path | None
    column: str | None
    scale: bool
    comments: bool
    per_exercise: bool
    missing_as_zero: bool
    db: str | None
    visibility: Shown | None
    unsafe: bool


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
    options = Options(
        template, column, scale, comments, per_exercise, missing_as_zero, db, visibility, unsafe
    )
    _refuse_unused(to, options)
    place = open_course(course)
    if to in WRITES_GRADES:
        sheet = _sheet(to, place, names or [], options)
        _write_sheet(output or _sheet_path(place, to, names), sheet)
        return
    settings = load_settings(place)
    suited = _suited(names, suites)
    if output is not None and len(suited) != 1:
        raise typer.BadParameter("--output names one place; name one assignment with it")
    for name in suited:
        target = output or place.root / "export" / f"{name}-{to}"
        if to is Format.gradescope:
            path = output or target.with_name(f"{target.name}.zip")
            _write_gradescope(path, name, settings, suites, solutions, options)
        else:
            _write_github(target, name, settings, suites, solutions)


def _refuse_unused(to: Format, options: Options) -> None:
    """An option that this format does not know is a mistake, not to be passed over in silence."""
    for name, value in vars(options).items():
        option = f"--{name.replace('_', '-')}"
        if value in (None, False):
            continue
        if to not in TAKES[option]:
            formats = " and ".join(TAKES[option])
            raise typer.BadParameter(f"{option} belongs to --to {formats}, not to {to}")
        if option in NEED_TEMPLATE and options.template is None:
            raise typer.BadParameter(f"{option} is about a --template; none was given")


def _sheet(to: Format, place: Course, names: Sequence[str], options: Options) -> Sheet:
    from autograder.export.canvas import canvas_sheet
    from autograder.export.grades import read_grades
    from autograder.export.moodle import moodle_sheet
    from autograder.export.plain import grades_sheet
    from autograder.export.recorded import recorded_comments, recorded_outcomes

    if not place.settings_file.exists():
        raise CourseError(f"nothing has been graded in {place.root}; run `autograder grade`")
    course_id = load_settings(place).course_id
    with_parts = options.per_exercise or options.comments
    grades = read_grades(place, course_id, names, options.db, with_parts=with_parts)
    zero = options.missing_as_zero
    if to is Format.canvas:
        if options.column is not None and len(grades) != 1:
            raise CourseError("--column is of one assignment; name the assignment")
        return canvas_sheet(
            grades,
            template=options.template,
            column=options.column,
            scale=options.scale,
            missing_as_zero=zero,
        )
    if to is Format.moodle:
        comments = recorded_comments(place, grades[0]) if options.comments else None
        return moodle_sheet(
            grades,
            template=options.template,
            comments=comments,
            scale=options.scale,
            missing_as_zero=zero,
        )
    outcomes = recorded_outcomes(place, [one.name for one in grades]) if with_parts else None
    return grades_sheet(
        grades, per_exercise=options.per_exercise, outcomes=outcomes, missing_as_zero=zero
    )


def _sheet_path(place: Course, to: Format, names: Sequence[str] | None) -> Path:
    which = "-".join(names) if names else "grades"
    return place.root / "export" / (f"{which}.csv" if to is Format.csv else f"{which}-{to}.csv")


def _write_sheet(path: Path, sheet: Sheet) -> None:
    from autograder.export.table import write_sheet

    if path.is_dir():
        raise CourseError(f"{path} is a folder; --output names the file to write")
    write_sheet(path.resolve(), sheet)
    for note in sheet.notes:
        _say(f"note: {note}")
    typer.echo(str(path))
    for problem in sheet.problems:
        _say(f"autograder: {problem}")
    if sheet.problems:
        raise typer.Exit(1)


def _suited(names: list[str] | None, suites: Path) -> list[str]:
    from autograder.bank.exercise import assignments
    from autograder.errors import ExerciseError

    known = assignments(suites)
    for name in names or []:
        if name not in known:
            raise ExerciseError(f"no assignment named {name!r}; there are: {', '.join(known)}")
    return names or known


def _write_gradescope(
    path: Path, name: str, settings: Settings, suites: Path, solutions: Path, options: Options
) -> None:
    from autograder.export.gradescope import gradescope_zip

    made = gradescope_zip(
        name,
        settings,
        suites=suites,
        solutions=solutions,
        visibility=str(options.visibility or Shown.after_due_date),
        unsafe=options.unsafe,
    )
    _write(path, made)


def _write_github(
    target: Path, name: str, settings: Settings, suites: Path, solutions: Path
) -> None:
    from autograder.export.github import github_files

    for path, content in github_files(name, settings, suites=suites, solutions=solutions).items():
        _write(target / path, content, quiet=True)
    typer.echo(str(target / "student"))
    typer.echo(str(target / "instructor"))


def _write(path: Path, content: str | bytes, *, quiet: bool = False) -> None:
    from autograder.files import write_atomically

    if path.is_dir():
        raise CourseError(f"{path} is a folder; --output names the file to write")
    write_atomically(path.resolve(), content)
    if not quiet:
        typer.echo(str(path))


def _say(text: str) -> None:
    """To the terminal; names from outside can move no cursor."""
    typer.echo(neutral(text), err=True)
