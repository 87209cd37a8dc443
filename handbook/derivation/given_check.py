"""What is given must fit the assumptions of the names it is given for.

SymPy writes p for |p| because p was declared positive; with `given={p: q - 5}` that need not hold.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from mpmath import mp
from sympy import Expr, Symbol

from handbook.derivation.assumptions import Given, inline
from handbook.derivation.curves import fits, lies_in
from handbook.derivation.evaluation import evaluate, make_scope
from handbook.derivation.mp_numbers import MAX_WORK_FURTHER, CannotEvaluate, Number, UndefinedHere
from handbook.derivation.sample_points import (
    Domain,
    Point,
    extremes,
    free_symbols,
    sample,
    show_point,
)

POINTS = 12
DIGITS = 50
LOSS = 20  # digits that a comparison needs
MOST_DIGITS = 2000  # a point that needs more is left out
ASKED: tuple[str, ...] = (
    "real",
    "extended_real",
    "positive",
    "negative",
    "nonnegative",
    "nonpositive",
    "integer",
)
ASKED += ("zero", "nonzero")


def misfit(given: Given, where: Mapping[Symbol, Domain]) -> str:
    """The first name whose value can break its assumptions or its range; "" if there is none."""
    for name, stated in given.stated:
        asked = {a: w for a, w in name.assumptions0.items() if a in ASKED and w is not None}
        domain = where.get(name) if isinstance(name, Symbol) else None
        if not asked and domain is None:
            continue
        try:
            written = inline(stated, given)
        except ValueError:
            continue  # a circle has its own message
        implied = all(getattr(written, f"is_{a}", None) is w for a, w in asked.items())
        if domain is None and implied:
            continue
        if found := _counterexample(name, given, where, domain):
            return found
    return ""


def _counterexample(
    name: Expr, given: Given, where: Mapping[Symbol, Domain], domain: Domain | None
) -> str:
    symbols = free_symbols(name, where=where)
    for rule in given.rules:
        symbols |= free_symbols(rule.body, where=where) - set(rule.pattern)
    for _, stated in given.symbols:
        symbols |= free_symbols(stated, where=where)
    symbols -= {known for known, _ in given.symbols}
    try:
        drawn = sample(symbols, where, POINTS)
        usual = itertools.islice(drawn.points, max(POINTS, drawn.wanted)) if symbols else [{}]
        further = extremes(symbols, where, POINTS) if symbols and isinstance(name, Symbol) else ()
        points = [*itertools.islice(usual, POINTS), *further]
    except ValueError:
        return ""
    target = inline(name, given)
    for number, point in enumerate(points):
        try:
            result, inside, lost = _asked(name, target, point, number, given, where, DIGITS)
            if not inside and lost:  # 1 / (1 + exp(-1000)) is below 1 by what 50 digits lose
                if lost > MOST_DIGITS:
                    continue
                _, inside, _ = _asked(name, target, point, number, given, where, lost + 3 * DIGITS)
        except (UndefinedHere, CannotEvaluate):
            continue
        if not inside:
            shown = mp.nstr(result, 6)
            place = f" at {show_point(point)}" if point else ""
            return (
                f"given: {name} = {dict(given.stated)[name]} is {shown}{place}, and {name} is "
                f"{_said(name, domain)}"
            )
    return ""


def _asked(
    name: Expr,
    target: Expr,
    point: Point,
    number: int,
    given: Given,
    where: Mapping[Symbol, Domain],
    digits: int,
) -> tuple[Number, bool, int]:
    """The value at the point, whether it fits the name, and the digits that a sum may lose."""
    scope = make_scope(point, digits, given, where, number, most=MAX_WORK_FURTHER)
    result = evaluate(target, scope)
    with mp.workdps(digits):
        inside = fits(name, result) and lies_in(where.get(name), result, scope)
    lost = scope.span[0] if scope.span[0] + LOSS > digits else 0
    if 0 < abs(result) < 1:
        lost = max(lost, int(-0.30103 * mp.mag(result)) + 1)
    return result, inside, lost


def _said(name: Expr, domain: Domain | None) -> str:
    words = [
        a
        for a in ("integer", "positive", "negative", "nonnegative", "real", "nonzero")
        if name.assumptions0.get(a)
    ]
    kept = [w for w in words if not (w == "real" and len(words) > 1)]
    kept = [w for w in kept if not (w in ("nonnegative", "nonzero") and "positive" in kept)]
    said = f"declared {' and '.join(kept)}" if kept else ""
    ranged = "restricted by where=" if domain is not None else ""
    return " and ".join(filter(None, (said, ranged)))
