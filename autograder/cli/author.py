"""The commands of an author: release, audit, class, new, import-nbgrader."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.authoring.release import (
    EXERCISES,
    KITS,
    build_release,
    differences,
    write_release,
)
from autograder.bank.exercise import SUITES
from autograder.bank.solution import SOLUTIONS
from autograder.cli.common import (
    EXIT_FAILURE,
    CourseOption,
    SolutionsOption,
    SuitesOption,
    chosen,
    err,
    out,
    progress_bar,
    report_expected_errors,
    say,
)


@report_expected_errors
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
    """Make what students receive: notebook, checks.json and kit; refuse to leak.

    The notebook with solutions is assembled as well, from the text in solutions/<assignment>/.
    """
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
        raise typer.Exit(EXIT_FAILURE)


@report_expected_errors
def audit(
    exercises: Annotated[list[str] | None, typer.Argument(metavar="[EXERCISE]...")] = None,
    suites: SuitesOption = SUITES,
    solutions: SolutionsOption = SOLUTIONS,
    repeats: Annotated[int, typer.Option(min=1, help="Repetitions to find flakes.")] = 200,
    fresh: Annotated[bool, typer.Option("--fresh", help="Audit unchanged exercises, too.")] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write seconds and shortfalls.")
    ] = None,
) -> None:
    """Grade the grader: every wrong version caught and named, every right one accepted.

    An exercise that has not changed since it passed its last audit on this machine is not audited
    again.
    """
    from autograder.authoring.audit import audit_exercises, print_audit
    from autograder.authoring.audit_runs import audit_json
    from autograder.authoring.todos import with_todos

    with progress_bar("auditing") as progress:
        audited = audit_exercises(
            exercises,
            suites=suites,
            solutions=solutions,
            repeats=repeats,
            fresh=fresh,
            progress=progress,
        )
    audited = with_todos(audited, suites=suites, solutions=solutions)
    if json_file is not None:
        json_file.write_text(audit_json(audited), encoding="utf-8")
    if not print_audit(audited, out):
        raise typer.Exit(EXIT_FAILURE)


@report_expected_errors
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


@report_expected_errors
def new(
    assignment: Annotated[str, typer.Argument()],
    function: Annotated[str, typer.Argument()],
    like: Annotated[
        str | None,
        typer.Option(metavar="OTHER", help="Start from a copy of this exercise."),
    ] = None,
    suites: SuitesOption = SUITES,
    solutions: SolutionsOption = SOLUTIONS,
) -> None:
    """Start an exercise: its files, each saying what belongs in it, and its place in index.md."""
    from autograder.authoring.scaffold import new_exercise

    for path in new_exercise(assignment, function, like=like, suites=suites, solutions=solutions):
        out.print(str(path), markup=False, soft_wrap=True)


@report_expected_errors
def import_nbgrader(
    source: Annotated[Path, typer.Argument(help="The folder of an assignment, as source/ps1.")],
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="The assignment's new name.")
    ] = None,
    suites: SuitesOption = Path("suites"),
    solutions: SolutionsOption = Path("solutions"),
) -> None:
    """Draft suites from an nbgrader assignment's cells of tests, and list what is left out.

    Nothing is overwritten, and the notebooks stay as they are.
    """
    from autograder.authoring.import_nbgrader import import_assignment, write_import

    made = import_assignment(source, suites, solutions, name)
    paths = write_import(made, suites, solutions)
    tests = sum(len(one.drafts) for one in made.exercises)
    say(f"assignment      {made.name}, from {', '.join(made.notebooks)}")
    say(f"points          {made.before:g} before, {made.after:g} after")
    say(f"carried         cells of tests: {tests}, functions: {len(made.exercises)}")
    for one in made.exercises:
        cells = ", ".join(each.cell.grade_id for each in one.drafts)
        say(f"  {one.function.name}: {one.points:g} points from {cells}")
    if made.by_hand:
        say(f"by hand         {made.by_hand:g} points, as before")
    if made.lost:
        say(f"not carried     cells of tests: {len(made.lost)}")
    for lost in made.lost:
        say(f"  {lost.name}, {lost.points:g} points: {lost.reason}")
    if made.notes:
        say("look at")
    for note in made.notes:
        say(f"  {note}")
    say(f"written         {len(paths)} files in {suites / made.name} and {solutions / made.name}")
