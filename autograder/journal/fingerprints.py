"""What a result depends on, as hashes: one for each exercise of a submission.

An exercise's hash covers its folder, the part of the reference notebook that it uses, the values
that all tests share, the grader and its environment, the seed, the limits, and what was handed in.
A change in one exercise's folder then changes the hash of that exercise alone, and only that one
is graded again.
"""

from __future__ import annotations

import ast
import hashlib
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from autograder.bank.assertion_cells import CellAssignment
from autograder.bank.exercise import Folder
from autograder.bank.solution import Reference
from autograder.results import Submission

# Raise it when the same inputs would now be graded or written differently.
GRADER_VERSION = "3"


def exercise_fingerprints(
    folders: Sequence[Folder], reference: Reference, seed: str, limits: str
) -> dict[str, str]:
    """For each exercise the hash of all that decides its result, but for the submission."""
    common = hashlib.sha256()
    for part in (GRADER_VERSION, platform.python_version(), np.__version__, seed, limits):
        _add(common, part.encode())
    for parent in sorted({folder.path.parent for folder in folders}):
        # Modules that the exercises of an assignment share.
        _add_files(common, (p for p in parent.iterdir() if p.is_file()), parent)
    made = {}
    for folder in folders:
        digest = common.copy()
        _add_files(digest, _files(folder.path), folder.path)
        for source in reference_parts(folder, folders, reference):
            _add(digest, source.encode())
        made[folder.function] = digest.hexdigest()
    return made


def cell_fingerprints(assignment: CellAssignment, limits: str) -> dict[str, str]:
    """For each cell of tests the same hash: the cells of a notebook share what they define."""
    digest = hashlib.sha256()
    environment = (GRADER_VERSION, platform.python_version(), np.__version__, limits)
    for part in (*environment, assignment.digest()):
        _add(digest, part.encode())
    return {test.function: digest.hexdigest() for test in assignment.tests}


def reference_parts(folder: Folder, folders: Sequence[Folder], reference: Reference) -> list[str]:
    """The cells of the reference notebook that an exercise uses, in their order.

    These are the cells that define its function, the other exercises that its files name, and
    whatever those cells name in turn.
    """
    cells = reference.notebook.code
    defined = [_defined(source) for source in cells]
    text = " ".join(p.read_text(encoding="utf-8") for p in folder.path.glob("*.py"))
    words = set(re.findall(r"\w+", text))
    # What a star imports cannot be told: such a cell always counts.
    wanted = {folder.function, "*"} | {f.function for f in folders if f.function in words}
    used: set[int] = set()
    while True:
        more = {i for i, names in enumerate(defined) if names & wanted} - used
        if not more:
            return [cells[i] for i in sorted(used)]
        used |= more
        wanted = {name for i in more for name in _named(cells[i])}


def _defined(source: str) -> set[str]:
    """The names that a cell binds at its top level."""
    names: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return names


def _named(source: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _add_files(digest: hashlib._Hash, files: Iterator[Path], root: Path) -> None:
    for path in sorted(files):
        if not path.name.startswith(".") and path.suffix != ".pyc":
            _add(digest, str(path.relative_to(root)).encode())
            _add(digest, path.read_bytes())


def _add(digest: hashlib._Hash, part: bytes) -> None:
    """Add a part with its length, so that no two lists of parts are taken for one another."""
    digest.update(len(part).to_bytes(8, "big") + part)


def exercise_keys(
    submission: Submission, content: str, fingerprints: Mapping[str, str]
) -> dict[str, str]:
    """For each exercise of a submission the hash under which its result is kept."""
    made = {}
    for function, environment in fingerprints.items():
        digest = hashlib.sha256()
        for part in (submission.student, submission.assignment, content, function, environment):
            _add(digest, part.encode(errors="surrogateescape"))
        made[function] = digest.hexdigest()
    return made


def submission_key(keys: Mapping[str, str]) -> str:
    """The hash of a whole submission's result, from those of its exercises."""
    return hashlib.sha256(" ".join(keys.values()).encode()).hexdigest()
