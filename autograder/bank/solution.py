"""Reference solutions, read out of `solutions/` by the reader that reads submissions."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.bank.assignment_notebook import (
    BEGIN,
    END,
    INDEX,
    STUB,
    WRITTEN_STUB,
    assemble,
    index_of,
)
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import Folder
from autograder.ingest.notebook import Cell, Notebook, Unreadable, parse_notebook, read_notebook
from autograder.ingest.official_cells import OfficialCell

DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
SOLUTIONS = Path(__file__).parents[2] / "solutions"


@dataclass(frozen=True)
class Reference:
    """The solutions of one assignment: the notebook and its functions, ready to call.

    `assembled` is the notebook's text where index.md makes it, and None where the notebook at
    `path` is the source.
    """

    assignment: str
    path: Path
    notebook: Notebook
    functions: dict[str, Callable[..., Any]]
    assembled: str | None = None

    @property
    def text(self) -> str:
        """The notebook as nbgrader reads it."""
        return self.path.read_text(encoding="utf-8") if self.assembled is None else self.assembled

    def source(self, function: str) -> str:
        """The text of the solution cell of a function, markers included."""
        for cell in self.notebook.cells:
            if cell.kind == "code" and cell.grade_id == function:
                return cell.source
        raise ExerciseError(f"{self.path}: no solution cell has the id {function}")

    def stub(self, function: str) -> str:
        """The text of the solution cell as it is handed out."""
        return _without_solution(self.source(function), STUB)

    def official_cells(self) -> dict[str, OfficialCell]:
        """The cells that the gradebook knows, by their id, in their order."""
        found = {}
        for cell in self.notebook.cells:
            if cell.grade_id is not None:
                flags = cell.raw["metadata"]["nbgrader"]
                text = _handed_out(cell)
                locked = bool(flags.get("locked"))
                found[cell.grade_id] = OfficialCell(cell.kind, text, locked, flags)
        return found

    def texts(self) -> list[str]:
        """The texts of all cells as they are handed out."""
        return [_handed_out(cell) for cell in self.notebook.cells]

    def prelude(self) -> list[str]:
        """The cells that define what the solutions need besides each other: imports, helpers.

        Of a cell that does other things, too, those definitions and constants that are needed.
        """
        cells = [
            cell
            for cell in self.notebook.cells
            if cell.kind == "code" and cell.grade_id not in self.functions
        ]
        needed = _needed(self.notebook.code)
        kept = [
            cell.source if _only_defines(cell.source) else _of_use(cell.source, needed)
            for cell in cells
        ]
        return [source for source in kept if source]

    def in_order(self, folders: Sequence[Folder]) -> list[Folder]:
        """The exercises in the order of the notebook."""
        cells = [cell.grade_id for cell in self.notebook.cells]
        return sorted(folders, key=lambda folder: cells.index(folder.function))


def load_reference(
    assignment: str, folders: Sequence[Folder], solutions: Path = SOLUTIONS
) -> Reference:
    """Read the solution notebook of an assignment, or assemble it where its text is the source.

    Only its imports and definitions are executed. Raises ExerciseError where the notebook is
    missing or lacks a function of the assignment.
    """
    path = solutions / assignment / f"{assignment}.ipynb"
    index = index_of(path.parent)
    assembled = assemble(index, folders) if index else None
    if assembled is None and not path.is_file():
        raise ExerciseError(
            f"neither {path} nor {INDEX} beside it exists; `--solutions` names another folder"
        )
    try:
        notebook = parse_notebook(assembled.encode()) if assembled else read_notebook(path)
    except Unreadable as error:
        raise ExerciseError(f"{path}: {error}") from error
    namespace: dict[str, Any] = {"__name__": f"reference_{assignment}"}
    needed = _needed(notebook.code)
    for number, source in enumerate(notebook.code, 1):
        part = _definitions(source, needed)
        exec(compile(part, f"<{path.name} cell {number}>", "exec"), namespace)
    cells = {cell.grade_id for cell in notebook.cells if cell.kind == "code"}
    missing = [
        f.function
        for f in folders
        if f.function not in cells or not callable(namespace.get(f.function))
    ]
    if missing:
        raise ExerciseError(
            f"{path}: no solution cell with its id defines {', '.join(missing)}; each exercise "
            "needs one"
        )
    functions = {f.function: namespace[f.function] for f in folders}
    return Reference(assignment, path, notebook, functions, assembled)


def _handed_out(cell: Cell) -> str:
    return _without_solution(cell.source, STUB if cell.kind == "code" else WRITTEN_STUB)


def _without_solution(source: str, stub: str) -> str:
    """A cell's text with a stub in the place of each marked solution."""
    made: list[str] = []
    solution = False
    for line in source.split("\n"):
        mark = line.strip()
        if mark == BEGIN:
            solution = True
            made.append(line.replace(BEGIN, stub))
        elif mark == END:
            solution = False
        elif not solution:
            made.append(line)
    return "\n".join(made)


def _only_defines(source: str) -> bool:
    """Does a cell import or define, and do nothing else?"""
    body = ast.parse(source).body
    return bool(body) and all(isinstance(node, DEFINITIONS) for node in body)


def _definitions(source: str, needed: frozenset[str]) -> ast.Module:
    """The imports, functions and needed constants of a cell, without its experiments."""
    body = ast.parse(source).body
    return ast.Module([n for n in body if isinstance(n, DEFINITIONS) or _makes(n) & needed], [])


def _of_use(source: str, needed: frozenset[str]) -> str:
    """The imports of a cell with those of its definitions and constants that are needed."""
    body = ast.parse(source).body
    kept = [node for node in body if _makes(node) & needed]
    imports = [node for node in body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return "\n".join(ast.unparse(node) for node in [*imports, *kept]) if kept else ""


def _makes(node: ast.stmt) -> set[str]:
    """The names that a definition or a plain assignment gives a value."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    if not isinstance(node, (ast.Assign, ast.AnnAssign)):
        return set()
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = (n for target in targets for n in ast.walk(target))
    return {n.id for n in names if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def _needed(cells: Sequence[str]) -> frozenset[str]:
    """The global names that the functions of a notebook use, directly or through others."""
    uses: dict[str, set[str]] = {}
    roots: set[str] = set()
    for source in cells:
        for node in ast.parse(source).body:
            asked = _asks_for(node)
            for name in _makes(node):
                uses[name] = uses.get(name, set()) | asked
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                roots |= asked
    needed: set[str] = set()
    while roots - needed:
        name = (roots - needed).pop()
        needed.add(name)
        roots |= uses.get(name, set())
    return frozenset(needed)


def _asks_for(node: ast.stmt) -> set[str]:
    """The global names whose values a statement needs, now or when its function is called."""
    if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} - _makes(node)
    found: set[str] = set()
    tables = [symtable.symtable(ast.unparse(node), "cell", "exec")]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        own = table.get_type() == "module"
        found |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (own or symbol.is_global())
        }
    return found
