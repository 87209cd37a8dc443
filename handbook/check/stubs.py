"""Is a function as it was handed out, or was it written, with the stub's last line left over?"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

LEFT_OVER = (
    "The line `{line}` of the handout is still in the function, {place}; it ends each call that "
    "reaches it. It is to be deleted."
)


def left_over(source: str, given: str = "") -> str | None:
    """What to say of a function that ends as a stub does; None where it is one.

    `source` is the text of the function, `given` that of its stub, if it is known. A function whose
    text cannot be read counts as written: it is told by its error alone, with "".
    """
    function, stub = function_in(source), _stub_in(given)
    if function is None:
        return ""
    body = _written(function.body)
    if not body or (stub is not None and _same(body, _written(stub.body))):
        return None
    places = [i for i, node in enumerate(function.body) if _is_stub_line(node)]
    if not places:
        return ""
    written = [i for i, node in enumerate(function.body) if not _says_nothing(node)]
    line = ast.unparse(function.body[places[0]])
    before, after = written[0] < places[0], written[-1] > places[0]
    place = "below what was written" if before else "above what was written"
    place = "in its midst" if before and after else place
    return LEFT_OVER.format(line=line, place=place)


def left_over_in(function: Callable[..., Any]) -> str | None:
    """As `left_over`, of a function whose source Python can find."""
    try:
        return left_over(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError):
        return None


def function_in(source: str) -> ast.FunctionDef | None:
    """The last function that a text defines; None where it is not Python or defines none."""
    try:
        tree = ast.parse(textwrap.dedent(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return found[-1] if found else None


_stub_in = lru_cache(maxsize=64)(function_in)  # each of a class is compared with the same few


def _written(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """A body without its docstring, the stub's line, `pass` and `...`."""
    return [node for node in body if not _says_nothing(node)]


def _says_nothing(node: ast.stmt) -> bool:
    constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return constant or isinstance(node, ast.Pass) or _is_stub_line(node)


def _is_stub_line(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Raise) or node.exc is None:
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _same(one: Sequence[ast.stmt], other: Sequence[ast.stmt]) -> bool:
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) and all(ast.dump(a) == ast.dump(b) for a, b in pairs)
