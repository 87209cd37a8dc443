"""A definite integral as a number with an error estimate that is small, or no number at all.

A rule that looks at a fixed set of places misses a narrow peak. So the places are found first:
where the arguments inside the integrand are zero or stationary, and where the logarithm of the
integrand is largest (it is smooth where the integrand is a needle). The range is cut there, at the
width of each feature, and the pieces are halved until halving no longer changes them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import mpmath
import sympy as sp
from mpmath import mp
from sympy import Basic, Expr, Symbol
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from handbook.derivation.landmarks import landmarks
from handbook.derivation.mp_numbers import CannotEvaluate, Number, UndefinedHere
from handbook.derivation.sweep import is_plain

DIGITS = 26
WANTED = 18  # digits that the error estimate has to leave
NODES = 24
PANELS = 400
DOUBLINGS = 140
SPREAD = 12  # widths on each side of a feature that are cut finely
GRID = 80
LARGEST_EXPONENT = mp.mpf(10) ** 40
BRANCHES = (sp.Piecewise, sp.Max, sp.Min, sp.Abs, sp.sign, sp.Heaviside)

Integrand = Callable[[Number], Number]


@dataclass(frozen=True)
class Feature:
    """A place at which an integrand changes over `width`; 0 where it has a kink or jumps."""

    at: Number
    width: Number


# Where to cut


def features(
    body: Expr,
    variable: Symbol,
    number: Callable[[Expr], Number],
    low: Number = -mp.inf,
    high: Number = mp.inf,
) -> Iterator[Feature]:
    """Zeros and stationary points of the arguments inside the integrand, and its kinks."""
    branches = body.has(*BRANCHES)
    for argument in dict.fromkeys(_arguments(body, variable)):
        if not isinstance(argument, Expr):
            continue
        if not argument.is_polynomial(variable):
            if not is_plain(argument):
                continue
            values = {s: number(s) for s in argument.free_symbols - {variable}}
            for at, width in landmarks(argument, variable, values, low, high):
                yield Feature(at, width)
                if branches:
                    yield Feature(at, mp.mpf(0))
            continue
        coefficients = [number(c) for c in sp.Poly(argument, variable).all_coeffs()]
        for feature in _of_polynomial(coefficients):
            yield feature
            if branches:  # a branch may end there: cut exactly
                yield Feature(feature.at, mp.mpf(0))


def _arguments(body: Expr, variable: Symbol) -> Iterator[Expr]:
    for part in sp.preorder_traversal(body):
        if variable not in part.free_symbols:
            continue
        if isinstance(part, Relational):
            yield part.lhs - part.rhs
        elif isinstance(part, sp.Max | sp.Min):
            yield from (a - b for a, b in itertools.combinations(part.args, 2))
        elif isinstance(part, sp.Pow) and not isinstance(part, sp.exp):
            yield part.base
            yield part.exp
        elif isinstance(part, sp.Function):
            yield from part.args


def _of_polynomial(coefficients: list[Number]) -> Iterator[Feature]:
    while coefficients and coefficients[0] == 0:
        coefficients = coefficients[1:]
    degree = len(coefficients) - 1
    if degree < 1 or degree > 8:
        return
    slopes = [c * (degree - i) for i, c in enumerate(coefficients[:-1])]
    bends = [c * (degree - 1 - i) for i, c in enumerate(slopes[:-1])]
    if degree == 1:
        yield Feature(mpmath.re(-coefficients[1] / coefficients[0]), 1 / abs(coefficients[0]))
        return
    for root in _roots(slopes):
        bend = abs(mp.polyval(bends, root))
        yield Feature(mpmath.re(root), 1 / mp.sqrt(bend) if bend else mp.mpf(1))
    for root in _roots(coefficients):
        slope = abs(mp.polyval(slopes, root))
        yield Feature(mpmath.re(root), abs(mpmath.im(root)) or (1 / slope if slope else mp.mpf(1)))


def _roots(coefficients: list[Number]) -> list[Number]:
    if len(coefficients) < 2:
        return []
    try:
        return list(mp.polyroots(coefficients, maxsteps=100, extraprec=60))
    except mpmath.libmp.NoConvergence:
        return []


def peaks(f: Integrand, low: Number, high: Number) -> Iterator[Feature]:
    """The local maxima of log |f| on a grid, climbed to the top."""

    def height(x: Number) -> Number:
        size = abs(f(x))
        return mp.log(size) if size else -mp.inf

    grid = list(_grid(low, high))
    heights = [height(x) for x in grid]
    for i in range(1, len(grid) - 1):
        if heights[i] >= heights[i - 1] and heights[i] > heights[i + 1] and heights[i] > -mp.inf:
            yield _climbed(height, grid[i - 1], grid[i], grid[i + 1])


def _grid(low: Number, high: Number) -> Iterator[Number]:
    steps = range(1, GRID)
    if mpmath.isinf(low) or mpmath.isinf(high):
        start = (
            0 if mpmath.isinf(low) and mpmath.isinf(high) else (high if mpmath.isinf(low) else low)
        )
        for i in range(-GRID // 2, GRID // 2 + 1):
            x = start + mp.sinh(mp.mpf(i) * 30 / GRID) / 100
            if low < x < high:
                yield x
        return
    yield from (low + (high - low) * (mp.mpf(i) + mp.mpf("0.137")) / GRID for i in steps)


def _climbed(height: Integrand, left: Number, middle: Number, right: Number) -> Feature:
    share = (mp.sqrt(5) - 1) / 2
    for _ in range(36):
        a, b = right - share * (right - left), left + share * (right - left)
        if height(a) < height(b):
            left = a
        else:
            right = b
    top = (left + right) / 2
    width = max(abs(top), 1) * mp.mpf(10) ** -12
    peak = height(top)
    while height(top + width) > peak - 1 and height(top - width) > peak - 1 and width < 1e12:
        width *= 2
    return Feature(top, width)


def cuts(found: Iterable[Feature], low: Number, high: Number) -> list[Number]:
    """The range in pieces: fine around each feature, doubling away from it."""
    near = {x for x in (low, high) if not mpmath.isinf(x)}
    known = _apart(found)
    widths = [f.width for f in known if f.width] or [mp.mpf(1)]
    ends = [Feature(x, w) for x in near for w in {min(widths), max(widths)}]
    for feature in [*known, *ends, *([] if known else [Feature(mp.mpf(0), mp.mpf(1))])]:
        reach = [feature.width * step for step in (4, SPREAD)]
        reach += [feature.width * SPREAD * 8**k for k in range(1, 4)]
        for distance in [0, *reach]:
            near |= {x for x in (feature.at - distance, feature.at + distance) if low < x < high}
    ordered = sorted(near)
    kept = ordered[:1]
    for x in ordered[1:]:
        if x - kept[-1] > mp.mpf(10) ** (4 - DIGITS) * max(1, abs(x)):
            kept.append(x)
    return kept


def _apart(found: Iterable[Feature]) -> list[Feature]:
    """Without those that lie within another of the same width."""
    kept: list[Feature] = []
    every = set(found)
    for one in sorted((f for f in every if f.width), key=lambda f: (f.width, f.at))[:60]:
        if not any(abs(one.at - o.at) < o.width / 2 and one.width < 4 * o.width for o in kept):
            kept.append(one)
    return [*kept, *(f for f in every if not f.width)]


# The sum of the pieces


class _Panels:
    """Gauss-Legendre on pieces, counted."""

    def __init__(self, f: Integrand) -> None:
        self.f = f
        self.nodes = _legendre()
        self.used = 0
        self.size = mp.mpf(0)
        self.error = mp.mpf(0)

    def rule(self, low: Number, high: Number) -> Number:
        self.used += 1
        if self.used > PANELS:
            raise CannotEvaluate("the integral is not settled: it takes too many pieces")
        middle, half = (low + high) / 2, (high - low) / 2
        return half * mp.fsum(w * self.f(middle + half * x) for x, w in self.nodes)

    def settle(
        self, low: Number, high: Number, whole: Number | None = None, depth: int = 0
    ) -> Number:
        """The integral over a piece, halved until halving changes nothing."""
        whole = self.rule(low, high) if whole is None else whole
        if depth == 0 and abs(whole) <= self.size * mp.mpf(10) ** -(WANTED + 6):
            return whole
        middle = (low + high) / 2
        left, right = self.rule(low, middle), self.rule(middle, high)
        error = abs(left + right - whole)
        self.size = max(self.size, abs(left) + abs(right))
        if error <= self.size * mp.mpf(10) ** -(WANTED + 2) or depth > DOUBLINGS:
            self.error += error
            return left + right
        return self.settle(low, middle, left, depth + 1) + self.settle(
            middle, high, right, depth + 1
        )

    def tail(self, start: Number, width: Number, way: int) -> Number:
        """From `start` to infinity, in pieces that double, until they no longer count."""
        total, quiet = mp.mpf(0), 0
        for _ in range(DOUBLINGS):
            ends = sorted((start, start + way * width))
            piece = self.settle(*ends)
            total += piece
            start, width = start + way * width, 2 * width
            quiet = quiet + 1 if abs(piece) <= self.size * mp.mpf(10) ** -(WANTED + 4) else 0
            if quiet == 3:
                return total
        raise CannotEvaluate("the integral is not settled: its tail does not vanish")


_NODES: list[tuple[Number, Number]] = []


def _legendre() -> list[tuple[Number, Number]]:
    """Nodes and weights on (-1, 1)."""
    if not _NODES:
        with mp.workdps(DIGITS + 10):
            for i in range(1, NODES + 1):
                x = mp.cos(mp.pi * (i - mp.mpf("0.25")) / (NODES + mp.mpf("0.5")))
                for _ in range(8):
                    p0, p1 = mp.mpf(1), x
                    for k in range(2, NODES + 1):
                        p0, p1 = p1, ((2 * k - 1) * x * p1 - (k - 1) * p0) / k
                    slope = NODES * (x * p1 - p0) / (x * x - 1)
                    x -= p1 / slope
                _NODES.append((x, 2 / ((1 - x * x) * slope**2)))
    return _NODES


def integrate(
    f: Integrand, found: Iterable[Feature], low: Number, high: Number
) -> tuple[Number, Number]:
    """The integral and the size of what was added up.

    Raises CannotEvaluate where the error estimate is not small.
    """
    if low == high:
        return mp.mpf(0), mp.mpf(0)
    if low > high:
        total, size = integrate(f, found, high, low)
        return -total, size
    with mp.workdps(DIGITS):
        with mp.workdps(15):
            climbed = list(peaks(f, low, high))
        near = cuts([*found, *climbed], low, high)
        panels = _Panels(f)
        pieces = sorted(
            itertools.pairwise(near),
            key=lambda ends: -abs(f((ends[0] + ends[1]) / 2)) * (ends[1] - ends[0]),
        )
        try:
            for piece in pieces[:3]:  # the largest first: the others are measured by it
                panels.size = max(panels.size, abs(panels.rule(*piece)))
            total = mp.fsum(panels.settle(*piece) for piece in pieces)
            width = (near[-1] - near[0]) or mp.mpf(1)
            if mpmath.isinf(low):
                total += panels.tail(near[0], width, -1)
            if mpmath.isinf(high):
                total += panels.tail(near[-1], width, 1)
        except (ZeroDivisionError, OverflowError, UndefinedHere, RecursionError) as error:
            raise CannotEvaluate(f"the integral is not settled ({error})") from error
        if not mpmath.isfinite(total) or panels.error > panels.size * mp.mpf(10) ** -WANTED:
            raise CannotEvaluate("the integral is not settled: its error is not small")
    return total, panels.size


def _exp(x: Number) -> Number:
    """Infinite or zero where working it out would take seconds, as for exp(-exp(10000))."""
    size = mpmath.re(x)
    if abs(size) > LARGEST_EXPONENT:
        return mp.inf if size > 0 else mp.mpf(0)
    return mp.exp(x)


def compiled(body: Expr, variable: Symbol, number: Callable[[Expr], Number]) -> Integrand | None:
    """The integrand as a function of mpmath numbers, where it consists of plain functions only."""
    hard: tuple[type[Basic], ...] = (
        *(ExprWithLimits, AppliedUndef, sp.Indexed, sp.Derivative, sp.Subs, sp.Limit, sp.Piecewise),
        *(sp.Heaviside, sp.DiracDelta, sp.KroneckerDelta, sp.Float, sp.MatrixExpr),
    )
    if body.has(*hard) or any(not isinstance(s, Symbol) for s in body.free_symbols):
        return None
    symbols = sorted(body.free_symbols - {variable}, key=str)
    values = [number(s) for s in symbols]
    try:
        names: list[Any] = [{"exp": _exp}, "mpmath"]
        function = sp.lambdify([variable, *symbols], body, names, cse=True)
        function(mp.mpf("0.4321"), *values)
    except ZeroDivisionError:
        pass
    except Exception:
        return None
    return lambda x: function(x, *values)
