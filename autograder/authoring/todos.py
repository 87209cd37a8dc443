"""What `autograder new` left to be written: lines marked TODO in the files of an exercise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.authoring.audit import Finding
from autograder.bank.exercise import SUITES, Folder, assignments, load_assignment
from autograder.bank.solution import SOLUTIONS

TODO = "TODO"
SUFFIXES = (".md", ".py", ".toml")


def todo_findings(
    names: Sequence[str] | None = None, *, suites: Path = SUITES, solutions: Path = SOLUTIONS
) -> list[Finding]:
    """For each exercise named, or all: is nothing left to be written?"""
    wanted = set(names or ())
    findings = []
    for assignment in assignments(suites):
        for folder in load_assignment(assignment, suites):
            full_name = f"{assignment}/{folder.function}"
            if not wanted or wanted & {folder.function, full_name, assignment}:
                places = list(_todos(folder, solutions))
                detail = f"{', '.join(places)}; write what stands there and remove the mark"
                findings.append(Finding(folder.function, "no TODO is left", not places, detail))
    return findings


def _todos(folder: Folder, solutions: Path) -> Iterator[str]:
    """The places, such as `probes.py:3`, with a mark."""
    text = solutions / folder.assignment / f"{folder.function}.md"
    files = sorted(p for p in folder.path.iterdir() if p.suffix in SUFFIXES)
    for path in [*files, *([text] if text.is_file() else [])]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if TODO in line:
                yield f"{path.name}:{number}"
