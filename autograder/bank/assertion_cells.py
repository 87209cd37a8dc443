"""Assignments whose tests are nbgrader's cells of tests, read from the instructor's notebooks.

Each notebook of `source/<assignment>/` (or of `release/<assignment>/`, where there is no source)
may hold cells with `grade: true, solution: false`. They are the tests, as they are. Each one counts
as an exercise of its own, named `cell:<grade_id>`. Other files of the folder are its data.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.bank.assignment_notebook import CELL_PREFIX
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import Folder
from autograder.bank.older_notebooks import newer_metadata
from autograder.ingest.notebook import Cell, Notebook, Unreadable, read_notebook

BEGIN_HIDDEN, END_HIDDEN = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"  # as nbgrader looks for them
PLACES = ("source", "release")  # of nbgrader's course folder, the one that has hidden tests first
MAX_DATA = 64 << 20  # bytes of all data files of an assignment together
NO_DATA = (".ipynb", ".pyc")
KIND = "cells"  # of the folders that stand for cells of tests


@dataclass(frozen=True)
class TestCell:
    """A cell of tests: its notebook's name, its id, its points, and its text with hidden tests.

    `title` is the heading above it. `hidden` are the numbers of the lines, counted from 1, that
    students have not seen.
    """

    __test__ = False  # not a test case, whatever its name suggests to pytest

    notebook: str
    grade_id: str
    points: float
    source: str
    title: str
    hidden: frozenset[int] = frozenset()

    @property
    def function(self) -> str:
        """The name under which it stands among exercises."""
        return f"{CELL_PREFIX}{self.grade_id}"

    @property
    def visible(self) -> str:
        """What students have of it; the lines keep their numbers."""
        return self._without(self.hidden)

    @property
    def for_later_cells(self) -> str:
        """What students have of it, and the imports of its hidden lines, which later cells use."""
        try:
            body = ast.parse(self.source).body
        except SyntaxError:  # a notebook's own syntax
            return self.visible
        imports = {
            number
            for node in body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
        }
        return self._without(self.hidden - imports)

    def _without(self, hidden: Collection[int]) -> str:
        lines = self.source.split("\n")
        return "\n".join("" if n in hidden else line for n, line in enumerate(lines, 1))


@dataclass(frozen=True)
class CellAssignment:
    """An assignment as the instructor's folder holds it; `data` is by relative path."""

    name: str
    path: Path
    notebooks: Mapping[str, Notebook] = field(repr=False)
    tests: tuple[TestCell, ...] = field(repr=False)
    data: Mapping[str, bytes] = field(repr=False)

    def tests_of(self, notebook: str) -> list[TestCell]:
        return [test for test in self.tests if test.notebook == notebook]

    def folders(self) -> list[Folder]:
        """The cells of tests as exercises, for feedback, report and exports."""
        return [
            Folder(
                assignment=self.name,
                function=test.function,
                path=self.path,
                title=test.title,
                points=test.points,
                section="",
                topics=(),
                returns=(),
                hints=(),
                no_section="cells of tests of a notebook",
                kind=KIND,
            )
            for test in self.tests
        ]

    def digest(self) -> str:
        """The hash of all that the results depend on: the notebooks' cells, and the data."""
        parts = [
            f"{name} {cell.kind} {cell.grade_id} {cell.source}".encode(errors="surrogateescape")
            for name, notebook in self.notebooks.items()
            for cell in notebook.cells
        ]
        parts += [f"{test.function} {test.points}".encode() for test in self.tests]
        parts += [part for name, content in self.data.items() for part in (name.encode(), content)]
        made = hashlib.sha256()
        for part in parts:
            made.update(len(part).to_bytes(8, "big") + part)
        return made.hexdigest()


def find_cell_assignments(course: Path) -> dict[str, Path]:
    """The folders of the assignments of a course that have cells of tests, by name."""
    found: dict[str, Path] = {}
    for place in PLACES:
        for folder in sorted((course / place).glob("*/")):
            if folder.name not in found and any(map(_may_have_tests, folder.glob("*.ipynb"))):
                found[folder.name] = folder
    return found


def _may_have_tests(path: Path) -> bool:
    try:
        cells = read_notebook(path).cells
    except Unreadable:
        return True  # said where it is read
    return any(is_test_cell(cell) and _says_something(cell.source) for cell in cells)


def is_test_cell(cell: Cell) -> bool:
    """Is it a cell that nbgrader calls "autograder tests"?"""
    about = nbgrader_metadata(cell)
    graded = bool(about.get("grade")) and not about.get("solution") and not about.get("task")
    return cell.kind == "code" and graded


def _says_something(source: str) -> bool:
    """Is there more than comments and texts? A cell without gives its points to everybody."""
    try:
        body = ast.parse(source).body
    except SyntaxError:  # a notebook's own syntax
        return True
    return any(
        not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)) for one in body
    )


def nbgrader_metadata(cell: Cell) -> Mapping[str, object]:
    metadata = cell.raw.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return about if isinstance(about, dict) else {}


