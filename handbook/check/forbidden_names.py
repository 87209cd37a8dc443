"""X15: does a solution call a library that does the exercise's work?"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Sequence
from typing import Any

LIBRARIES = ("torch", "tensorflow", "jax", "keras", "sklearn", "autograd")


def forbidden_names(function: Callable[..., Any], more: Sequence[str] = ()) -> list[str]:
    """The forbidden names that a function uses, as far as its source and its names tell."""
    used = _from_libraries(function)
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return sorted(used)
    return sorted(used.union(forbidden_in_source(source, more)))


def _from_libraries(function: Callable[..., Any]) -> set[str]:
    """The libraries that the global names of a function come from, under whatever name."""
    code, known = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    found = set()
    for name in getattr(code, "co_names", ()):
        value = known.get(name)
        module = value.__name__ if inspect.ismodule(value) else getattr(value, "__module__", None)
        found.add(str(module).split(".")[0])
    return found & set(LIBRARIES)


def forbidden_in_source(source: str, more: Sequence[str] = ()) -> list[str]:
    """The forbidden libraries or helpers named in a piece of source; [] if it has no syntax."""
    names = {*LIBRARIES, *more}
    if not any(name in source for name in names):  # most sources need no parser
        return []
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    used: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            used.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            used.add(node.module.split(".")[0])
        elif isinstance(node, ast.Name):
            used.add(node.id)
        elif isinstance(node, ast.Attribute):
            used.add(node.attr)
    return sorted(used & names)
