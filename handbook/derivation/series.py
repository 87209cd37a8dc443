"""The sum of an endless series of numbers, to as many digits as asked, or no answer."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import mpmath
from mpmath import mp

from handbook.derivation.mp_numbers import CannotEvaluate, Number, finite

MAX_TERMS = 10_000
STOPS = (10, 25, 50, 100, 200, 500, 1000, 2000, 5000, MAX_TERMS)
# After how many terms the rest is extrapolated, and how; even and odd, since signs may alternate.
EXTRAPOLATED = {10: ["r+s"], 25: ["r+s"], 50: ["r+s", "levin"], 100: ["levin"]}

Term = Callable[[Number], Number]


def series(term: Term, first: int) -> Number:
    """The sum of `term(k)` for k = first, first + 1, and so on, at mpmath's precision.

    Raises CannotEvaluate for a series that diverges, or whose sum cannot be had reliably.
    """
    if not _converges(term, first):
        raise CannotEvaluate("an endless sum whose terms do not shrink faster than 1/k")
    rounding = mp.mpf(10) ** -mp.dps
    with mp.workdps(mp.dps + 15):
        return _add_up(term, first, rounding)


def _converges(term: Term, first: int) -> bool:
    """Extrapolation would also give a divergent series a value, so that is ruled out before."""
    early, late = (
        max(abs(term(mp.mpf(first + far + odd))) * far for odd in (0, 1)) for far in (10**3, 10**6)
    )
    if late <= early / 2:
        return True
    product = term(mp.mpf(first + 10**6)) * term(mp.mpf(first + 10**6 + 1))
    alternates = mpmath.im(product) == 0 and mpmath.re(product) < 0
    return bool(alternates and late / 10**6 <= early / 10**3 / 2)


def _add_up(term: Term, first: int, rounding: Number) -> Number:
    """Term by term until the rest is below rounding, or can be extrapolated.

    An extrapolation does not know its error (a term that is zero leads it astray), so it counts
    only if one from an earlier term comes to the same.
    """
    total = largest = latest = mp.mpf(0)
    start = 0
    guesses: list[Number] = []
    for stop in STOPS:
        terms = [finite(term(mp.mpf(first + k))) for k in range(start, stop)]
        total, start = total + mp.fsum(terms), stop
        latest = max(map(abs, terms))
        largest = max(largest, latest)
        if latest == 0:  # says nothing about the terms that follow
            continue
        if latest * stop < largest * rounding:
            return total
        rests = [_rest(term, first + stop, method, latest) for method in EXTRAPOLATED.get(stop, [])]
        for guess, other in itertools.product([total + rest for rest in rests], guesses):
            if _same(guess, other, rounding * 10**20):
                return guess
        guesses += [total + rest for rest in rests]
    if latest == 0:
        return total
    raise CannotEvaluate(f"the endless sum does not settle within {MAX_TERMS} terms")


def _rest(term: Term, first: int, method: str, scale: Number) -> Number:
    """What the terms from `first` on seem to add up to; not a number where the method fails.

    mpmath takes terms for negligible by their absolute size, so they are divided by `scale`.
    """
    try:
        ends, limit = [first, mp.inf], 5 * mp.dps
        return scale * mp.nsum(lambda k: term(k) / scale, ends, method=method, maxterms=limit)
    except (ValueError, ZeroDivisionError):
        return mp.nan


def _same(left: Number, right: Number, share: Number) -> bool:
    return bool(abs(left - right) <= share * max(abs(left), abs(right)))
