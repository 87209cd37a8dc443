"""X15: does an answer use what its exercise forbids, itself or through the rest of the notebook?"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from functools import lru_cache

from autograder.grading.notebook_names import MAX_PARSED, definition, names_used, parse_cell
from autograder.ingest.notebook import Notebook
from autograder.sandbox.cell_statements import IMPORTS, bound_names
from handbook.check.forbidden_names import LIBRARIES, forbidden_in_source


def forbidden_names_used(
    function: str, notebook: Notebook, forbidden: Sequence[str], cell: int | None = None
) -> list[str]:
    """The forbidden libraries and helpers that a function uses.

    A library counts under whatever name the notebook imports it or a part of it, and through
    helpers and values made with it. `cell` is the code cell whose definition counts.
    """
    names = (*LIBRARIES, *forbidden)
    if not any(name in code for code in notebook.code for name in names):
        return []  # most need no parser
    libraries = _names_of_libraries(tuple(notebook.code))
    source = definition(function, notebook, cell)
    used = _in(source, libraries, forbidden)
    for helper in _reached(function, source, notebook):
        used |= _in(definition(helper, notebook), libraries, forbidden)
    return sorted(used)


def _in(source: str, libraries: Mapping[str, str], forbidden: Sequence[str]) -> set[str]:
    """What a piece of source uses; a mere name of a library that nobody imports is none."""
    tree = parse_cell(source)
    loaded = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    found = {libraries[name] for name in loaded if name in libraries}
    for node in ast.walk(tree):
        found |= set(_imported(node).values())
    return found | (set(forbidden_in_source(source, forbidden)) & set(forbidden))


def _reached(function: str, source: str, notebook: Notebook) -> set[str]:
    """The functions and classes of the notebook that a function uses, in any number of steps."""
    used = names_used(notebook)
    first = {n.id for n in ast.walk(parse_cell(source)) if isinstance(n, ast.Name)}
    reached, more = set[str](), {name for name in first if name in used}
    while more:
        reached |= more
        more = {n for name in more for n in used.get(name, ()) if n in used} - reached
    return reached - {function}


@lru_cache(maxsize=1)  # one notebook after the other, each for all its exercises
def _names_of_libraries(cells: Sequence[str]) -> Mapping[str, str]:
    """The names that stand for a forbidden library or come from one, with the library."""
    found: dict[str, str] = {}
    left = MAX_PARSED
    for source in cells:
        left -= len(source)
        if left < 0:
            break
        for statement in parse_cell(source).body:
            for node in ast.walk(statement) if not _is_scope(statement) else ():
                found |= _imported(node)
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                loaded = (n.id for n in ast.walk(statement.value) if isinstance(n, ast.Name))
                library = next((found[name] for name in loaded if name in found), None)
                if library is not None:
                    found |= dict.fromkeys(bound_names(statement), library)
    return found


def _imported(node: ast.AST) -> dict[str, str]:
    """The names that a piece of syntax takes from a forbidden library."""
    if isinstance(node, IMPORTS):
        of = node.module if isinstance(node, ast.ImportFrom) else None
        pairs = [(a.asname or a.name.split(".")[0], of or a.name) for a in node.names]
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
        ("import_module", "__import__")
    ):
        pairs = [("", str(arg.value)) for arg in node.args if isinstance(arg, ast.Constant)]
    else:
        return {}
    roots = ((name, module.split(".")[0]) for name, module in pairs)
    return {name: root for name, root in roots if root in LIBRARIES}


def _is_scope(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
