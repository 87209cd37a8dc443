"""Where a line may fail between the random points: looked for in floating point, judged elsewhere.

Twenty random points miss a bound that breaks between 900 and 1,100, and a branch as narrow as a
needle. Thousands of points cost a millisecond in floating point; from the most suspicious of them
the search goes downhill, to where two sides meet or a branch begins. What is found are points and
nothing else: whether the line holds there is decided with all digits, so a search that is wrong
can cost time, but no verdict.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import mpmath
import numpy as np
import sympy as sp
from mpmath import mp
from sympy import Basic, Expr, Rational, Symbol
from sympy.core.relational import Relational
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.printing.numpy import NumPyPrinter

from handbook.derivation.mp_numbers import CannotEvaluate, UndefinedHere
from handbook.derivation.sample_points import SEED, Domain, Point

ROWS = 2000
STARTS = 10  # from the most suspicious points the search goes downhill
ROUNDS = 60
SHRINK = 0.55
SUSPICIOUS = 1e-6  # a relative difference that rounding seldom makes
TOUCHING = 1e-9  # a gap so small may be none
FAR = 1e6
CANDIDATES = 16
NEARBY = tuple(Rational(1, 10**power) for power in (9, 6, 3, 1))
FOUND_DIGITS = 200

Array = np.ndarray
Rule = Callable[[Array], Array]  # a value for each column, a column for each point

# lambdify's own list of NumPy's names takes a tenth of a second to import.
NAMES = vars(np)
SETTINGS = {"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True}

PLAIN = (
    *(sp.Add, sp.Mul, sp.Pow, sp.exp, sp.log, sp.sin, sp.cos, sp.tan, sp.sinh, sp.cosh, sp.tanh),
    *(sp.asin, sp.acos, sp.atan, sp.asinh, sp.acosh, sp.atanh, sp.Abs, sp.sign, sp.Max, sp.Min),
    *(sp.Piecewise, ExprCondPair, sp.floor, sp.ceiling, sp.Mod, sp.Heaviside, sp.Number),
    *(sp.NumberSymbol, Symbol, Relational, sp.And, sp.Or, sp.Not),
    *(sp.logic.boolalg.BooleanTrue, sp.logic.boolalg.BooleanFalse),
)
BRANCHING = (sp.Max, sp.Min, sp.Piecewise, sp.floor, sp.ceiling, sp.Mod, sp.Heaviside, Relational)


def is_plain(expr: Basic) -> bool:
    """Whether NumPy can compute it: no sums, sequences, derivatives, matrices."""
    return all(isinstance(part, PLAIN) for part in sp.preorder_traversal(expr))


def compiled(expr: Basic, symbols: list[Symbol]) -> Rule | None:
    """The expression as a function of columns of numbers, where it is plain."""
    if not is_plain(expr):
        return None
    expr = expr.replace(sp.Heaviside, lambda at, *_: (1 + sp.sign(at)) / 2)
    try:
        function = sp.lambdify([symbols], expr, [NAMES], printer=NumPyPrinter(SETTINGS))
    except Exception:  # SymPy's printers raise errors of many kinds where they have no rule
        return None

    def rule(columns: Array) -> Array:
        with np.errstate(all="ignore"):
            try:
                found = np.asarray(function(columns))
            except (ArithmeticError, TypeError, ValueError, AttributeError):
                return np.full(columns.shape[1], np.nan)
        if found.dtype == object:
            return np.full(columns.shape[1], np.nan)
        return np.broadcast_to(found, columns.shape[1:])

    return rule


# The points


@dataclass(frozen=True)
class Space:
    """The symbols, what each may be, and many points: a row for each symbol."""

    symbols: list[Symbol]
    limits: list[tuple[float, float]]
    whole: list[bool]
    listed: list[bool]
    points: Array

    def admits(self, columns: Array) -> Array:
        inside = np.ones(columns.shape[1], bool)
        for row, (low, high) in zip(columns, self.limits, strict=True):
            inside &= (low < row) & (row < high)
        return inside

    def point(self, column: Array) -> Point:
        return {
            s: sp.Integer(int(number)) if whole else Rational(float(number))
            for s, number, whole in zip(self.symbols, column, self.whole, strict=True)
        }


def space(symbols: Iterable[Symbol], where: Mapping[Symbol, Domain]) -> Space | None:
    """Random points over many magnitudes; None for symbols that are complex or depend on others."""
    ordered = sorted(symbols, key=str)
    rng = np.random.default_rng(SEED)
    rows: list[Array] = []
    limits: list[tuple[float, float]] = []
    for symbol in ordered:
        drawn = _row(symbol, where.get(symbol), rng)
        if drawn is None:
            return None
        row, ends = drawn
        rows.append(row)
        limits.append(ends)
    if not rows:
        return None
    whole = [bool(s.is_integer) for s in ordered]
    listed = [s in where and where[s].choices is not None for s in ordered]
    found = Space(ordered, limits, whole, listed, np.array(rows))
    special = _special(found)
    kept = special[:, found.admits(special)]
    return Space(ordered, limits, whole, listed, np.hstack([found.points, kept]))


def _row(
    symbol: Symbol, domain: Domain | None, rng: np.random.Generator
) -> tuple[Array, tuple[float, float]] | None:
    if domain is not None and domain.choices is not None:
        numbers = [c for c in domain.choices if c.is_Rational]
        if len(numbers) < len(domain.choices):
            return None
        return rng.choice(np.array(numbers, float), ROWS), (-np.inf, np.inf)
    if domain is not None:
        if not all(end.is_number and end.is_extended_real for end in (domain.low, domain.high)):
            return None
        low, high = float(domain.low), float(domain.high)
    elif not symbol.is_extended_real:
        return None
    else:
        low, high = -np.inf, np.inf
    below_zero = -1e-300  # an end that counts
    if symbol.is_extended_nonnegative:
        low = max(low, 0 if symbol.is_positive else below_zero)
    if symbol.is_extended_nonpositive:
        high = min(high, 0 if symbol.is_negative else -below_zero)
    if not low < high:
        return None
    return _between(low, high, bool(symbol.is_integer), rng), (low, high)


def _between(low: float, high: float, whole: bool, rng: np.random.Generator) -> Array:
    if whole:
        sizes = np.where(
            rng.random(ROWS) < 0.7,
            rng.integers(0, 200, ROWS),
            np.floor(10 ** rng.uniform(1, 6, ROWS)),
        )
    else:
        sizes = 10 ** np.where(
            rng.random(ROWS) < 0.6, rng.uniform(-2, 4, ROWS), rng.uniform(-9, 9, ROWS)
        )
    signs = rng.choice([-1.0, 1.0], ROWS)
    if np.isinf(low) and np.isinf(high):
        return sizes * signs
    if np.isinf(high):
        return low + sizes if not whole else np.ceil(low) + sizes
    if np.isinf(low):
        return high - sizes if not whole else np.floor(high) - sizes
    share = rng.random(ROWS)
    close = rng.random(ROWS) < 0.3
    share = np.where(close, 10 ** rng.uniform(-9, -1, ROWS), share)
    return np.where(close & (signs > 0), high - (high - low) * share, low + (high - low) * share)


def _special(found: Space) -> Array:
    """Zeros, ones and ties."""
    free = [i for i, listed in enumerate(found.listed) if not listed]
    columns: list[Array] = []
    for sample in found.points[:, :3].T:
        for number in (0.0, 1.0, -1.0):
            for chosen in [[i] for i in free] + ([free] if len(free) > 1 else []):
                changed = sample.copy()
                changed[chosen] = number
                columns.append(changed)
        for i, j in itertools.combinations(free, 2):
            for sign in (1, -1):
                changed = sample.copy()
                changed[i] = sign * changed[j]
                if not found.whole[i] or float(changed[i]).is_integer():
                    columns.append(changed)
    return np.array(columns).T.reshape(len(found.symbols), -1)


# Downhill


@dataclass(frozen=True)
class Ends:
    """Where the searches ended: points, and beyond each, where it is known, the other sign."""

    points: Array
    beyond: Array  # NaN where no sign change was met
    sizes: Array


def descend(rule: Rule, over: Space, allowed: Array | None, mask: Rule | None = None) -> Ends:
    """From the points with the smallest values towards zero, until the sign changes."""
    values = rule(over.points)
    ranks = np.where(np.isfinite(values), np.abs(values), np.inf)
    if allowed is not None:
        ranks = np.where(allowed, ranks, np.inf)
    chosen = _spread(ranks, values)
    points, sizes, signs = over.points[:, chosen], ranks[chosen], np.sign(values[chosen])
    beyond = np.full(points.shape, np.nan)
    count = points.shape[0]
    step = np.full(len(chosen), 0.5)
    moves = np.vstack([np.eye(count), -np.eye(count)])
    if count > 1:
        moves = np.vstack([moves, np.random.default_rng(SEED).normal(size=(4 * count, count))])
    moves[:, over.listed] = 0
    for _ in range(ROUNDS):
        open_ones = np.flatnonzero(np.isnan(beyond[0]) & (sizes > 0) & (step > 1e-12))
        if not len(open_ones):
            break
        here = points[:, open_ones]
        scale = np.maximum(np.abs(here), 1e-9) * step[open_ones]
        tried = here[:, :, None] + scale[:, :, None] * moves.T[:, None, :]
        for i, whole in enumerate(over.whole):
            if whole:
                far = np.where(moves.T[i] != 0, np.sign(moves.T[i]), 0)
                tried[i] = np.where(
                    np.abs(tried[i] - here[i][:, None]) < 1,
                    here[i][:, None] + far,
                    np.round(tried[i]),
                )
        flat = tried.reshape(count, -1)
        found = rule(flat)
        usable = np.isfinite(found) & over.admits(flat)
        if mask is not None:
            usable &= mask(flat).astype(bool)
        found = np.where(usable, found, np.inf).reshape(len(open_ones), -1)
        crossed = np.isfinite(found) & (np.sign(found) * signs[open_ones][:, None] < 0)
        smaller = np.where(np.isfinite(found), np.abs(found), np.inf)
        for row, at in enumerate(open_ones):
            if crossed[row].any():
                beyond[:, at] = tried[:, row, int(np.argmax(crossed[row]))]
                continue
            best = int(np.argmin(smaller[row]))
            if smaller[row, best] < sizes[at]:
                points[:, at], sizes[at] = tried[:, row, best], smaller[row, best]
            else:
                step[at] *= SHRINK
    return Ends(points, beyond, sizes)


def _spread(ranks: Array, values: Array) -> Array:
    """The smallest few of each sign."""
    order = np.argsort(ranks, kind="stable")
    order = order[np.isfinite(ranks[order])]
    positive, negative = order[values[order] > 0], order[values[order] <= 0]
    return np.concatenate([positive[:STARTS], negative[:STARTS]])


# What a line is asked at


def suspicious(left: Expr, right: Expr, over: Space) -> Iterator[Point]:
    """Points at which two expressions seem to differ."""
    rules = compiled(left, over.symbols), compiled(right, over.symbols)
    if rules[0] is None or rules[1] is None:
        return
    columns = over.points
    if not (left.has(*BRANCHING) or right.has(*BRANCHING)):
        columns = columns + 0j  # the logarithm of -1 is a number
    first, second = rules[0](columns), rules[1](columns)
    with np.errstate(all="ignore"):
        apart = np.abs(first - second) / np.maximum(np.abs(first), np.abs(second))
    apart = np.where(np.isfinite(apart) & (apart > SUSPICIOUS), apart, 0)
    places = np.flatnonzero(apart)
    if not len(places):
        return
    clearest = places[np.argsort(-apart[places], kind="stable")][: CANDIDATES // 2]
    others = places[:: max(1, len(places) // (CANDIDATES // 2))]
    exact = places[places >= ROWS][: CANDIDATES // 2]  # zeros, ones and ties
    for at in dict.fromkeys([*exact, *clearest, *others]):
        yield over.point(over.points[:, at])


def breaking(before: Basic, after: Basic, over: Space, both_ways: bool) -> Iterator[Point]:
    """Points at which `before` seems to hold and `after` not, or where it is close to failing."""
    premise, claim = compiled(before, over.symbols), compiled(after, over.symbols)
    if premise is None or claim is None:
        return
    holds, follows = (truth(over.points).astype(bool) for truth in (premise, claim))
    wrong = (holds != follows) if both_ways else (holds & ~follows)
    places = np.flatnonzero(wrong)
    spread = places[:: max(1, len(places) // CANDIDATES)][:CANDIDATES]
    for at in dict.fromkeys([*places[places >= ROWS][:CANDIDATES], *spread]):
        yield over.point(over.points[:, at])
    leaves = after.atoms(Relational) | (before.atoms(Relational) if both_ways else set())
    for leaf in sorted(leaves, key=sp.default_sort_key):
        rule = _margin(leaf, over)
        if rule is None:
            continue
        ends = descend(rule, over, None if both_ways else holds, None if both_ways else premise)
        for number, beyond in enumerate(ends.beyond.T):
            if not np.isnan(beyond[0]):
                yield over.point(beyond)
            elif ends.sizes[number] < TOUCHING:
                yield over.point(ends.points[:, number])
        if exact := _touching(leaf.lhs - leaf.rhs, over, ends):
            yield exact


def _margin(leaf: Relational, over: Space) -> Rule | None:
    """How far the two sides are apart, as a share of both."""
    sides = compiled(leaf.lhs, over.symbols), compiled(leaf.rhs, over.symbols)
    if sides[0] is None or sides[1] is None:
        return None

    def margin(columns: Array) -> Array:
        left, right = (np.asarray(side(columns), float) for side in sides)  # type: ignore[misc]
        with np.errstate(all="ignore"):
            size = np.abs(left) + np.abs(right)
            found: Array = np.where(size > 0, (left - right) / size, 0)
        return found

    return margin


def _touching(gap: Expr, over: Space, ends: Ends) -> Point | None:
    """Where the sides touch without crossing: the lowest point of the gap, with all digits."""
    closed = np.isnan(ends.beyond[0]) & (ends.sizes < TOUCHING)
    if not closed.any() or len(over.symbols) > 3 or any(over.whole) or any(over.listed):
        return None
    start = ends.points[:, int(np.argmin(np.where(closed, ends.sizes, np.inf)))]
    if np.abs(start).max() > FAR:
        return None  # on its way to infinity
    slopes = [sp.lambdify([over.symbols], gap.diff(s), "mpmath") for s in over.symbols]
    try:
        with mp.workdps(FOUND_DIGITS):
            found = mp.findroot(
                lambda *at: [slope(at) for slope in slopes],
                [mp.mpf(float(x)) for x in start],
                maxsteps=60,
            )
            numbers = list(found) if isinstance(found, mp.matrix) else [found]
            return {
                s: _exact(mpmath.re(number))
                for s, number in zip(over.symbols, numbers, strict=True)
            }
    except Exception:  # mpmath raises errors of many kinds where it finds nothing
        return None


def _exact(number: mpmath.mpf) -> Expr:
    return Rational(*mpmath.libmp.to_rational(mpmath.mpf(number)._mpf_))


def meeting(
    found: Iterable[Expr], over: Space, evaluated: Callable[[Expr, Point], mpmath.mpf]
) -> Iterator[tuple[Point, bool]]:
    """Points at which a gap closes (True), and beside them at several distances (False)."""
    for gap in found:
        rule = compiled(gap, over.symbols)
        if rule is None:
            continue

        def real(columns: Array, rule: Rule = rule) -> Array:
            return np.asarray(rule(columns), float)

        ends = descend(real, over, None)
        for number in _far_apart(ends):
            beyond = ends.beyond[:, number]
            start = over.point(ends.points[:, number])
            if np.isnan(beyond[0]):
                yield start, False
                continue
            place = _crossing(gap, start, over.point(beyond), evaluated)
            if place is None:
                yield over.point(beyond), False
                continue
            yield place, True
            for i, symbol in enumerate(over.symbols):
                if over.whole[i] or over.listed[i] or symbol not in gap.free_symbols:
                    continue
                near = Rational(float(ends.points[i, number]))
                for share in NEARBY:
                    for way in (1, -1):
                        yield place | {symbol: place[symbol] + way * share * (near or 1)}, False


def _far_apart(ends: Ends) -> list[int]:
    """Searches that ended in different places."""
    kept: list[int] = []
    for number in range(ends.points.shape[1]):
        if np.isnan(ends.beyond[0, number]) and not ends.sizes[number] < TOUCHING:
            continue
        at = ends.points[:, number]
        if all(np.any(np.abs(at - ends.points[:, k]) > 1e-7 * np.abs(at)) for k in kept):
            kept.append(number)
    return kept[:4]


def _crossing(
    gap: Expr, start: Point, end: Point, evaluated: Callable[[Expr, Point], mpmath.mpf]
) -> Point | None:
    """The point between the two at which the gap is zero, to many digits."""

    def at(share: mpmath.mpf) -> Point:
        part = _exact(share)
        return {s: start[s] + (end[s] - start[s]) * part for s in start}

    if any(s.is_integer for s in start if start[s] != end[s]):
        return None
    with mp.workdps(FOUND_DIGITS):
        low, high = mp.mpf(0), mp.mpf(1)
        try:
            first, last = (evaluated(gap, at(x)) for x in (low, high))
            for _ in range(60):  # the false position, with the end that stays counted half
                share = (low * last - high * first) / (last - first)
                middle = evaluated(gap, at(share))
                if abs(middle) < mp.mpf(10) ** (20 - FOUND_DIGITS):
                    return at(share)
                if middle * last < 0:
                    low, first = high, last
                else:
                    first /= 2
                high, last = share, middle
        except (UndefinedHere, CannotEvaluate, ZeroDivisionError, TypeError):
            return None
    return at((low + high) / 2)
