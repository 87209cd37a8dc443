"""Whether one equation or inequality follows from another.

Both are asked for their truth at random points, on the curves where a side of one meets the other
side (the solutions of an equation, the boundary of an inequality) and close to these curves.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import mpmath
from mpmath import mp
from sympy import Basic, Dummy, Eq, Expr, Indexed, Rational, Symbol, solve
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from handbook.derivation.assumptions import Given, head_of, inline
from handbook.derivation.equality import (
    CAREFUL_DIGITS,
    WORKING_DIGITS,
    Undecided,
    needed_symbols,
    prepare,
)
from handbook.derivation.evaluation import evaluate, holds, make_scope
from handbook.derivation.mp_numbers import CannotEvaluate, Scope, UndefinedHere, compare, real
from handbook.derivation.sample_points import Domain, Point, admits, sample
from handbook.derivation.time_bounds import GaveUp, bounded

POINTS = 120
PER_CURVE = 10
NEEDED = 20
NEEDED_FALSE = 5
NUDGE = Rational(1, 10**6)


@dataclass
class Contradiction(Exception):
    """A point where one statement is true and the other false."""

    point: Point
    before: bool
    after: bool


@dataclass
class Counts:
    true: int = 0
    false: int = 0
    on_curves: int = 0


def check_follows(
    before: Basic, after: Basic, given: Given, where: Mapping[Symbol, Domain], both_ways: bool
) -> str:
    """How it was found that `after` follows from `before` (and `before` from it, if both ways).

    Raises Contradiction with the point, or Undecided.
    """
    try:
        counts = _ask_everywhere(*_comparable(before, after, given), given, where, both_ways)
    except (CannotEvaluate, ValueError) as error:
        raise Undecided(str(error)) from error
    if counts.true < NEEDED:
        raise Undecided(
            f"only {counts.true} points were found where the first statement holds; "
            "narrow where= to the region in question"
        )
    if both_ways and counts.false < NEEDED_FALSE:
        raise Undecided(
            f"only {counts.false} points were found where the first statement fails; "
            "widen where= beyond the region in question"
        )
    if isinstance(before, Eq) and not both_ways:
        return f"{counts.true} solutions"
    on_curves = f", {counts.on_curves} on the boundary" if counts.on_curves else ""
    return f"{counts.true + counts.false} points{on_curves}"


def _ask_everywhere(
    before: Basic, after: Basic, given: Given, where: Mapping[Symbol, Domain], both_ways: bool
) -> Counts:
    symbols = needed_symbols([before, after], given, where)
    curves = list(_curves(before, after, symbols))
    counts = Counts()
    for number, (point, on_curve) in enumerate(_points(symbols, where, curves)):
        scope = _admitted(point, number, WORKING_DIGITS, given, where)
        if scope is None:
            continue
        first, second = holds(before, scope), holds(after, scope)
        if first != second and (first or both_ways):
            careful = make_scope(point, CAREFUL_DIGITS, given, where, number)
            first, second = holds(before, careful), holds(after, careful)
            if first != second and (first or both_ways):
                raise Contradiction(point, first, second)
        counts.true += first
        counts.false += not first
        counts.on_curves += on_curve
    return counts


def _comparable(before: Basic, after: Basic, given: Given) -> tuple[Basic, Basic]:
    """With definitions written out, and an unknown for each sequence element such as v[t]."""
    named = {rule.head for rule in given.rules}
    before, after = (inline(side, given) for side in (before, after))
    both = (before, after)
    indices = {
        symbol
        for side in both
        for part in side.atoms(ExprWithLimits)
        for symbol in part.bound_symbols
    }
    elements = {
        part
        for side in both
        for part in side.atoms(Indexed, AppliedUndef)
        if head_of(part) not in named and not part.free_symbols & indices
    }
    unknowns = {part: Dummy(str(part), **_assumptions(part)) for part in sorted(elements, key=str)}
    before, after = (prepare(side.xreplace(unknowns), named) for side in both)
    return before, after


def _assumptions(part: Expr) -> dict[str, bool]:
    return {name: value for name, value in part.assumptions0.items() if value is not None}


def _points(
    symbols: set[Symbol], where: Mapping[Symbol, Domain], curves: list[tuple[Symbol, Expr]]
) -> Iterator[tuple[Point, bool]]:
    """Random points; then, on each curve, points of it and points just beside it."""
    drawn = sample(symbols, where, POINTS)
    for point in itertools.islice(drawn.points, max(POINTS, drawn.wanted)):
        yield point, False
    for symbol, curve in curves:
        start = sample(symbols, where, PER_CURVE)
        for point in itertools.islice(start.points, PER_CURVE):
            others = {name: value for name, value in point.items() if name != symbol}
            yield others | {symbol: curve}, True
            yield others | {symbol: curve + NUDGE}, False
            yield others | {symbol: curve - NUDGE}, False


def _curves(before: Basic, after: Basic, symbols: set[Symbol]) -> Iterator[tuple[Symbol, Expr]]:
    """Where the two sides of a relation meet: one symbol as an expression in the others."""
    relations = sorted(before.atoms(Relational) | after.atoms(Relational), key=str)
    for relation in relations:
        gap = relation.lhs - relation.rhs
        for symbol in sorted(gap.free_symbols & symbols, key=str):
            try:
                solutions = bounded(partial(_roots, gap, symbol))
            except GaveUp:
                continue
            for root in solutions:
                if symbol not in root.free_symbols:
                    yield symbol, root


def _roots(gap: Expr, symbol: Symbol) -> list[Expr]:
    slope = gap.diff(symbol)
    if symbol not in slope.free_symbols:
        return [] if slope == 0 else [-gap.subs(symbol, 0) / slope]
    return list(solve(gap, symbol))


def _admitted(
    point: Point, number: int, digits: int, given: Given, where: Mapping[Symbol, Domain]
) -> Scope | None:
    """The scope of a point, or None where a value on a curve lies outside its symbol's domain.

    So does one that is complex, and one whose domain has a complex end.
    """
    try:
        scope = make_scope(point, digits, given, where, number)
        with mp.workdps(digits):
            lies_inside = all(_inside(symbol, scope, where.get(symbol)) for symbol in point)
    except UndefinedHere:
        return None
    return scope if lies_inside else None


def _inside(symbol: Symbol, scope: Scope, domain: Domain | None) -> bool:
    exact, number = scope.point[symbol], scope.values[symbol]
    if exact.is_Rational:
        fits = admits(symbol, exact)
    else:
        fits = _fits(symbol, number)
    if domain is None or not fits:
        return fits
    if domain.choices is not None:
        return any(abs(evaluate(choice, scope) - number) < 1e-30 for choice in domain.choices)
    number = real(number)
    above = domain.low.is_infinite or compare(evaluate(domain.low, scope), number) < 0
    below = domain.high.is_infinite or compare(number, evaluate(domain.high, scope)) < 0
    return bool(above and below)


def _fits(symbol: Symbol, number: object) -> bool:
    """Whether a number that is known to many digits only satisfies the symbol's assumptions."""
    imaginary, real = mpmath.im(number), mpmath.re(number)
    tiny = mpmath.mpf(10) ** -30
    checks = {
        "extended_real": abs(imaginary) < tiny,
        "positive": abs(imaginary) < tiny and real > tiny,
        "nonnegative": abs(imaginary) < tiny and real > -tiny,
        "negative": abs(imaginary) < tiny and real < -tiny,
        "nonpositive": abs(imaginary) < tiny and real < tiny,
        "zero": abs(number) < tiny,  # type: ignore[arg-type]
        "integer": abs(imaginary) < tiny and abs(real - mpmath.nint(real)) < tiny,
    }
    return all(
        checks[name] == wanted for name, wanted in symbol.assumptions0.items() if name in checks
    )
