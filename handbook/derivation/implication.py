"""Whether one equation or inequality follows from another.

Both are asked for their truth at random points, on the curves where a side of one meets the other
side (the solutions of an equation, the boundary of an inequality) and close to these curves.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sympy import Basic, Dummy, Eq, Expr, Indexed, Symbol
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.function import AppliedUndef

from handbook.derivation import sweep
from handbook.derivation.assumptions import Given, head_of, inline
from handbook.derivation.curves import (
    admitted,
    beside,
    curves,
    gaps,
    is_straight,
    meetings,
)
from handbook.derivation.equality import (
    CAREFUL_DIGITS,
    MOST_DIGITS,
    WORKING_DIGITS,
    Undecided,
    needed_symbols,
    prepare,
)
from handbook.derivation.evaluation import holds, make_scope
from handbook.derivation.mp_numbers import CannotEvaluate
from handbook.derivation.sample_points import Domain, Point, extremes, sample

POINTS = 120
PER_CURVE = 10
NEEDED = 20
NEEDED_FALSE = 5
FAR_OUT = 40


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
        return f"checked at {counts.true} solutions"
    on_curves = f", {counts.on_curves} on the boundary" if counts.on_curves else ""
    return f"checked at {counts.true + counts.false} points{on_curves}"


def _ask_everywhere(
    before: Basic, after: Basic, given: Given, where: Mapping[Symbol, Domain], both_ways: bool
) -> Counts:
    symbols = needed_symbols([before, after], given, where)
    points = _points(before, after, symbols, given, where, both_ways)
    counts = Counts()
    for number, (point, on_curve) in enumerate(points):
        scope = admitted(point, number, WORKING_DIGITS, given, where)
        if scope is None:
            continue
        first, second = holds(before, scope), holds(after, scope)
        if first != second and (first or both_ways):
            careful = make_scope(point, CAREFUL_DIGITS, given, where, number)
            first, second = holds(before, careful), holds(after, careful)
            if careful.span[0] + WORKING_DIGITS > CAREFUL_DIGITS:
                if careful.span[0] > MOST_DIGITS:
                    continue
                digits = careful.span[0] + 3 * WORKING_DIGITS
                careful = make_scope(point, digits, given, where, number)
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
    before: Basic,
    after: Basic,
    symbols: set[Symbol],
    given: Given,
    where: Mapping[Symbol, Domain],
    both_ways: bool,
) -> Iterator[tuple[Point, bool]]:
    """Random points, usual and far out; points on each curve and just beside it; then those that
    a search in floating point finds suspicious."""
    drawn = sample(symbols, where, POINTS)
    for point in itertools.islice(drawn.points, max(POINTS, drawn.wanted)):
        yield point, False
    for point in extremes(symbols, where, FAR_OUT):
        yield point, False
    between = gaps(before, after)
    plain = sweep.space(symbols, where) if symbols else None
    solved = curves(between, symbols, plain is not None and not isinstance(before, Eq))
    yield from beside(solved, symbols, where, PER_CURVE)
    if plain is None:
        return
    if not isinstance(before, Eq):
        for point in sweep.breaking(before, after, plain, both_ways):
            yield point, False
    winding = [gap for gap in between if not is_straight(gap, symbols)]
    yield from meetings(winding, plain, given, where)
