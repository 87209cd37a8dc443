"""High-precision numbers with what is needed to compare them, and the scope of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import mpmath
import sympy as sp
from mpmath import mp
from sympy import Expr, Symbol

from handbook.derivation.assumptions import Given
from handbook.derivation.sample_points import Domain, Point

MAX_WORK = 50_000  # for one point; a few tenths of a second
MAX_WORK_FURTHER = 3_000  # for a point that is looked at besides
GUARD = 12  # digits that rounding may cost before a comparison is trusted

Number = Any  # mpmath.mpf or mpmath.mpc


class UndefinedHere(ArithmeticError):
    """The expression has no finite value at this point."""


class CannotEvaluate(Exception):
    """No rule leads from the expression to a number; says why."""


@dataclass(frozen=True)
class Scope:
    """What the symbols stand for while one point is evaluated with one number of digits."""

    digits: int
    given: Given
    where: Mapping[Symbol, Domain]
    draws: str
    point: Point
    values: Mapping[Symbol, Number] = field(default_factory=dict)  # the point's, as numbers
    bound: Mapping[Symbol, Number] = field(default_factory=dict)  # summation indices and the like
    depth: int = 0
    memo: dict[Any, Number] = field(default_factory=dict)
    work: list[int] = field(default_factory=lambda: [0])
    span: list[int] = field(default_factory=lambda: [0])  # see `note_span`
    most: int = MAX_WORK
    few: bool = False  # elements of sequences are drawn among a few integers: zeros and ties
    rough: list[Number] = field(default_factory=list)  # sizes of integrals, see `integrals`

    def bind(self, values: Mapping[Symbol, Number]) -> Scope:
        """Inside a sum or a rule: names that mean nothing outside."""
        return replace(self, bound={**self.bound, **values})

    def vary(self, symbol: Symbol, number: Number) -> Scope:
        """Inside a derivative, integral or limit: rules that name the symbol see its new value."""
        bound = {name: n for name, n in self.bound.items() if name != symbol}
        return replace(self, values={**self.values, symbol: number}, bound=bound, memo={})


def finite(number: Number) -> Number:
    parts = list(number) if isinstance(number, mp.matrix) else [number]
    if not all(mpmath.isfinite(part) for part in parts):
        raise UndefinedHere("the value is infinite or not a number")
    return number


def real(number: Number) -> Number:
    if abs(mpmath.im(number)) > _tolerance(number):
        raise UndefinedHere("a complex number has no order")
    return mpmath.re(number)


def _tolerance(*numbers: Number) -> Number:
    return _rounding(mp.dps, mp.prec) * max([1, *map(abs, numbers)])


@lru_cache(100)
def _rounding(digits: int, bits: int) -> Number:
    return mp.mpf(10) ** (GUARD - digits)


def compare(left: Number, right: Number) -> int:
    """-1, 0 or 1; numbers that differ by rounding only are equal."""
    if abs(left - right) <= _tolerance(left, right):
        return 0
    return -1 if real(left) < real(right) else 1


def whole(number: Number) -> Number:
    """The number, or the integer it misses by rounding only."""
    nearest = mpmath.nint(real(number))
    return nearest if compare(nearest, number) == 0 else number


def sign(number: Number) -> Number:
    return mp.mpf(0) if compare(number, mp.mpf(0)) == 0 else mpmath.sign(number)


def exact_integer(number: Number) -> Number:
    nearest = whole(number) if mpmath.im(number) == 0 else number
    return int(nearest) if mpmath.isint(nearest) else number


def settled(results: list[Number], what: str) -> Number:
    """The last result, if the others agree with it as far as a line of a derivation is compared."""
    last = results[-1]
    if any(abs(r - last) > mp.mpf(10) ** (20 - mp.dps) * max(1, abs(last)) for r in results):
        raise CannotEvaluate(f"{what} does not settle")
    return last


def note_span(terms: list[Number], scope: Scope, total: Number | None = None) -> None:
    """Remember how many digits it takes to hold the largest and the smallest term of a sum.

    With fewer the small one vanishes in the large one, and is lost when that cancels. Where all
    digits of the total have cancelled, as in cosh(500)**2 - sinh(500)**2, it takes those of the
    terms in front of the point.
    """
    sizes = [mp.mag(term) for term in terms if term and mpmath.isfinite(term)]
    if len(sizes) > 1:
        largest = max(sizes)
        digits = int((largest - min(sizes)) * 0.30103) + 1
        cancelled = total is not None and mp.mag(total) < largest - mp.prec + 4 * GUARD
        if cancelled and largest > mp.prec // 4:
            digits = max(digits, int(largest * 0.30103) + 1)
        scope.span[0] = max(scope.span[0], digits)


def to_sympy(number: Number) -> Expr:
    if mpmath.isint(number) and abs(number) < mp.mpf(10) ** mp.dps:
        return sp.Integer(int(mpmath.re(number)))
    parts = [sp.Float(part, mp.dps) for part in (mpmath.re(number), mpmath.im(number))]
    return parts[0] + sp.I * parts[1] if parts[1] else parts[0]


def from_sympy(number: Expr) -> Number:
    sides = number.as_real_imag()
    if not all(side.is_Number for side in sides):
        raise CannotEvaluate(f"{number} has no numeric value")
    if not all(side.is_finite for side in sides):
        raise UndefinedHere("the value is infinite or not a number")
    parts = [mp.mpf(side._to_mpmath(mp.prec)) for side in sides]
    return mp.mpc(*parts) if parts[1] else parts[0]


def count(scope: Scope) -> None:
    """One more operation; raises CannotEvaluate after too many."""
    scope.work[0] += 1
    if scope.work[0] > scope.most:
        raise CannotEvaluate("it takes too many operations; narrow it with where=")
