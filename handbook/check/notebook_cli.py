"""The visible checks of a whole notebook, from a command line: for a repository's workflow.

    python -m handbook.check.notebook_cli optimizers.ipynb

`checks.json` lies beside the notebook. Its code cells are run in order, a broken one passed
over; then every exercise is checked. On GitHub each result is an annotation of the notebook and a
line of the summary. An exercise that is not started is no failure. Exit code 1: something that
was started is not right; 2: there is nothing to check.

This runs the notebook as it is, without a sandbox: it is for whoever wrote it.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from handbook.check import FILE_NAME, GRADING_VARIABLE, LATER, Checker, Report

CELL_SECONDS = 20.0
CHECK_SECONDS = 10.0  # for all visible inputs of one exercise
AFTER_THAT = 0.5  # again, where a bare `except` caught it
EXPERIMENT = "experiment"  # the tag of a cell that defines nothing
MAGIC = re.compile(r"^[^\S\n]*[%!].*$", re.MULTILINE)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Finding:
    """What is said of one exercise: `level` is notice, error, or "" where all is right."""

    function: str
    state: str
    level: str
    message: str
    line: int


class OutOfTime(BaseException):
    """A cell or a call took too long; no `except Exception` of a notebook stops it."""


def main(arguments: Sequence[str]) -> int:
    """Check the notebook named first and say what was found."""
    if len(arguments) != 1:
        print("usage: python -m handbook.check.notebook_cli NOTEBOOK.ipynb", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    try:
        sources, text = read_code(path)
        checker = Checker(path.parent / FILE_NAME)
        checker.names()  # a damaged file is found before anything is run
        namespace, broken = run_cells(sources)
        findings = checked(checker, namespace, broken, text)
    except (OSError, ValueError) as problem:
        print(f"{path}: {problem}", file=sys.stderr)
        return 2
    print("\n".join(f"{f.function:<24} {f.state}" for f in findings))
    done = sum(f.state == "passed" for f in findings)
    print(f"{done} of {len(findings)} pass their visible checks. {LATER}")
    if os.environ.get("GITHUB_ACTIONS"):
        print("\n".join(annotation(path, f) for f in findings if f.level))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with open(summary, "a", encoding="utf-8") as file:
            file.write(summary_table(findings))
    return int(any(f.level == "error" for f in findings))


def read_code(path: Path) -> tuple[list[str], str]:
    """The code cells of a notebook and its text; raises ValueError where it is none."""
    text = path.read_text(encoding="utf-8")
    try:
        cells = json.loads(text)["cells"]
        code = [
            "".join(cell["source"])
            for cell in cells
            if cell["cell_type"] == "code"
            and EXPERIMENT not in cell.get("metadata", {}).get("tags", [])
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("this is no notebook; save it again in Jupyter") from error
    return code, text


def run_cells(sources: Sequence[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Run the cells: what they define, and for each function of a broken cell what broke it.

    What they print is dropped: on GitHub a printed line can be a command.
    """
    os.environ.setdefault("MPLBACKEND", "Agg")
    module = ModuleType("__main__")
    namespace: dict[str, Any] = module.__dict__
    broken: dict[str, str] = {}
    with silence(), environment(GRADING_VARIABLE, "1"):
        for source in sources:
            source = MAGIC.sub("", source)
            try:
                with time_limit(CELL_SECONDS):
                    exec(compile(source, "<cell>", "exec"), namespace)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # SystemExit as well: one bad cell stops no check
                late = isinstance(error, OutOfTime)
                reason = f"it did {error}" if late else f"{type(error).__name__}: {error}"
                broken |= dict.fromkeys(re.findall(r"^def (\w+)", source, re.MULTILINE), reason)
    return namespace, broken


def checked(
    checker: Checker, namespace: dict[str, Any], broken: dict[str, str], text: str
) -> list[Finding]:
    """What is found of each exercise; what the functions print is dropped."""
    findings = []
    with silence(), environment(GRADING_VARIABLE, None):
        for name in checker.names():
            try:
                with time_limit(CHECK_SECONDS):
                    report = checker.report(name, namespace)
                findings.append(finding(report, broken, text))
            except OutOfTime as late:
                message = f"The calls did {late}"
                findings.append(Finding(name, "time limit", "error", message, line_of(name, text)))
    return findings


def finding(report: Report, broken: dict[str, str], text: str) -> Finding:
    """What to say of an exercise."""
    name, verdict = report.exercise.function, report.verdict
    message = verdict.message
    if verdict.outcome == "not_found" and name in broken:
        message = f"The cell that defines {name} could not be run: {broken[name]}"
    elif verdict.evidence is not None:
        message += (
            f"\ncalled    {verdict.evidence.call}\nreturned  {verdict.evidence.got}"
            f"\nexpected  {verdict.evidence.expected}"
        )
    state = verdict.outcome.replace("_", " ")
    level = {"passed": "", "not_started": "notice"}.get(verdict.outcome, "error")
    return Finding(name, state, level, CONTROL.sub(" ", message), line_of(name, text))


def line_of(function: str, text: str) -> int:
    """The line of the notebook's file on which a function is defined, or 1."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(rf"\bdef {re.escape(function)}\(", line):
            return number
    return 1


def annotation(path: Path, found: Finding) -> str:
    """A finding as a command to GitHub; nothing of the message can be one of its own."""
    title = f"{found.function}: {found.state}"
    parts = {"file": path.as_posix(), "line": str(found.line), "title": title}
    properties = ",".join(f"{key}={_property(value)}" for key, value in parts.items())
    return f"::{found.level} {properties}::{_data(found.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary_table(findings: Sequence[Finding]) -> str:
    """The findings as a table in Markdown, in which nothing of them has a meaning."""
    rows = [f"| {f.function} | {f.state} | {_cell(f.message)} |" for f in findings]
    return "\n".join(["| function | state | |", "| --- | --- | --- |", *rows, "", LATER, ""])


def _cell(text: str) -> str:
    escaped = "".join(c if c.isalnum() or c in " .,\n" else f"&#{ord(c)};" for c in text)
    return escaped.replace("\n", "<br>")


@contextmanager
def silence() -> Iterator[None]:
    """Drop what is printed."""
    with (
        open(os.devnull, "w", encoding="utf-8") as nowhere,
        redirect_stdout(nowhere),
        redirect_stderr(nowhere),
    ):
        yield


@contextmanager
def environment(name: str, value: str | None) -> Iterator[None]:
    """Set a variable, or remove it with None, and put back what was."""
    before = os.environ.pop(name, None)
    if value is not None:
        os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name, None)
        if before is not None:
            os.environ[name] = before


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime after some seconds, where there are signals to do it with.

    It is raised again and again: what ran may have caught it and gone on.
    """
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def late(*_: object) -> None:
        raise OutOfTime(f"not end within {seconds:g} s (an endless loop?).")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds, AFTER_THAT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
