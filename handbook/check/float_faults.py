"""Floating-point faults where the machine does not report them.

WebAssembly has no status flags, so NumPy in a browser never notices an overflow or a division by
zero. The checks need to: a softmax that overflows on the way is a mistake. Here the operations of a
piece of code are watched one by one: a result that is infinite where all operands are finite has
overflowed (or was divided by zero), one that is nan where no operand is nan was invalid. What is
found is handed to NumPy's own error handling (`np.errstate`), as if the machine had said it.
"""

from __future__ import annotations

import ast
import math
import sys
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import numpy as np

NAME = "__faults__"
MESSAGES = {
    "divide": "divide by zero",
    "over": "overflow",
    "invalid": "invalid value",
}
FLAGS = {"divide": 1, "over": 2, "invalid": 8}
DIVISIONS = {"divide", "floor_divide", "remainder", "power", "float_power", "reciprocal", "divmod"}
LOGARITHMS = {"log", "log2", "log10", "log1p", "arctanh"}
# Functions that reduce or combine; nan and infinity in their results come from their arithmetic.
REDUCTIONS = {
    *("sum", "mean", "average", "var", "std", "prod", "cumsum", "cumprod", "dot", "matmul"),
    *("inner", "outer", "einsum", "tensordot", "trace", "norm", "cross", "kron", "convolve"),
    *("softmax", "diff", "ptp", "vdot", "correlate", "cov", "corrcoef"),
}
# What NumPy says where a decomposition fails, which it learns from the same flags.
SOLVERS = {
    **dict.fromkeys(("inv", "solve", "tensorinv", "tensorsolve"), "Singular matrix"),
    "cholesky": "Matrix is not positive definite",
    **dict.fromkeys(("eig", "eigh", "eigvals", "eigvalsh"), "Eigenvalues did not converge"),
    **dict.fromkeys(("svd", "pinv", "matrix_rank"), "SVD did not converge"),
    "lstsq": "SVD did not converge in Linear Least Squares",
}
OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.FloorDiv: "floor_divide",
    ast.Mod: "remainder",
    ast.Pow: "power",
    ast.MatMult: "matmul",
}

Tree = TypeVar("Tree", bound=ast.AST)


@cache
def reported() -> bool:
    """Whether NumPy notices a fault on this machine."""
    seen: list[str] = []
    with np.errstate(divide="call", call=lambda kind, _: seen.append(kind)):
        np.divide(np.ones(1), np.zeros(1))
    return bool(seen)


def watched(tree: Tree) -> Tree:
    """The same code with its arithmetic watched; it needs this module under `NAME`."""
    return cast(Tree, ast.fix_missing_locations(_Watch().visit(tree)))


class _Watch(ast.NodeTransformer):
    """Puts calls of `binary`, `call` and `in_place` in the place of operations."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        name = OPERATORS.get(type(node.op))
        if name is None:
            return node
        return _at(node, _call("binary", ast.Constant(name), node.left, node.right))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.func, ast.Attribute) and not _is_arithmetic(node.func):
            return node
        inner = ast.Call(_attribute("call"), [node.func, *node.args], node.keywords)
        return _at(node, inner)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST | list[ast.AST]:
        self.generic_visit(node)
        name = OPERATORS.get(type(node.op))
        if name is None or any(isinstance(part, ast.Call) for part in ast.walk(node.target)):
            return node
        target = cast(ast.expr, _loaded(node.target))
        node.value = _at(node.value, _call("in_place", ast.Constant(name), target, node.value))
        return node


def _is_arithmetic(function: ast.expr) -> bool:
    """Whether a bare name is one that NumPy computes by, as after `from numpy import exp`."""
    if not isinstance(function, ast.Name):
        return False
    named = getattr(np, function.id, None)
    return isinstance(named, np.ufunc) or function.id in {*REDUCTIONS, *SOLVERS}


def _attribute(name: str) -> ast.expr:
    return ast.Attribute(ast.Name(NAME, ast.Load()), name, ast.Load())


def _call(name: str, *args: ast.expr) -> ast.Call:
    return ast.Call(_attribute(name), list(args), [])


def _at(place: ast.expr, node: ast.expr) -> ast.expr:
    return ast.copy_location(node, place)


def _loaded(target: ast.AST) -> ast.AST:
    """A copy of what is assigned to, to be read."""
    copy = ast.parse(ast.unparse(target), mode="eval").body
    for part in ast.walk(copy):
        ast.copy_location(part, target)
    return copy


# What the watched code calls ---------------------------------------------------------------------

_PLAIN: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "floor_divide": lambda a, b: a // b,
    "remainder": lambda a, b: a % b,
    "power": lambda a, b: a**b,
    "matmul": lambda a, b: a @ b,
}


def binary(name: str, a: Any, b: Any) -> Any:
    """`a` and `b` combined by an operator, its faults noted."""
    result = _PLAIN[name](a, b)
    if _numeric(a) or _numeric(b):
        _look(name, (a, b), result)
    return result


def in_place(name: str, target: Any, value: Any) -> Any:
    """`value` as it is, after noting what combining it with `target` would raise."""
    if _numeric(target) or _numeric(value):
        try:
            _look(name, (target, value), _PLAIN[name](target, value))
        except FloatingPointError:
            raise
        except Exception:
            return value  # the statement itself will raise it
    return value


def call(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """A function called, its faults noted where it is NumPy's and computes."""
    name = getattr(function, "__name__", "")
    if name == "reduce" and isinstance(getattr(function, "__self__", None), np.ufunc):
        name = "sum"
    computes = isinstance(function, np.ufunc) or name in REDUCTIONS
    # The result may be written over an operand.
    before = [np.array(a) if isinstance(a, np.ndarray) and "out" in kwargs else a for a in args]
    result = function(*args, **kwargs)
    if name in SOLVERS and str(getattr(function, "__module__", "")).startswith("numpy.linalg"):
        _look_at_solution(name, args, result)
    if computes:
        owner = getattr(function, "__self__", None)
        operands = [*([owner] if isinstance(owner, np.ndarray | np.generic) else []), *before]
        _look(name, operands, result, kwargs.get("where", True))
    return result


