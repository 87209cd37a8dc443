"""What `autograder new` left to be written: lines marked TODO in the files of an exercise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.authoring.audit_runs import Audited, Finding
from autograder.bank.exercise import SUITES, Folder, assignments, load_assignment
from autograder.bank.solution import SOLUTIONS

TODO = "TODO"
SUFFIXES = (".md", ".py", ".toml")


def with_todos(
    audited: Sequence[Audited], *, suites: Path = SUITES, solutions: Path = SOLUTIONS
) -> list[Audited]:
    """The audits, each with one finding more: is nothing left to be written?"""
    places: dict[str, list[str]] = {}
    for assignment in assignments(suites):
        for folder in load_assignment(assignment, suites):
            places.setdefault(folder.function, []).extend(_todos(folder, solutions))
    return [
        replace(one, findings=[*one.findings, _finding(one.exercise, places[one.exercise])])
        for one in audited
    ]


def _finding(exercise: str, places: Sequence[str]) -> Finding:
    detail = f"{', '.join(places)}; write what belongs there and remove the mark" if places else ""
    return Finding(exercise, f"no {TODO} is left", not places, detail)


def _todos(folder: Folder, solutions: Path) -> Iterator[str]:
    """The places, such as `probes.py:3`, with a mark."""
    text = solutions / folder.assignment / f"{folder.function}.md"
    files = sorted(p for p in folder.path.iterdir() if p.suffix in SUFFIXES)
    for path in [*files, *([text] if text.is_file() else [])]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if TODO in line:
                yield f"{path.name}:{number}"
