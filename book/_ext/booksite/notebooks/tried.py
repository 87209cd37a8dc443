"""Code to play with, which the site runs by itself, among the other cells of a notebook.

There it must not change what a later cell uses. Where it sets a name that a later cell reads before
setting it itself, it becomes the body of a function.
"""

from __future__ import annotations

import ast
import symtable
import textwrap
from collections.abc import Iterable, Iterator


def kept_apart(source: str, later: Iterable[str]) -> str:
    """The code of a cell to play with, such that the later cells run as if it were not there."""
    set_here = {name for statement in statements(source) for name in set_by(statement)}
    given = {"np"}  # it means the same in every cell
    for statement in (s for cell in later for s in statements(cell)):
        if set_here & read_by(statement) - given:
            return as_function(source)
        given |= set_by(statement)
    return source


def statements(source: str) -> Iterator[symtable.SymbolTable]:
    """The names of each statement of a cell."""
    for node in ast.parse(source).body:
        yield symtable.symtable(ast.unparse(node), "cell", "exec")


def set_by(statement: symtable.SymbolTable) -> set[str]:
    names = statement.get_symbols()
    return {name.get_name() for name in names if name.is_assigned() or name.is_imported()}


def read_by(statement: symtable.SymbolTable) -> set[str]:
    """What a statement reads, in the functions that it defines, too."""
    found = {name.get_name() for name in statement.get_symbols() if name.is_referenced()}
    waiting = statement.get_children()
    while waiting:
        inner = waiting.pop()
        found |= {name.get_name() for name in inner.get_symbols() if name.is_global()}
        waiting += inner.get_children()
    return found


def as_function(source: str) -> str:
    """Code as a function that is called at once; the value of its last line is shown as before."""
    last = ast.parse(source).body[-1]
    lines = source.splitlines()
    if isinstance(last, ast.Expr):
        lines[last.lineno - 1] = f"return {lines[last.lineno - 1]}"
    body = textwrap.indent("\n".join(lines), "    ")
    return f"def tried():\n{body}\n\ntried()"