def _numeric(value: object) -> bool:
    return isinstance(value, np.ndarray | np.generic)


def _look(name: str, operands: Sequence[Any], result: Any, where: Any = True) -> None:
    """Note the faults of one operation."""
    # Nearly every operation ends here, so this is what the watch costs.
    if isinstance(result, float):  # a np.float64 is one
        if math.isfinite(result):
            return
    elif type(result) is np.ndarray and result.dtype.kind == "f" and np.isfinite(result).all():
        return
    if isinstance(result, tuple):
        for part in result:
            _look(name, operands, part, where)
        return
    found = np.asarray(result)
    if found.dtype.kind not in "fc":
        _look_at_integers(name, operands)
        return
    given = [array for array in map(_array, operands) if array is not None]
    with np.errstate(all="ignore"):
        if np.isfinite(found).all():
            return
        if name in REDUCTIONS:
            given = [_whole(array, found) for array in given]
        nan, infinite = np.isnan(found), np.isinf(found)
        try:
            from_nan = _any(np.isnan(array) for array in given)
            from_finite = ~_any(~np.isfinite(array) for array in given)
            chosen = np.broadcast_to(where, found.shape) if name not in REDUCTIONS else True
            invalid = nan & ~from_nan & chosen
            infinite = infinite & from_finite & chosen
            poles = infinite & _at_poles(name, given)
        except ValueError:  # shapes that do not belong together: nothing can be said
            return
    # In the order in which NumPy reads its flags.
    if np.any(poles):
        _raise("divide", name)
    if np.any(infinite & ~poles):
        _raise("over", name)
    if np.any(invalid):
        _raise("invalid", name)


def _look_at_solution(name: str, operands: Sequence[Any], result: Any) -> None:
    parts = result if isinstance(result, tuple) else (result,)
    given = [array for array in map(_array, operands) if array is not None]
    finite = all(np.isfinite(array).all() for array in given)
    arrays = [array for array in map(_array, parts) if array is not None]
    if finite and any(np.isnan(array).any() for array in arrays):
        raise np.linalg.LinAlgError(SOLVERS[name])


def _look_at_integers(name: str, operands: Sequence[Any]) -> None:
    if name in ("floor_divide", "remainder", "divmod") and len(operands) == 2:
        divisor = _array(operands[1])
        if divisor is not None and (divisor == 0).any():
            _raise("divide", name)


def _array(value: Any) -> np.ndarray | None:
    try:
        array = np.asarray(value)
    except ValueError:
        return None
    return array if array.dtype.kind in "biufc" else None


def _whole(array: np.ndarray, found: np.ndarray) -> np.ndarray:
    """The worst entry of an operand: every entry of a reduction may come from any of it."""
    if array.size == 0 or np.isfinite(array).all():
        return np.zeros(())
    return np.asarray(np.nan if np.isnan(array).any() else np.inf)


def _any(masks: Any) -> Any:
    result: Any = np.zeros((), dtype=bool)
    for mask in masks:
        result = result | mask
    return result


def _at_poles(name: str, given: Sequence[np.ndarray]) -> Any:
    """Where an infinite result is a division by zero and no overflow."""
    if not given:
        return False
    if name in ("power", "float_power"):
        return given[0] == 0
    if name in DIVISIONS:
        return given[-1] == 0
    return name in LOGARITHMS


def _raise(kind: str, name: str) -> None:
    """Hand a fault to NumPy's error handling."""
    mode = dict(np.geterr())[kind]
    text = f"{MESSAGES[kind]} encountered in {name}"
    if mode == "call":
        handler = np.geterrcall()
        if callable(handler):
            handler(MESSAGES[kind], FLAGS[kind])
    elif mode == "raise":
        raise FloatingPointError(text)
    elif mode == "warn":
        warnings.warn(text, RuntimeWarning, stacklevel=_depth())
    elif mode == "print":
        print(f"Warning: {text}")


def _depth() -> int:
    """How far up the watched code is: the first frame outside this module."""
    depth, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename == __file__:
        frame, depth = frame.f_back, depth + 1
    return depth
