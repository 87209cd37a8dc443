"""From `solutions/` to `exercises/`: what a student receives, and nothing more.

The notebook goes through nbgrader's own preprocessors; beside it stand `checks.json` and, in
the build folder, a kit to download. A release that would leak a solution, a hidden test or a
wrong version's source is refused. The notebook of `solutions/`, which nbgrader
reads, is made as well where the assignment has a text.
"""

from __future__ import annotations

import io
import json
import math
import shlex
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import handbook
from autograder.authoring.leak_check import refuse_leaks
from autograder.authoring.visible_checks import checks_text
from autograder.bank.assertion_cells import CellAssignment
from autograder.bank.assignment_notebook import (
    STUB,
    WRITTEN_STUB,
    check_cells,
    name_stubs,
)
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import SUITES, Folder, load_assignment
from autograder.bank.older_notebooks import newer_metadata
from autograder.bank.solution import SOLUTIONS, Reference, load_reference
from autograder.files import write_atomically
from handbook.check import FILE_NAME

if TYPE_CHECKING:
    from nbformat import NotebookNode

EXERCISES = SOLUTIONS.parent / "exercises"
KITS = SOLUTIONS.parent / "_build" / "kits"
KIT_README = """\
{title}

1. Install Python 3.11 or newer, then:  python -m pip install -r requirements.txt
2. Start:                               python -m jupyter lab {assignment}.ipynb
3. Fill in the functions; check("...") tells what is right and what is not yet.
4. Hand in {assignment}.ipynb.

Keep the files of this folder together: the checks are read from {checks}.
"""
KIT_REQUIREMENTS = "numpy>=2.1\nmatplotlib>=3.9\nsympy>=1.13\njupyterlab>=4\n"


@dataclass(frozen=True)
class Release:
    """The files of one released assignment, by name, and its kit.

    `assembled` is the notebook with solutions and its path, where it is made from a text.
    """

    assignment: str
    files: Mapping[str, str]
    kit: bytes
    assembled: tuple[Path, str] | None = None


def build_release(
    assignment: str, *, suites: Path = SUITES, solutions: Path = SOLUTIONS
) -> Release:
    """Make the release of an assignment in memory.

    Raises ExerciseError where the sources do not fit together and LeakError where the result
    would hold something hidden.
    """
    import nbformat  # loads many modules, for this command alone

    folders = load_assignment(assignment, suites)
    reference = load_reference(assignment, folders, solutions)
    folders = reference.in_order(folders)
    notebook = released_notebook(assignment, folders, reference)
    files = {
        f"{assignment}.ipynb": nbformat.writes(notebook) + "\n",
        FILE_NAME: checks_text(assignment, folders, reference),
    }
    members = _kit_members(assignment, files)
    refuse_leaks(members, folders, reference)
    made = reference.assembled
    assembled = None if made is None else (reference.path, made)
    return Release(assignment, files, _kit(assignment, members), assembled)


def released_notebook(
    assignment: str, folders: Sequence[Folder], reference: Reference
) -> NotebookNode:
    """The student's notebook: solutions cut, cells locked, checksums as nbgrader expects."""
    import nbformat
    from traitlets.config import Config

    config = Config()
    config.ClearSolutions.code_stub = {"python": STUB}
    config.ClearSolutions.text_stub = WRITTEN_STUB
    notebook = nbformat.reads(reference.text, as_version=4)
    check_cells(notebook, folders, reference.path)
    about = {"assignment": assignment, "notebook": assignment}
    notebook = _cleared(notebook, about, config)
    name_stubs(notebook, folders)
    return _checked(notebook, about)


