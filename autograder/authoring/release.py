"""From `solutions/` to `exercises/`: what a student receives, and nothing more.

The notebook goes through nbgrader's own preprocessors; beside it stand `checks.json` and, in
the build folder, a kit to download. A release that would leak a solution, a hidden test or a
wrong version's source is refused.
"""

from __future__ import annotations

import ast
import io
import json
import math
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config

import handbook
from autograder.authoring.visible_checks import checks_text
from autograder.bank.assignment_notebook import score_cell
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import (
    SUITES,
    Folder,
    load_assignment,
)
from autograder.bank.solution import SOLUTIONS, Reference, load_reference
from autograder.files import write_atomically
from handbook.check import FILE_NAME

EXERCISES = SOLUTIONS.parent / "exercises"
KITS = SOLUTIONS.parent / "_build" / "kits"
STUB = "raise NotImplementedError"
WRITTEN_STUB = "*The answer goes here.*"
MARKERS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME")
KIT_README = """\
{title}

1. Install Python 3.11 or newer, then:  python -m pip install -r requirements.txt
2. Start:                               python -m jupyter lab {assignment}.ipynb
3. Fill in the functions; check("...") tells what is right and what is not yet.
4. Hand in {assignment}.ipynb.

Keep the files of this folder together: the checks are read from {checks}.
"""
KIT_REQUIREMENTS = "numpy>=2.1\nmatplotlib>=3.9\nsympy>=1.13\njupyterlab>=4\n"


class LeakError(Exception):
    """The release would hand a student something hidden; the message says what and where."""


@dataclass(frozen=True)
class Release:
    """The files of one released assignment, by name, and its kit."""

    assignment: str
    files: Mapping[str, str]
    kit: bytes


def build_release(
    assignment: str, *, suites: Path = SUITES, solutions: Path = SOLUTIONS
) -> Release:
    """Make the release of an assignment in memory.

    Raises ExerciseError where the sources do not fit together and LeakError where the result
    would hold something hidden.
    """
    folders = load_assignment(assignment, suites)
    reference = load_reference(assignment, folders, solutions)
    folders = reference.in_order(folders)
    notebook = released_notebook(assignment, folders, reference)
    files = {
        f"{assignment}.ipynb": nbformat.writes(notebook) + "\n",
        FILE_NAME: checks_text(assignment, folders, reference),
    }
    refuse_leaks(files, folders, reference)
    return Release(assignment, files, _kit(assignment, files))


def released_notebook(
    assignment: str, folders: Sequence[Folder], reference: Reference
) -> NotebookNode:
    """The student's notebook: solutions cut, cells locked, checksums as nbgrader expects."""
    from nbgrader.preprocessors import (
        CheckCellMetadata,
        ClearHiddenTests,
        ClearMarkScheme,
        ClearOutput,
        ClearSolutions,
        ComputeChecksums,
        LockCells,
    )

    config = Config()
    config.ClearSolutions.code_stub = {"python": STUB}
    config.ClearSolutions.text_stub = WRITTEN_STUB
    notebook = nbformat.read(reference.path, as_version=4)
    _check_cells(notebook, folders, reference.path)
    resources: dict[str, Any] = {"nbgrader": {"assignment": assignment, "notebook": assignment}}
    for step in (LockCells, ClearSolutions, ClearOutput, ClearHiddenTests, ClearMarkScheme):
        notebook, resources = step(config=config).preprocess(notebook, resources)
    _name_stubs(notebook, folders)
    for step in (ComputeChecksums, CheckCellMetadata):
        notebook, resources = step(config=config).preprocess(notebook, resources)
    return notebook


def _check_cells(notebook: NotebookNode, folders: Sequence[Folder], path: Path) -> None:
    """Each exercise needs one solution cell and one locked grade cell with its points."""
    cells = {c.metadata.nbgrader.grade_id: c for c in notebook.cells if "nbgrader" in c.metadata}
    for folder in folders:
        solution = cells.get(folder.function)
        grade = cells.get(score_cell(folder.function))
        if solution is None or not solution.metadata.nbgrader.solution:
            raise ExerciseError(f"{path}: no solution cell with the id {folder.function}")
        if grade is None or not grade.metadata.nbgrader.grade:
            raise ExerciseError(
                f"{path}: no locked grade cell with the id {score_cell(folder.function)}"
            )
        if float(grade.metadata.nbgrader.points) != folder.points:
            raise ExerciseError(
                f"{path}: {score_cell(folder.function)} gives {grade.metadata.nbgrader.points} "
                f"points, {folder.path.name}/exercise.toml {folder.points:g}"
            )


