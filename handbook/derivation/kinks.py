"""A derivative of a formula with kinks: at a kink, where the sides disagree, it has no value."""

from __future__ import annotations

from typing import Any

from mpmath import mp
from sympy import Derivative, DiracDelta, Expr, Function, Symbol

from handbook.derivation.evaluation import value
from handbook.derivation.mp_numbers import Number, Scope, UndefinedHere, compare


class OneSided(Function):
    """`OneSided(slope, body, symbol)`: the slope that SymPy gives, where it is one."""


def taken(part: Derivative, kinked: tuple[type, ...]) -> Expr:
    """The derivative, guarded where its expression has kinks."""
    slope = Derivative(part.expr, *part.variable_count, evaluate=True)
    (symbol, _), *others = part.variable_count
    is_plain = isinstance(symbol, Symbol) and not others
    if not is_plain or isinstance(slope, Derivative):
        return slope
    if any(symbol in kink.free_symbols for kink in part.expr.atoms(*kinked)):
        return OneSided(slope, part.expr, symbol)
    return slope


@value.register(OneSided)
def _(expr: Any, scope: Scope) -> Number:
    slope, body, symbol = expr.args
    at = value(symbol, scope)
    digits = mp.dps
    step = mp.mpf(10) ** -(digits // 2) * max(1, abs(at))
    with mp.workdps(2 * digits):
        sides = [value(slope, scope.vary(symbol, at + way * step)) for way in (-1, 1)]
        ends = [value(body, scope.vary(symbol, at + way * step)) for way in (-1, 0, 1)]
        jump = max(abs(ends[0] - ends[1]), abs(ends[2] - ends[1]))
        smooth = mp.mpf(10) ** -(digits // 4)
        if abs(sides[0] - sides[1]) > smooth * max(1, abs(sides[0]), abs(sides[1])):
            raise UndefinedHere("the slopes on the two sides differ")
        if jump > smooth * max(1, *map(abs, ends)):
            raise UndefinedHere("the function jumps")
    if expr.has(DiracDelta):
        return sides[0]
    here = value(slope, scope)
    return here if abs(here - sides[0]) <= smooth * max(1, abs(here)) else sides[0]


@value.register(DiracDelta)
def _(expr: Any, scope: Scope) -> Number:
    if compare(value(expr.args[0], scope), mp.mpf(0)) == 0:
        raise UndefinedHere("infinite at its peak")
    return mp.mpf(0)