def released_cells(assignment: CellAssignment) -> dict[str, NotebookNode]:
    """The student's notebooks of an assignment with cells of tests, by name.

    They are made from the instructor's as `nbgrader generate_assignment` makes them. Raises
    ExerciseError where a notebook has marks or cells that nbgrader refuses. Metadata of an older
    nbgrader are renewed first.
    """
    import nbformat
    from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError
    from traitlets.config import Config

    made = {}
    for name in assignment.notebooks:
        path = assignment.path / f"{name}.ipynb"
        about = {"assignment": assignment.name, "notebook": name}
        try:
            notebook = nbformat.read(path, as_version=4)
            for cell in notebook.cells:
                if "nbgrader" in cell.metadata:
                    newer = newer_metadata(cell.metadata.pop("nbgrader"))
                    if newer is not None:
                        cell.metadata["nbgrader"] = nbformat.from_dict(newer)
            made[name] = _checked(_cleared(notebook, about, Config()), about)
        except (SchemaTooOldError, SchemaTooNewError) as error:
            raise ExerciseError(
                f"{path}: {error}; run `nbgrader update {shlex.quote(str(path))}`"
            ) from error
        except (RuntimeError, ValueError) as error:
            raise ExerciseError(f"{path}: {error}") from error
    return made


def _cleared(notebook: NotebookNode, about: Mapping[str, str], config: Any) -> NotebookNode:
    """Without solutions, outputs, hidden tests and schemes of marks; with locked cells."""
    from nbgrader.preprocessors import (
        ClearHiddenTests,
        ClearMarkScheme,
        ClearOutput,
        ClearSolutions,
        LockCells,
    )

    resources: dict[str, Any] = {"nbgrader": {**about}}
    for step in (LockCells, ClearSolutions, ClearOutput, ClearHiddenTests, ClearMarkScheme):
        notebook, resources = step(config=config).preprocess(notebook, resources)
    return notebook


def _checked(notebook: NotebookNode, about: Mapping[str, str]) -> NotebookNode:
    """With the checksums that nbgrader expects; it refuses cells that are not as they must be."""
    from nbgrader.preprocessors import CheckCellMetadata, ComputeChecksums

    resources: dict[str, Any] = {"nbgrader": {**about}}
    for step in (ComputeChecksums, CheckCellMetadata):
        notebook, resources = step().preprocess(notebook, resources)
    return notebook


def _kit_members(assignment: str, files: Mapping[str, str]) -> dict[str, str]:
    """The files of the kit: the assignment's, and the reader's package."""
    package = Path(handbook.__file__).parent
    members = dict(files) | {
        "README.txt": KIT_README.format(title=assignment, assignment=assignment, checks=FILE_NAME),
        "requirements.txt": KIT_REQUIREMENTS,
    }
    for module in sorted(package.rglob("*.py")):
        members[f"handbook/{module.relative_to(package).as_posix()}"] = module.read_text(
            encoding="utf-8"
        )
    return members


def _kit(assignment: str, members: Mapping[str, str]) -> bytes:
    """A zip of the kit's files; the same bytes for the same sources."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(members.items()):
            info = zipfile.ZipInfo(f"{assignment}/{name}", date_time=(1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    return buffer.getvalue()


def write_release(release: Release, exercises: Path = EXERCISES, kits: Path = KITS) -> list[Path]:
    """Write a release; returns its files. One that says the same already is left as it is.

    The notebook with solutions is among them only where it was written.
    """
    target = exercises / release.assignment
    files = {target / name: text for name, text in release.files.items()}
    if release.assembled:
        path, text = release.assembled
        if _text(path) != text:
            files[path] = text
    for path, text in files.items():
        if not says_the_same(path.name, _text(path), text):
            write_atomically(path, text, public=True)
    kit = kits / f"{release.assignment}.zip"
    write_atomically(kit, release.kit, public=True)
    return [*files, kit]


def differences(release: Release, exercises: Path = EXERCISES) -> list[str]:
    """What in `exercises/` and `solutions/` is not as the release would make it; [] if all is."""
    target = exercises / release.assignment
    found = []
    if release.assembled:
        path, text = release.assembled
        if not path.is_file():
            found.append(f"{path} is missing")
        elif _text(path) != text:
            found.append(
                f"{path} differs from what its text makes; edit the .md and run "
                "`autograder release`"
            )
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
    depend on the processor's way to add up a product of matrices, and more of them where a wrong
    version takes the difference of two numbers that are nearly the same. A thousandth of the
    tolerance of the exercises is left to it.
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
        return math.isclose(old, new, rel_tol=1e-9, abs_tol=1e-12)
    return bool(old == new)
