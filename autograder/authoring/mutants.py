"""Small faults, made automatically in a reference solution.

The hidden tests must notice each of them. The mutation libraries at hand rewrite files and run a
test command for each mutant; here the mutant is one function that is graded in the sandbox in
milliseconds, so the changes are made on the syntax tree: an operator, a comparison, a constant,
an axis, a sign, a call left out, a statement left out.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SWAPS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
}
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
# Calls that may be left out: f(x) becomes x.
TRANSPARENT = {"sqrt", "square", "abs", "exp", "log", "sum", "mean", "min", "minimum", "maximum"}


@dataclass(frozen=True)
class Mutant:
    """One fault: where and what was changed, and the function with the change."""

    name: str
    source: str


def mutants(source: str, function: str) -> list[Mutant]:
    """All mutants of a function, each with one change. Defaults and docstring stay as they are.

    Raises ValueError where the source does not define the function.
    """
    tree = ast.parse(source)
    found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == function]
    if not found:
        raise ValueError(f"the source does not define {function}")
    definition = _without_docstring(found[-1])
    original = ast.unparse(definition)
    made: dict[str, Mutant] = {}
    for index in range(sum(1 for _ in _changes(definition))):
        changed = copy.deepcopy(definition)
        line, before, after = _apply(changed, index)
        text = ast.unparse(ast.fix_missing_locations(changed)) + "\n"
        if text.strip() != original:
            name = f"line {line}: {before} → {after}"
            made.setdefault(text, Mutant(name, text))
    return list(made.values())


def _without_docstring(definition: ast.FunctionDef) -> ast.FunctionDef:
    if ast.get_docstring(definition) is not None:
        definition.body = definition.body[1:]
    # Line numbers count within the bare function.
    reparsed = ast.parse(ast.unparse(definition)).body[0]
    assert isinstance(reparsed, ast.FunctionDef)
    return reparsed


Change = tuple[ast.AST, str, int | None, ast.AST | None]


def _apply(definition: ast.FunctionDef, index: int) -> tuple[int, str, str]:
    """Make the change with this number; returns its line, the old and the new text."""
    for i, (owner, field, position, new) in enumerate(_changes(definition)):
        if i != index:
            continue
        held = getattr(owner, field)
        old = held if position is None else held[position]
        line = getattr(old, "lineno", getattr(owner, "lineno", 0))
        before = _text(owner if isinstance(old, ast.operator | ast.cmpop) else old)
        if new is None:
            del held[position]
            if not held:
                held.append(ast.Pass())
            return line, before, "nothing"
        if position is None:
            setattr(owner, field, new)
        else:
            held[position] = new
        return line, before, _text(owner if isinstance(old, ast.operator | ast.cmpop) else new)
    raise IndexError(index)


def _text(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= 60 else text[:59] + "…"


def _changes(definition: ast.FunctionDef) -> Iterator[Change]:
    """All changes as (owner, field, position in a list field, new node or None to remove)."""
    for owner in _walk(definition):
        for field, value in ast.iter_fields(owner):
            if isinstance(value, ast.AST):
                for new in _replacements(value, owner):
                    yield owner, field, None, new
            elif isinstance(value, list):
                for position, item in enumerate(value):
                    if not isinstance(item, ast.AST):
                        continue
                    for new in _replacements(item, owner):
                        yield owner, field, position, new
                    if isinstance(item, ast.AugAssign | ast.Expr | ast.If):
                        yield owner, field, position, None


def _walk(definition: ast.FunctionDef) -> Iterator[ast.AST]:
    todo: list[ast.AST] = list(definition.body)
    # The body's own statements hang on the definition, whose defaults are left alone.
    yield ast.Module(definition.body, [])
    while todo:
        node = todo.pop(0)
        yield node
        todo.extend(ast.iter_child_nodes(node))


def _replacements(node: ast.AST, owner: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.operator):
        for swapped in SWAPS.get(type(node), ()):
            yield swapped()
    elif isinstance(node, ast.cmpop) and type(node) in COMPARISONS:
        yield COMPARISONS[type(node)]()
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from (ast.Constant(v) for v in _other_values(node.value))
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    elif isinstance(node, ast.Call):
        if _called(node) in TRANSPARENT and node.args:
            yield node.args[0]
    elif isinstance(node, ast.Tuple) and isinstance(owner, ast.Return) and len(node.elts) > 1:
        yield ast.Tuple([node.elts[1], node.elts[0], *node.elts[2:]], ast.Load())


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _other_values(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
        if value > 0:
            yield value - 1
    elif isinstance(value, float):
        yield value + 1.0
        yield value / 2
