"""What must not reach a student: solutions, hidden tests, and the text they are made from."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from autograder.bank.assignment_notebook import BEGIN, END, INDEX
from autograder.bank.exercise import Folder
from autograder.bank.solution import Reference

MARKERS = (
    *("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME"),
    *(":::{answer}", ":::{mark-scheme}", ":::{compare}"),
)
SHORT = 25  # a line of a solution that is no longer says nothing: `return w, v`


class LeakError(Exception):
    """The release would hand a student something hidden; the message says what and where."""


def refuse_leaks(files: Mapping[str, str], folders: Sequence[Folder], reference: Reference) -> None:
    """Raise LeakError where a file for students holds something that must stay hidden."""
    for leak in leaks(files, folders, reference):
        raise LeakError(leak)


def leaks(files: Mapping[str, str], folders: Sequence[Folder], reference: Reference) -> list[str]:
    """What files for students, by their names, hold that must stay hidden; a sentence for each."""
    secrets = dict(_secrets(folders, reference))
    texts = {INDEX, *(f"{folder.function}.md" for folder in folders)}
    found = []
    for name, text in files.items():
        if PurePath(name).name in texts:
            found.append(f"{name} would be released: the text of a solution is not for students")
        searched = _notebook_text(text) if name.endswith(".ipynb") else text
        found += [
            f"{name} would hold {what}: {secret!r}"
            for secret, what in secrets.items()
            if secret in searched
        ]
    return found


def _secrets(folders: Sequence[Folder], reference: Reference) -> list[tuple[str, str]]:
    secrets = [(marker, "a marker of hidden text") for marker in MARKERS]
    for folder in folders:
        tests = ast.parse(folder.tests.read_text(encoding="utf-8"))
        secrets += [
            (node.name, "the name of a hidden test")
            for node in ast.walk(tests)
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]
        hidden = _hidden_lines(reference.source(folder.function))
        if hidden is None:
            raise LeakError(f"the solution cell of {folder.function} marks no solution")
        given = {line.strip() for line in reference.stub(folder.function).splitlines()}
        secrets += [
            (line, f"a line of the solution of {folder.function}")
            for line in hidden
            if line not in given  # such as the return that the template of a derivation has, too
        ]
    for cell in reference.notebook.cells:
        if cell.kind == "markdown" and cell.grade_id:
            lines = _hidden_lines(cell.source) or []
            secrets += [(line, f"a line of the answer {cell.grade_id}") for line in lines]
    return secrets


def _hidden_lines(source: str) -> list[str] | None:
    """The lines between the markers that are long enough to tell; None without markers."""
    blocks = re.findall(rf"{BEGIN}\n(.*?){END}", source, re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if len(line) > SHORT] if blocks else None


def _notebook_text(text: str) -> str:
    """Every string of a notebook: sources, outputs, metadata."""
    return "\n".join(_strings(json.loads(text)))


def _strings(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        return [s for key, value in data.items() for s in (key, *_strings(value))]
    if isinstance(data, list):
        if all(isinstance(line, str) for line in data):
            return ["".join(data)]  # the lines of one text
        return [s for value in data for s in _strings(value)]
    return []
