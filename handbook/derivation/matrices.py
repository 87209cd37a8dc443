"""Symbolic matrices (trace, transpose, product, inverse) as random real matrices of small sizes."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import mpmath
import sympy as sp
from mpmath import mp
from sympy import Expr, Integer, MatrixBase, MatrixExpr, MatrixSymbol, Symbol
from sympy.matrices.expressions.inverse import Inverse

from handbook.derivation.evaluation import value
from handbook.derivation.mp_numbers import CannotEvaluate, Number, Scope, UndefinedHere, whole
from handbook.derivation.sample_points import Domain

SIZES = Domain(choices=tuple(map(Integer, (3, 2, 1, 4))))


def with_matrix_sizes(sides: list[Expr], where: Mapping[Symbol, Domain]) -> Mapping[Symbol, Domain]:
    """The sizes n, m of matrices are 1 to 4, where `where` says nothing else."""
    sizes = {
        symbol
        for side in sides
        for part in side.atoms(MatrixSymbol, sp.Identity, sp.ZeroMatrix, sp.OneMatrix)
        for size in part.shape
        for symbol in size.free_symbols
    }
    return {**dict.fromkeys(sorted(sizes, key=str), SIZES), **where}


def _shape(expr: Any, scope: Scope) -> tuple[int, int]:
    rows, columns = (int(whole(value(size, scope))) for size in expr.shape)
    return rows, columns


@value.register(MatrixSymbol)
def _(expr: Any, scope: Scope) -> Number:
    shape = _shape(expr, scope)
    key = ("matrix", expr.name)
    if key not in scope.memo:
        rng = random.Random(f"{scope.draws}/{expr.name}")
        rows = [
            [mp.mpf(rng.randint(-3000, 3000)) / 1000 for _ in range(shape[1])]
            for _ in range(shape[0])
        ]
        scope.memo[key] = mp.matrix(rows)
    return scope.memo[key]


@value.register(sp.Identity)
def _(expr: Any, scope: Scope) -> Number:
    return mp.eye(_shape(expr, scope)[0])


@value.register(sp.ZeroMatrix)
def _(expr: Any, scope: Scope) -> Number:
    return mp.zeros(*_shape(expr, scope))


@value.register(sp.OneMatrix)
def _(expr: Any, scope: Scope) -> Number:
    return mp.ones(*_shape(expr, scope))


@value.register(MatrixBase)
def _(expr: Any, scope: Scope) -> Number:
    return mp.matrix([[value(entry, scope) for entry in row] for row in expr.tolist()])


@value.register(sp.MatAdd)
def _(expr: Any, scope: Scope) -> Number:
    first, *others = (value(term, scope) for term in expr.args)
    for other in others:
        first = first + other
    return first


@value.register(sp.MatMul)
def _(expr: Any, scope: Scope) -> Number:
    first, *others = (value(factor, scope) for factor in expr.args)
    for other in others:
        first = first * other
    return first


@value.register(sp.HadamardProduct)
def _(expr: Any, scope: Scope) -> Number:
    first, *others = (value(factor, scope) for factor in expr.args)
    for other in others:
        both = isinstance(first, mp.matrix) and isinstance(other, mp.matrix)
        first = _entrywise(first, other) if both else first * other
    return first


@value.register(sp.HadamardPower)
def _(expr: Any, scope: Scope) -> Number:
    exponent = value(expr.exp, scope)
    if isinstance(exponent, mp.matrix):
        raise CannotEvaluate("a matrix as the power of each entry")
    return value(expr.base, scope).apply(lambda entry: mp.power(entry, exponent))


def _entrywise(left: Any, right: Any) -> Any:
    rows = [[left[i, j] * right[i, j] for j in range(left.cols)] for i in range(left.rows)]
    return mp.matrix(rows)


@value.register(sp.Transpose)
@value.register(sp.Adjoint)
def _(expr: Any, scope: Scope) -> Number:
    return value(expr.args[0], scope).T


@value.register(Inverse)
def _(expr: Any, scope: Scope) -> Number:
    return _power(value(expr.args[0], scope), -1)


@value.register(sp.MatPow)
def _(expr: Any, scope: Scope) -> Number:
    exponent = whole(value(expr.exp, scope))
    if not mpmath.isint(exponent):
        raise CannotEvaluate("a matrix to a power that is not whole")
    return _power(value(expr.base, scope), int(exponent))


def _power(matrix: Any, exponent: int) -> Any:
    try:
        return matrix**exponent
    except ZeroDivisionError as error:
        raise UndefinedHere("the matrix has no inverse") from error


@value.register(sp.Trace)
def _(expr: Any, scope: Scope) -> Number:
    matrix = value(expr.arg, scope)
    return mp.fsum(matrix[i, i] for i in range(matrix.rows))


@value.register(sp.Determinant)
def _(expr: Any, scope: Scope) -> Number:
    return mp.det(value(expr.arg, scope))


@value.register(sp.matrices.expressions.matexpr.MatrixElement)
def _(expr: Any, scope: Scope) -> Number:
    parent, row, column = expr.args
    return value(parent, scope)[int(whole(value(row, scope))), int(whole(value(column, scope)))]


def bound_matrices(scope: Scope, matrices: Mapping[str, Any]) -> Scope:
    """The scope in which MatrixSymbols of these names are these matrices."""
    return replace(scope, memo={("matrix", name): m for name, m in matrices.items()})


# Comparison, of numbers and of matrices


def entries(number: Number) -> dict[tuple[int, ...] | None, Number]:
    if isinstance(number, mp.matrix):
        return {(i, j): number[i, j] for i in range(number.rows) for j in range(number.cols)}
    return {None: number}


def differing(
    values: tuple[Number | None, Number | None], agree: Callable[[Number, Number, Number], bool]
) -> tuple[tuple[int, ...] | None, Number | None, Number | None] | None:
    """The first entry in which the two differ, with both values; None where they agree."""
    left, right = values
    if left is None or right is None:
        return None, left, right
    before, after = entries(left), entries(right)
    if before.keys() != after.keys():
        raise CannotEvaluate("matrices of different shapes are compared")
    size = max(map(abs, (*before.values(), *after.values())))
    for place, number in before.items():
        if not agree(number, after[place], size):
            return place, number, after[place]
    return None


def distance(left: Number, right: Number) -> Number:
    before, after = entries(left), entries(right)
    return max(abs(number - after[place]) for place, number in before.items())


def all_finite(number: Number) -> bool:
    return all(bool(mpmath.isfinite(entry)) for entry in entries(number).values())


__all__ = ["MatrixExpr", "bound_matrices", "differing", "distance", "with_matrix_sizes"]
