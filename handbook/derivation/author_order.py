"""The order in which an author wrote the terms of a sum.

SymPy sorts the terms as it adds them, so the order is read from the source of the calling cell or
function: each sum in it whose parts are plain names, numbers and SymPy calls is taken apart.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import textwrap
from functools import lru_cache
from types import CodeType, FrameType
from typing import Any

from sympy import Add, Basic, Expr, sympify

MOST = 200  # sums read from one cell

_written: dict[Expr, tuple[Expr, ...]] = {}


def note(frame: FrameType | None) -> None:
    """Remember the order of every sum in the code of this frame that can be worked out."""
    if frame is None:
        return
    names = {**frame.f_globals, **frame.f_locals}
    for chain in _sums(frame.f_code):
        try:
            terms = tuple(sympify(sign * _evaluated(term, names)) for sign, term in chain)
            total = Add(*terms)
        except Exception:  # a name that is not there yet, an array, an object that does not add
            continue
        if isinstance(total, Add) and set(terms) == set(total.args):
            _written[total] = terms


def written(expr: Expr) -> tuple[Expr, ...] | None:
    """The terms as they were written, or None."""
    return _written.get(expr)


Chain = list[tuple[int, ast.expr]]


@lru_cache(512)
def _sums(code: CodeType) -> list[Chain]:
    try:
        is_cell = code.co_name == "<module>"  # of which inspect finds the first statement only
        lines = linecache.getlines(code.co_filename) if is_cell else []
        tree = ast.parse("".join(lines) if is_cell else textwrap.dedent(inspect.getsource(code)))
    except (OSError, TypeError, SyntaxError, IndentationError):
        return []
    inner: set[int] = set()
    found: list[Chain] = []
    for node in ast.walk(tree):
        if id(node) in inner or not isinstance(node, ast.BinOp):
            continue
        if isinstance(node.op, ast.Add | ast.Sub):
            chain = _terms(node, 1, inner)
            if all(_is_plain(term) for _, term in chain):
                found.append(chain)
    return found[:MOST]


def _terms(node: ast.expr, sign: int, inner: set[int]) -> Chain:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        inner.add(id(node))
        other = sign if isinstance(node.op, ast.Add) else -sign
        return [*_terms(node.left, sign, inner), *_terms(node.right, other, inner)]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return [(-sign, node.operand)]
    return [(sign, node)]


PLAIN = (ast.Name, ast.Constant, ast.BinOp, ast.UnaryOp, ast.Subscript, ast.Tuple, ast.Call)
PLAIN += (ast.operator, ast.unaryop, ast.expr_context)  # type: ignore[assignment]


def _is_plain(node: ast.expr) -> bool:
    """Names, numbers, arithmetic and calls of plain names: nothing that runs code of its own."""
    return all(
        isinstance(part, PLAIN) and not (isinstance(part, ast.Call) and part.keywords)
        for part in ast.walk(node)
    )


def _evaluated(node: ast.expr, names: dict[str, Any]) -> Any:
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            called = names[part.func.id] if isinstance(part.func, ast.Name) else None
            is_sympy = isinstance(called, type) and issubclass(called, Basic)
            if not is_sympy and getattr(called, "__module__", "").split(".")[0] != "sympy":
                raise ValueError("not a function of SymPy")
    return eval(compile(ast.Expression(node), "<order>", "eval"), {"__builtins__": {}}, names)
