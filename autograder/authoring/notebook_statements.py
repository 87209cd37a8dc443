"""What the names in a notebook are at a place: the statements above it that made them.

`table = np.zeros(3)` and the loop that fills it are both what `table` is, and a draft of a test has
to have both.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Imports = ast.Import | ast.ImportFrom
DEFINES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
CHANGES_ITS_ARGUMENT = ("shuffle", "fill_diagonal", "put", "copyto", "setattr")


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement at the top level of a notebook's cell, with the names that it makes or changes.

    `order` is its place among all of the assignment. `of_student` is whether students write it.
    """

    node: ast.stmt
    order: int
    of_student: bool = False

    @property
    def is_import(self) -> bool:
        return isinstance(self.node, Imports)

    @property
    def touched(self) -> frozenset[str]:
        return frozenset(touched(self.node))


def bound_by(node: ast.AST) -> set[str]:
    """The names that one node binds or deletes."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
            return {name}
        case ast.alias(name=name, asname=asname):
            return {asname or name.partition(".")[0]}
        case _:
            return set()


def stored(tree: ast.AST) -> set[str]:
    return {name for node in ast.walk(tree) for name in bound_by(node)}


def loaded(tree: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def free(tree: ast.AST) -> set[str]:
    """The names that a tree finds outside of itself."""
    return loaded(tree) - stored(tree) - set(dir(builtins))


def touched(statement: ast.stmt) -> set[str]:
    """The names that a statement makes or changes: also by `x[0] = 1` and by `x.append(1)`."""
    if isinstance(statement, DEFINES):
        return {statement.name}
    found = stored(statement)
    for node in ast.walk(statement):
        if isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
            found.add(_base(node))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            call = node.value
            if isinstance(call.func, ast.Attribute):
                found.add(_base(call.func))
                if call.func.attr in CHANGES_ITS_ARGUMENT and call.args:
                    found.add(_base(call.args[0]))
    return found - {""}


def _base(node: ast.AST) -> str:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_fresh(statement: ast.stmt, name: str) -> bool:
    """Does it make the name anew, whatever it was before?"""
    if isinstance(statement, DEFINES | Imports):
        return True
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    names = {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    changed = any(
        isinstance(n, ast.Subscript | ast.Attribute) for t in targets for n in ast.walk(t)
    )
    return name in names and not changed and name not in loaded(statement)


def history(above: Sequence[Statement], name: str) -> list[Statement]:
    """The statements that made a name what it is below them, in their order; [] if none did."""
    found: list[Statement] = []
    for one in reversed(above):
        if name in one.touched:
            if found and one.is_import:  # `plt.plot(x)` is no change of a module
                return [one]
            found.append(one)
            if _is_fresh(one.node, name):
                break
    binds = any(name in stored(one.node) for one in found)
    return found[::-1] if binds else []


def behind(statements: Sequence[Statement], names: Iterable[str]) -> list[Statement]:
    """Those of the statements that some names are made of, in their order."""
    wanted = set(names)
    kept: list[Statement] = []
    for one in reversed(statements):
        if one.touched & wanted:
            kept.append(one)
            wanted |= free(one.node) | one.touched
    return kept[::-1]
