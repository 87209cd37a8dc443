"""The statements of a cell, one by one: which of them can be left out so that the rest runs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from types import CodeType, TracebackType

IMPORTS = (ast.Import, ast.ImportFrom)
DEFINITIONS = (*IMPORTS, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MAGIC = "get_ipython().run_cell_magic("
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def place_of_error(code: CodeType, trace: TracebackType | None) -> tuple[int, int] | None:
    """Line and column of the statement of this code that an exception came out of."""
    while trace is not None:
        if trace.tb_frame.f_code is code:
            position = list(code.co_positions())[trace.tb_lasti // 2]
            return (position[0], position[2] or 0) if position[0] is not None else None
        trace = trace.tb_next
    return None


def statement_at(body: Sequence[ast.stmt], place: tuple[int, int]) -> int | None:
    """Which of these statements holds that line and column."""
    for number, node in enumerate(body):
        if _holds(node, place):
            return number
    return None


def is_import_at(statement: ast.stmt, place: tuple[int, int]) -> bool:
    """Is the innermost statement at that place an import?"""
    return any(isinstance(node, IMPORTS) and _holds(node, place) for node in ast.walk(statement))


def one_by_one(statement: ast.stmt) -> list[ast.stmt]:
    """`import a, b` as two imports; any other statement as it is."""
    if not isinstance(statement, IMPORTS) or len(statement.names) == 1:
        return [statement]
    made: list[ast.stmt] = []
    for alias in statement.names:
        one: ast.stmt = (
            ast.Import([alias])
            if isinstance(statement, ast.Import)
            else ast.ImportFrom(statement.module, [alias], statement.level)
        )
        made.append(ast.copy_location(one, alias))
    return made


def opened(statement: ast.stmt, place: tuple[int, int]) -> list[ast.stmt]:
    """An `if` or a `with` as what is left of it from the statement at that place on.

    That statement stands alone, so that it can be left out; those behind it stay within the `with`.
    Any other statement is as it is.
    """
    if not isinstance(statement, ast.If | ast.With):
        return [statement]
    for block in (statement.body, getattr(statement, "orelse", [])):
        number = statement_at(block, place)
        if number is None:
            continue
        rest = block[number + 1 :]
        if isinstance(statement, ast.With) and rest:
            rest = [ast.copy_location(ast.With(statement.items, rest), statement)]
        return [block[number], *rest]
    return [statement]


def bound_names(statement: ast.stmt) -> set[str]:
    """The names that a statement binds at its own level, within `if`, `for`, `with`, `try` too."""
    found: set[str] = set()
    for node in own_level(statement):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, IMPORTS):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def only_definitions(
    body: Sequence[ast.stmt], is_own: Callable[[str], bool] | None
) -> list[ast.stmt]:
    """Imports, functions, classes, and values that no function of the notebook computes.

    `is_own` tells which names are such functions; with None no values are left but literal ones. A
    cell magic stays: what it runs is a cell.
    """
    own = {name for node in body if not isinstance(node, IMPORTS) for name in _defined(node)}

    def defines(node: ast.stmt) -> bool:
        if isinstance(node, DEFINITIONS):
            return True
        if isinstance(node, ast.Assign | ast.AnnAssign):
            if is_own is None:
                return isinstance(node.value, ast.Lambda) or _is_literal(node.value)
            called = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
            return not any(_root(n.func) in own or is_own(_root(n.func)) for n in called)
        if isinstance(node, ast.If | ast.Try):
            parts = [*node.body, *node.orelse, *getattr(node, "finalbody", ())]
            handlers = [s for handler in getattr(node, "handlers", ()) for s in handler.body]
            return all(defines(s) or isinstance(s, ast.Pass) for s in [*parts, *handlers])
        return isinstance(node, ast.Expr) and ast.unparse(node.value).startswith(MAGIC)

    return [node for node in body if defines(node)]


def _is_literal(node: ast.expr | None) -> bool:
    """Is it a number, a text, or a list of such?"""
    allowed = (ast.Constant, ast.UnaryOp, ast.unaryop, ast.List, ast.Tuple, ast.Dict, ast.Load)
    return node is None or all(isinstance(part, allowed) for part in ast.walk(node))


def _defined(node: ast.stmt) -> set[str]:
    return {node.name} if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else set()


def _root(node: ast.expr) -> str:
    """The name that an expression such as `np.random.rand` begins with."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _holds(node: ast.stmt, place: tuple[int, int]) -> bool:
    decorators = getattr(node, "decorator_list", ())
    start = min([(node.lineno, node.col_offset), *((d.lineno, 0) for d in decorators)])
    return start <= place < (node.end_lineno or node.lineno, (node.end_col_offset or 0) + 1)


def own_level(node: ast.AST) -> Iterator[ast.AST]:
    """A node and those within it, but for the inside of functions and classes."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        if not isinstance(here, SCOPES):
            waiting += ast.iter_child_nodes(here)