def read_cell_assignment(folder: Path) -> CellAssignment:
    """Read an instructor's folder; raises ExerciseError with what has to be changed in it."""
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise ExerciseError(f"{folder} holds no notebook; name the folder of an assignment")
    notebooks: dict[str, Notebook] = {}
    tests: list[TestCell] = []
    for path in paths:
        try:
            notebooks[path.stem] = _in_newer_form(read_notebook(path))
        except Unreadable as problem:
            raise ExerciseError(f"{path}: {problem}; save it again in Jupyter") from problem
        tests += _tests(path, notebooks[path.stem])
    if not tests:
        raise ExerciseError(
            f"{folder}: no cell of tests; in nbgrader's assignment list make a cell "
            "“Autograder tests” and give it points"
        )
    _refuse_copies(folder, notebooks)
    return CellAssignment(folder.name, folder, notebooks, tuple(tests), _data(folder))


def _in_newer_form(notebook: Notebook) -> Notebook:
    """With the metadata of its cells as nbgrader writes them today."""
    return replace(notebook, cells=tuple(map(_newer, notebook.cells)))


def _newer(cell: Cell) -> Cell:
    about = nbgrader_metadata(cell)
    if not about:
        return cell
    newer = newer_metadata(about)
    others = {k: v for k, v in cell.raw["metadata"].items() if k != "nbgrader"}
    metadata = others if newer is None else {**others, "nbgrader": newer}
    grade_id = None if newer is None else cell.grade_id
    return replace(cell, raw={**cell.raw, "metadata": metadata}, grade_id=grade_id)


def _tests(path: Path, notebook: Notebook) -> list[TestCell]:
    made: list[TestCell] = []
    heading = path.stem
    counts: dict[str, int] = {}
    for cell in notebook.cells:
        if cell.kind == "markdown":
            lines = [line for line in cell.source.splitlines() if line.startswith("#")]
            heading = lines[-1].lstrip("#").strip() if lines else heading
        if not is_test_cell(cell):
            continue
        if cell.grade_id is None:
            raise ExerciseError(f"{path}: a cell of tests has no id; give it one in nbgrader")
        points = nbgrader_metadata(cell).get("points", 0)
        if not isinstance(points, int | float) or points < 0:
            raise ExerciseError(f"{path}: {cell.grade_id} has no number of points; give it one")
        if not _says_something(cell.source):
            raise ExerciseError(
                f"{path}: {cell.grade_id} holds no test and would give its points to everybody; "
                "the notebooks with hidden tests belong in source/"
            )
        counts[heading] = counts.get(heading, 0) + 1
        title = f"{heading}: tests {counts[heading]}"
        hidden = hidden_lines(cell.source, f"{path}: {cell.grade_id}")
        made.append(TestCell(path.stem, cell.grade_id, float(points), cell.source, title, hidden))
    return made


def hidden_lines(source: str, where: str) -> frozenset[int]:
    """The lines between the marks of hidden tests, the marks included.

    Raises ExerciseError for marks that do not match.
    """
    found: set[int] = set()
    begun = 0
    for number, line in enumerate(source.split("\n"), 1):
        begins, ends = BEGIN_HIDDEN in line, END_HIDDEN in line
        if (begins and begun) or (ends and not begun):
            break
        if begins or begun:
            found.add(number)
        begun = number if begins else 0 if ends else begun
    else:
        if not begun:
            return frozenset(found)
    raise ExerciseError(f"{where}: `### {BEGIN_HIDDEN}` and `### {END_HIDDEN}` must come in pairs")


def _refuse_copies(folder: Path, notebooks: Mapping[str, Notebook]) -> None:
    """Points are told apart by the ids of cells, over all notebooks of an assignment.

    Cells without points may bear one id in several notebooks, as copies of one head do.
    """
    seen: dict[str, str] = {}
    for name, notebook in notebooks.items():
        for cell in notebook.cells:
            if cell.grade_id is None or not _has_points(cell):
                continue
            if cell.grade_id in seen:
                raise ExerciseError(
                    f"{folder}: the id {cell.grade_id} stands in {seen[cell.grade_id]} and in "
                    f"{name}; give one of the cells another id"
                )
            seen[cell.grade_id] = name


def _has_points(cell: Cell) -> bool:
    about = nbgrader_metadata(cell)
    return bool(about.get("grade") or about.get("task"))


def _data(folder: Path) -> dict[str, bytes]:
    """The other files of the folder, by their path within it; hidden ones are left out."""
    found: dict[str, bytes] = {}
    size = 0
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith((".", "__pycache__")) for part in inside.parts)
        if hidden or path.suffix in NO_DATA or path.is_symlink() or not path.is_file():
            continue
        size += path.stat().st_size
        if size > MAX_DATA:
            raise ExerciseError(
                f"{folder}: the data files are together larger than {MAX_DATA >> 20} MB; make "
                "them smaller, since each submission gets a copy of its own"
            )
        found[inside.as_posix()] = path.read_bytes()
    return found


def messages_in(source: str) -> frozenset[str]:
    """The texts that its assertions, and errors that it raises, bring along, as they stand."""
    found: set[str] = set()
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:  # a notebook's own syntax
        return frozenset()
    for node in nodes:
        given: Sequence[ast.expr | None] = ()
        if isinstance(node, ast.Assert):
            given = [node.msg]
        elif isinstance(node, ast.Raise):
            given = node.exc.args if isinstance(node.exc, ast.Call) else ()
        found |= {
            one.value
            for one in given
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        }
    return frozenset(found)