def _name_stubs(notebook: NotebookNode, folders: Sequence[Folder]) -> None:
    names = {folder.function for folder in folders}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in names:
            stub = f'{STUB}("{name}: not started")'
            cell.source = re.sub(rf"{STUB}$", stub, cell.source, flags=re.MULTILINE)


def refuse_leaks(files: Mapping[str, str], folders: Sequence[Folder], reference: Reference) -> None:
    """Raise LeakError where a released file holds something that must stay hidden."""
    secrets = dict(_secrets(folders, reference))
    for name, text in files.items():
        searched = _notebook_text(text) if name.endswith(".ipynb") else text
        for secret, what in secrets.items():
            if secret in searched:
                raise LeakError(f"{name} would hold {what}: {secret!r}")


def _secrets(folders: Sequence[Folder], reference: Reference) -> list[tuple[str, str]]:
    secrets = [(marker, "a marker of hidden text") for marker in MARKERS]
    for folder in folders:
        tests = ast.parse(folder.tests.read_text(encoding="utf-8"))
        secrets += [
            (node.name, "the name of a hidden test")
            for node in ast.walk(tests)
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]
        solution = reference.source(folder.function)
        hidden = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", solution, re.DOTALL)
        if not hidden:
            raise LeakError(f"the solution cell of {folder.function} marks no solution")
        secrets += [
            (line.strip(), f"a line of the solution of {folder.function}")
            for block in hidden
            for line in block.splitlines()
            if len(line.strip()) > 25
        ]
    return secrets


def _notebook_text(text: str) -> str:
    cells = json.loads(text)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells)


def _kit(assignment: str, files: Mapping[str, str]) -> bytes:
    """A zip with the assignment and the reader's package; the same bytes for the same sources."""
    package = Path(handbook.__file__).parent
    members = dict(files) | {
        "README.txt": KIT_README.format(title=assignment, assignment=assignment, checks=FILE_NAME),
        "requirements.txt": KIT_REQUIREMENTS,
    }
    for module in sorted(package.rglob("*.py")):
        members[f"handbook/{module.relative_to(package).as_posix()}"] = module.read_text(
            encoding="utf-8"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(members.items()):
            info = zipfile.ZipInfo(f"{assignment}/{name}", date_time=(1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    return buffer.getvalue()


def write_release(release: Release, exercises: Path = EXERCISES, kits: Path = KITS) -> list[Path]:
    """Write a release; returns its files. One that says the same already is left as it is."""
    target = exercises / release.assignment
    for name, text in release.files.items():
        if not says_the_same(name, _text(target / name), text):
            write_atomically(target / name, text)
    write_atomically(kits / f"{release.assignment}.zip", release.kit)
    return [*(target / name for name in release.files), kits / f"{release.assignment}.zip"]


def differences(release: Release, exercises: Path = EXERCISES) -> list[str]:
    """What in `exercises/` is not as the release would make it; [] if all is."""
    target = exercises / release.assignment
    found = []
    for name, text in release.files.items():
        path = target / name
        if not path.is_file():
            found.append(f"{path} is missing")
        elif not says_the_same(name, _text(path), text):
            found.append(f"{path} differs from what its source makes")
    extra = sorted(p.name for p in target.glob("*") if p.name not in release.files)
    return [*found, *(f"{target / name} is no part of the release" for name in extra)]


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def says_the_same(name: str, old: str | None, new: str) -> bool:
    """Are two versions of a released file the same?

    Notebooks to the letter. In the checks the last digits of computed numbers may differ: they
    depend on the processor's way to add up a product of matrices.
    """
    if old is None or name != FILE_NAME:
        return old == new
    try:
        return _alike(json.loads(old), json.loads(new))
    except ValueError:
        return False


def _alike(old: Any, new: Any) -> bool:
    if type(old) is not type(new):
        return False
    if isinstance(old, dict):
        return list(old) == list(new) and all(_alike(old[key], new[key]) for key in old)
    if isinstance(old, list):
        return len(old) == len(new) and all(map(_alike, old, new))
    if isinstance(old, float):
        return math.isclose(old, new, rel_tol=1e-12, abs_tol=1e-15)
    return bool(old == new)
