"""The command line: `autograder` and its commands, in the order of `--help`."""

from __future__ import annotations

import sys

import typer

from autograder.cli import author, collect, doctor, export, grade, pages

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Release, grade, report: the instructor's side of the handbook.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
COMMANDS = (
    ("release", author.release, "release optimizers"),
    ("collect", collect.collect, "collect optimizers --from moodle download.zip"),
    ("grade", grade.grade, "grade optimizers --course ~/dl-2026"),
    ("feedback", pages.feedback, "feedback optimizers --course ~/dl-2026"),
    ("report", pages.report, "report optimizers --course ~/dl-2026"),
    ("audit", author.audit, "audit adam_step"),
    ("class", author.make_class, "class --students 200 --seed 1 --course demo"),
    ("new", author.new, "new optimizers amsgrad_step"),
    ("import-nbgrader", author.import_nbgrader, "import-nbgrader source/ps1"),
    ("doctor", doctor.doctor, "doctor"),
    ("export", export.export, "export optimizers --to csv --course ~/dl-2026"),
)
for name, command, example in COMMANDS:
    app.command(name, epilog=f"Example: autograder {example}")(command)


def main() -> None:
    app(prog_name="autograder", standalone_mode=True)
    sys.exit(0)


if __name__ == "__main__":
    main()
