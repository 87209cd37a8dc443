"""Zeros and turning points of a function of one variable that is no polynomial.

They are looked for in floating point on a grid over many magnitudes: where the sign changes, and
where the size is smallest or largest, which is followed further, since two zeros may lie closer
together than any grid. A zero is then worked out with all digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import mpmath
import numpy as np
import sympy as sp
from mpmath import mp
from sympy import Expr, Symbol

from handbook.derivation.mp_numbers import Number, UndefinedHere
from handbook.derivation.sweep import Array, Rule, compiled

STEPS = 400
CLOSER = 70  # steps of a golden section
MOST = 24  # landmarks of one function
GOLDEN = (5**0.5 - 1) / 2


def landmarks(
    argument: Expr, variable: Symbol, values: dict[Symbol, Number], low: Number, high: Number
) -> Iterator[tuple[Number, Number]]:
    """Places and widths: the inverse slope at a zero, the inverse root of the bend at a turn."""
    written = argument.subs({s: sp.Float(n, 17) for s, n in values.items()})
    rule = compiled(written, [variable])
    if rule is None or any(mpmath.im(n) for n in values.values()):
        return
    exact = _exactly(argument, variable, values)
    grid = _grid(float(low), float(high))
    grid, heights = _without_plateaus(grid, _real(rule, grid))
    for number, (at, is_zero) in enumerate(_places(rule, grid, heights)):
        if number == MOST:
            return
        place = mp.mpf(at)
        if is_zero and exact is not None:
            place = _refined(exact, place)
        width = _slope_width(rule, at) if is_zero else _bend_width(rule, at)
        yield place, mp.mpf(width)


def _real(rule: Rule, columns: Array) -> Array:
    found = rule(np.atleast_2d(columns))
    with np.errstate(all="ignore"):
        return np.asarray(np.where(np.abs(np.imag(found)) == 0, np.real(found), np.nan), float)


def _grid(low: float, high: float) -> Array:
    """Evenly over a finite range, and over the magnitudes of the distance from its ends and 0."""
    far = 10 ** np.linspace(-9, 9, STEPS)
    parts = [far, -far, *(end + way * far for end in (low, high) for way in (1, -1))]
    if np.isfinite(high - low):
        parts.append(low + (high - low) * (np.arange(STEPS) + 0.137) / STEPS)
    with np.errstate(all="ignore"):
        found = np.unique(np.concatenate(parts))
        kept = found[np.isfinite(found) & (low < found) & (found < high)]
        ends = [end for end in (low, high) if np.isfinite(end)]
    return np.unique(np.concatenate([kept, ends]))


def _without_plateaus(grid: Array, heights: Array) -> tuple[Array, Array]:
    """Neighbours that differ by rounding only would look like so many turns."""
    with np.errstate(all="ignore"):
        apart = np.abs(np.diff(heights)) > 1e-13 * np.abs(heights[1:])
    kept = np.ones(len(grid), bool)
    kept[1:] = apart | ~np.isfinite(heights[1:])
    return grid[kept], heights[kept]


def _places(rule: Rule, grid: Array, heights: Array) -> Iterator[tuple[float, bool]]:
    signs = np.sign(heights)
    seen = np.isfinite(heights)
    both = seen[1:] & seen[:-1]
    for i in np.flatnonzero(both & (signs[1:] * signs[:-1] < 0)):
        yield _bisected(rule, grid[i], grid[i + 1]), True
    for i in np.flatnonzero(seen & (signs == 0))[:MOST]:
        yield float(grid[i]), True
    inner = seen[1:-1] & seen[2:] & seen[:-2]
    for sign in (1, -1):
        v = sign * heights
        lowest = inner & (v[1:-1] < v[:-2]) & (v[1:-1] <= v[2:])
        for i in np.flatnonzero(lowest)[: MOST // 3] + 1:
            at = _lowest(rule, sign, grid[i - 1], grid[i], grid[i + 1])
            yield at, False
            if np.sign(_at(rule, at)) * signs[i] < 0:
                yield _bisected(rule, grid[i - 1], at), True
                yield _bisected(rule, at, grid[i + 1]), True


def _at(rule: Rule, x: float) -> float:
    return float(_real(rule, np.array([x]))[0])


def _bisected(rule: Rule, low: float, high: float) -> float:
    first = np.sign(_at(rule, low))
    for _ in range(64):
        middle = (low + high) / 2
        if np.sign(_at(rule, middle)) == first:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _lowest(rule: Rule, sign: int, left: float, middle: float, right: float) -> float:
    for _ in range(CLOSER):
        a, b = right - GOLDEN * (right - left), left + GOLDEN * (right - left)
        first, second = _real(rule, np.array([a, b])) * sign
        if first > second:
            left = a
        else:
            right = b
    return (left + right) / 2


def _exactly(
    argument: Expr, variable: Symbol, values: dict[Symbol, Number]
) -> Callable[[Number], Number] | None:
    try:
        function = sp.lambdify([variable, *values], argument, "mpmath")
    except Exception:  # SymPy's printers raise errors of many kinds where they have no rule
        return None
    return lambda x: function(x, *values.values())


def _refined(exact: Callable[[Number], Number], place: Number) -> Number:
    """The secants from both sides of a zero that is known to fifteen digits."""
    step = max(abs(place), mp.mpf(10) ** -9) * mp.mpf(10) ** -12
    first, second = place - step, place + step
    try:
        low, high = exact(first), exact(second)
        for _ in range(6):
            if high == low or second == first:
                break
            first, second, low = second, second - high * (second - first) / (high - low), high
            high = exact(second)
    except (ArithmeticError, TypeError, ValueError, UndefinedHere):
        return place
    close = mpmath.isfinite(second) and abs(mpmath.re(second) - place) <= 4 * step
    return mpmath.re(second) if close else place


def _slope_width(rule: Rule, at: float) -> float:
    step = max(abs(at), 1e-3) * 1e-7
    slope = abs(_at(rule, at + step) - _at(rule, at - step)) / (2 * step)
    return _bounded(1 / slope if slope else 1.0, at)


def _bend_width(rule: Rule, at: float) -> float:
    """How far it is until the value has changed by one."""
    here, width = _at(rule, at), max(abs(at), 1e-6) * 1e-12
    while width < 1e12:
        sides = [abs(_at(rule, at + way * width) - here) for way in (1, -1)]
        if not all(side < 1 for side in sides):
            break
        width *= 2
    return _bounded(width, at)


def _bounded(width: float, at: float) -> float:
    if not np.isfinite(width):
        return 1.0
    return float(min(max(width, max(abs(at), 1e-6) * 1e-12), 1e9))
