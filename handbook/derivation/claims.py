"""A claim about results of an experiment, in Python's own words: `"abs(end) <= 1e-6"`.

What is shown is what is evaluated, so that the numbers cannot be about something else.
"""

from __future__ import annotations

import ast
import builtins
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

EQUAL_RTOL = 1e-6
OPERATORS: dict[type, tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Eq: ("=", lambda a, b: np.isclose(a, b, rtol=EQUAL_RTOL, atol=0.0)),
    ast.LtE: ("≤", operator.le),
    ast.Lt: ("<", operator.lt),
    ast.GtE: ("≥", operator.ge),
    ast.Gt: (">", operator.gt),
}
FUNCTIONS = {"abs", "len", "max", "min", "sum", "float", "int", "round", "sorted"}


@dataclass(frozen=True)
class Comparison:
    """The two sides of a claim as text and as values, and whether it is true of them."""

    text: str
    left_text: str
    right_text: str
    left: Any
    right: Any
    holds: bool


def parse(claim: str) -> tuple[ast.expr, ast.cmpop, ast.expr]:
    """The sides and the relation. Raises TypeError for anything but one comparison."""
    try:
        tree = ast.parse(claim, mode="eval").body
    except SyntaxError as error:
        raise TypeError(f"claim= is not a Python expression: {claim!r}.") from error
    if not (isinstance(tree, ast.Compare) and len(tree.ops) == 1):
        raise TypeError(f'claim= should be one comparison, as in "error <= 0.1", not {claim!r}.')
    if type(tree.ops[0]) not in OPERATORS:
        raise TypeError(f"claim= compares with ==, <, <=, > or >=, not as in {claim!r}.")
    if all(_is_number(side) for side in (tree.left, tree.comparators[0])):
        raise TypeError(
            f"claim= compares two numbers that somebody typed, {claim}; name what was computed."
        )
    return tree.left, tree.ops[0], tree.comparators[0]


def _is_number(side: ast.expr) -> bool:
    if isinstance(side, ast.UnaryOp):
        return _is_number(side.operand)
    return isinstance(side, ast.Constant)


def evaluate(claim: str, names: Mapping[str, Any]) -> Comparison:
    """The claim with these names. Raises TypeError for a name that is not among them."""
    left, relation, right = parse(claim)
    known = {name: getattr(builtins, name) for name in FUNCTIONS} | {"np": np} | dict(names)
    missing = {n.id for n in ast.walk(ast.parse(claim)) if isinstance(n, ast.Name)}
    bound = {
        n.target.id
        for n in ast.walk(ast.parse(claim))
        if isinstance(n, ast.comprehension) and isinstance(n.target, ast.Name)
    }
    if missing := missing - set(known) - bound:
        raise TypeError(f"claim= uses {', '.join(sorted(missing))}; give it in at= or using=.")
    values = [
        np.asarray(
            eval(compile(ast.Expression(side), "<claim>", "eval"), {"__builtins__": {}}, known)
        )
        for side in (left, right)
    ]
    _, compare = OPERATORS[type(relation)]
    same_shape = values[0].shape == values[1].shape or 0 in (values[0].ndim, values[1].ndim)
    holds = bool(same_shape and np.all(compare(*values)))
    return Comparison(claim, ast.unparse(left), ast.unparse(right), *values, holds)
