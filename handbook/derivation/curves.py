"""Where the branches of a formula meet, and points on these curves and close beside them.

Random points never lie on a kink: 0 is no random number. So the places where an absolute value,
a maximum, a case distinction, a sign or a floor changes its branch are solved for, and both sides
of them are looked at too.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial

import mpmath
import sympy as sp
from mpmath import mp
from sympy import Basic, Dummy, Expr, Function, Pow, Rational, Symbol, solve
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.relational import Relational

from handbook.derivation import sweep
from handbook.derivation.assumptions import Given
from handbook.derivation.evaluation import evaluate, make_scope
from handbook.derivation.mp_numbers import (
    CannotEvaluate,
    Number,
    Scope,
    UndefinedHere,
    compare,
    real,
)
from handbook.derivation.sample_points import Domain, Point, admits, sample
from handbook.derivation.time_bounds import MAX_CALLS, GaveUp, bounded

NUDGE = Rational(1, 10**6)
FLOORS = (-1, 0, 1, 2, 7)  # where a floor or ceiling is looked at
MOST_NEIGHBOURS, NEIGHBOURS_AT = 12, 5
FEW_CALLS = 100_000  # where a search follows
SOLVED = 12  # curves that are not straight are solved for at most so often
KINKED = (
    *(sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise, sp.Heaviside, sp.floor, sp.ceiling),
    *(sp.KroneckerDelta, sp.Mod),
)


def gaps(*expressions: Basic) -> list[Expr]:
    """The expressions whose zeros separate the branches."""
    found: set[Expr] = set()
    for expression in expressions:
        for part in expression.atoms(*KINKED, Relational):
            found |= set(_gaps_of(part))
    return sorted(found, key=sp.default_sort_key)


def _gaps_of(part: Basic) -> Iterator[Expr]:
    if isinstance(part, sp.Abs | sp.sign | sp.Heaviside):
        yield part.args[0]
    elif isinstance(part, sp.Max | sp.Min):
        for left, right in itertools.combinations(part.args, 2):
            yield left - right
    elif isinstance(part, sp.floor | sp.ceiling):
        yield from (part.args[0] - whole for whole in FLOORS)
    elif isinstance(part, sp.Mod):
        yield from (part.args[0] - times * part.args[1] for times in (0, 1))
    elif isinstance(part, sp.KroneckerDelta):
        yield part.args[0] - part.args[1]
    elif isinstance(part, Relational):
        yield part.lhs - part.rhs


def curves(
    found: Iterable[Expr], symbols: set[Symbol], searched: bool = False
) -> Iterator[tuple[Symbol, Expr]]:
    """The zeros of the gaps: one symbol as an expression in the others.

    searched: whether numbers are searched for zeros, too; then SymPy is not asked for those of
        x*exp(x) - 1 and the like, which it seldom finds and may seek for long.
    """
    solved = 0
    for gap in found:
        for symbol in sorted(gap.free_symbols & symbols, key=str):
            straight = _straight_root(gap, symbol)
            if straight is not None:
                yield from ((symbol, root) for root in straight)
                continue
            if searched and _is_mixed(gap, symbol):
                continue
            solved += 1
            if solved > SOLVED:
                continue
            for root in _solutions(gap, symbol, FEW_CALLS if searched else MAX_CALLS):
                if symbol not in root.free_symbols and not root.has(sp.ConditionSet):
                    yield symbol, root


@lru_cache(1_000)  # a statement is the second of one step and the first of the next
def _solutions(gap: Expr, symbol: Symbol, calls: int) -> tuple[Expr, ...]:
    """The roots that SymPy finds within so many calls; none where it gives up."""
    try:
        return tuple(bounded(partial(_roots, gap, symbol), calls))
    except GaveUp:
        return ()


def _is_mixed(gap: Expr, symbol: Symbol) -> bool:
    """Whether a symbol stands in several functions, or inside of one and outside."""
    if not sweep.is_plain(gap):
        return False
    rest = gap
    while inside := {f for f in rest.atoms(Function, Pow) if _moves(f, symbol)}:
        outermost = [f for f in inside if not any(f is not o and o.has(f) for o in inside)]
        if len(outermost) > 1:
            return True
        hidden = rest.xreplace({outermost[0]: Dummy()})
        if symbol in hidden.free_symbols:
            return True
        arguments = [a for a in outermost[0].args if symbol in a.free_symbols]
        if len(arguments) > 1:
            return True
        rest = arguments[0]
    return False


def _moves(part: Expr, symbol: Symbol) -> bool:
    if symbol not in part.free_symbols:
        return False
    return not (isinstance(part, Pow) and part.is_polynomial(symbol))


def _straight_root(gap: Expr, symbol: Symbol) -> list[Expr] | None:
    if gap.has(ExprWithLimits) or not gap.is_polynomial(symbol):
        return None
    slope = gap.diff(symbol)
    if symbol in slope.free_symbols:
        return None
    return [] if slope == 0 else [-gap.subs(symbol, 0) / slope]


def _roots(gap: Expr, symbol: Symbol) -> list[Expr]:
    slope = gap.diff(symbol)
    if symbol not in slope.free_symbols:
        return [] if slope == 0 else [-gap.subs(symbol, 0) / slope]
    return list(solve(gap, symbol))


def is_straight(gap: Expr, symbols: set[Symbol]) -> bool:
    """Whether the zeros of the gap are had without a search."""
    names = gap.free_symbols & symbols
    return not names or any(_straight_root(gap, symbol) is not None for symbol in names)


def meetings(
    found: Iterable[Expr],
    over: sweep.Space,
    given: Given,
    where: Mapping[Symbol, Domain],
) -> Iterator[tuple[Point, bool]]:
    """Where gaps close that no formula solves (True), and points beside these places (False)."""

    def evaluated(gap: Expr, point: Point) -> Number:
        return real(evaluate(gap, make_scope(point, sweep.FOUND_DIGITS, given, where, 0)))

    known = set(over.symbols)
    yield from sweep.meeting((g for g in found if g.free_symbols <= known), over, evaluated)


def beside(
    found: Iterable[tuple[Symbol, Expr]],
    symbols: set[Symbol],
    where: Mapping[Symbol, Domain],
    count: int,
) -> Iterator[tuple[Point, bool]]:
    """On each curve `count` points of it (True), and points just beside it (False).

    Between two curves that lie close together there is a point, too.
    """
    found = list(found)
    for symbol in dict.fromkeys(symbol for symbol, _ in found):
        roots = [curve for name, curve in found if name == symbol]
        if len(roots) > 1 and not symbol.is_integer:
            yield from _between(symbol, roots, symbols, where)
    for symbol, curve in found:
        start = sample(symbols, where, count)
        for point in itertools.islice(start.points, count):
            others = {name: value for name, value in point.items() if name != symbol}
            yield others | {symbol: curve}, True
            nudge = 1 if symbol.is_integer else NUDGE
            yield others | {symbol: curve + nudge}, False
            yield others | {symbol: curve - nudge}, False


def _between(
    symbol: Symbol, roots: list[Expr], symbols: set[Symbol], where: Mapping[Symbol, Domain]
) -> Iterator[tuple[Point, bool]]:
    """The middle of each two neighbouring roots that are closer than the nudge."""
    for point in itertools.islice(sample(symbols, where, NEIGHBOURS_AT).points, NEIGHBOURS_AT):
        others = {name: value for name, value in point.items() if name != symbol}
        at: dict[Expr, Expr] = {}
        for root in roots[:MOST_NEIGHBOURS]:
            place = root.subs(others)
            number = place.evalf(30)
            if number.is_Float or number.is_Rational:
                at[number] = place
        for left, right in itertools.pairwise(sorted(at)):
            if 0 < right - left < 3 * NUDGE * max(1, abs(right)):
                yield others | {symbol: (at[left] + at[right]) / 2}, False


def admitted(
    point: Point, number: int, digits: int, given: Given, where: Mapping[Symbol, Domain]
) -> Scope | None:
    """The scope of a point, or None where a value on a curve lies outside its symbol's domain.

    So does one that is complex, and one whose domain has a complex end.
    """
    try:
        scope = make_scope(point, digits, given, where, number)
        with mp.workdps(digits):
            lies_inside = all(_inside(symbol, scope, where.get(symbol)) for symbol in point)
    except (UndefinedHere, CannotEvaluate):
        return None
    return scope if lies_inside else None


def _inside(symbol: Symbol, scope: Scope, domain: Domain | None) -> bool:
    exact, number = scope.point[symbol], scope.values[symbol]
    fits_it = admits(symbol, exact) if exact.is_Rational else fits(symbol, number)
    return fits_it and lies_in(domain, number, scope)


def lies_in(domain: Domain | None, number: object, scope: Scope) -> bool:
    """Whether the number is one of those that `where` names."""
    if domain is None:
        return True
    if domain.choices is not None:
        return any(abs(evaluate(choice, scope) - number) < 1e-30 for choice in domain.choices)
    number = real(number)
    above = domain.low.is_infinite or compare(evaluate(domain.low, scope), number) < 0
    below = domain.high.is_infinite or compare(number, evaluate(domain.high, scope)) < 0
    return bool(above and below)


def fits(symbol: Expr, number: object) -> bool:
    """Whether a number that is known to many digits only satisfies the symbol's assumptions."""
    imaginary, real = mpmath.im(number), mpmath.re(number)
    tiny = mpmath.mpf(10) ** min(-30, 20 - mp.dps)
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
