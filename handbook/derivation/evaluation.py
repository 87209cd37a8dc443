"""The number an expression stands for at a point, to as many digits as asked.

Sums, products, integrals and limits are worked out from their definitions, not by SymPy's formulas
for them, so that a wrong formula has something to be compared with.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import singledispatch
from typing import Any

import mpmath
import sympy as sp
from mpmath import mp
from sympy import Basic, Expr, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from handbook.derivation import integrals
from handbook.derivation.assumptions import Given, arguments_of, head_of
from handbook.derivation.mp_numbers import (
    MAX_WORK,
    CannotEvaluate,
    Number,
    Scope,
    UndefinedHere,
    compare,
    count,
    exact_integer,
    finite,
    from_sympy,
    note_span,
    real,
    settled,
    sign,
    to_sympy,
    whole,
)
from handbook.derivation.sample_points import SEED, Domain, Point, admits, draw
from handbook.derivation.series import MAX_TERMS, series

MAX_DEPTH = 60
FIRST_STEPS = 40  # of a recurrence that are reached by recursion; later ones follow in order
MOST = 10**600  # the largest exponent worked with


def make_scope(
    point: Point,
    digits: int,
    given: Given,
    where: Mapping[Symbol, Domain],
    number: int,
    few: bool = False,
    most: int = MAX_WORK,
) -> Scope:
    """A scope for the point; `number` tells the elements of random sequences apart.

    A value that is an expression in other symbols (a point on a curve) must come after them.
    """
    scope = Scope(digits, given, where, f"{SEED}/{number}", point, few=few, most=most)
    for symbol, exact in point.items():
        scope = scope.vary(symbol, evaluate(exact, scope))
    return scope


def evaluate(expr: Expr, scope: Scope) -> Number:
    """The value as an mpmath number.

    Raises UndefinedHere (1/0, log 0, an empty range summed backwards) or CannotEvaluate.
    """
    with mp.workdps(scope.digits):
        try:
            result = value(expr, scope)
        except (ZeroDivisionError, OverflowError) as error:
            raise UndefinedHere(str(error)) from error
        except RecursionError as error:
            raise CannotEvaluate("the expression is nested too deeply") from error
    return finite(result)


@singledispatch
def value(expr: Basic, scope: Scope) -> Number:
    """One rule for each kind of expression; this one asks SymPy for everything without a rule."""
    if not isinstance(expr, Expr) or not expr.args:
        raise CannotEvaluate(f"{expr} has no numeric value")
    numbers = [to_sympy(value(argument, scope)) for argument in expr.args]
    result = expr.func(*numbers).evalf(mp.dps)
    if not result.is_number or result.atoms(Symbol):
        raise CannotEvaluate(f"no numeric rule for {type(expr).__name__}")
    return from_sympy(result)


@value.register(sp.Number)
@value.register(sp.NumberSymbol)
def _(expr: Expr, scope: Scope) -> Number:
    if isinstance(expr, sp.Rational):
        return mp.mpf(expr.p) / expr.q if expr.q != 1 else mp.mpf(expr.p)
    if expr.is_finite is False or expr is sp.nan:
        raise UndefinedHere(f"{expr} is not a finite number")
    if isinstance(expr, sp.Float):  # 0.9 means nine tenths
        return value(sp.Rational(str(expr)), scope)
    return +mp.mpf(expr._to_mpmath(mp.prec))


@value.register(sp.core.numbers.ImaginaryUnit)
def _(expr: Expr, scope: Scope) -> Number:
    return mp.mpc(0, 1)


@value.register(Symbol)
def _(expr: Symbol, scope: Scope) -> Number:
    for values in (scope.bound, scope.values):
        if expr in values:
            return values[expr]
    raise CannotEvaluate(f"{expr} has no value here")


@value.register(sp.Add)
def _(expr: Expr, scope: Scope) -> Number:
    count(scope)
    terms = [value(term, scope) for term in expr.args]
    total = mp.fsum(terms)
    note_span(terms, scope, total)
    return total


@value.register(sp.Mul)
def _(expr: Expr, scope: Scope) -> Number:
    count(scope)
    return mp.fprod([finite(value(factor, scope)) for factor in expr.args])


@value.register(sp.Pow)
def _(expr: Expr, scope: Scope) -> Number:
    count(scope)
    base, exponent = value(expr.base, scope), value(expr.exp, scope)
    if abs(exponent) > MOST and not 0.5 < abs(base) < 2:
        raise CannotEvaluate("a power is too large")
    return mp.power(base, exponent)


def _exp(x: Number) -> Number:
    if abs(x) > MOST:
        raise CannotEvaluate("an exponential is too large")
    return mp.exp(x)


FUNCTIONS: dict[type, Callable[[Number], Number]] = {
    sp.exp: _exp,
    sp.log: lambda x: mp.log(x),
    sp.sin: lambda x: mp.sin(x),
    sp.cos: lambda x: mp.cos(x),
    sp.tan: lambda x: mp.tan(x),
    sp.sinh: lambda x: mp.sinh(x),
    sp.cosh: lambda x: mp.cosh(x),
    sp.tanh: lambda x: mp.tanh(x),
    sp.erf: lambda x: mp.erf(x),
    sp.factorial: lambda x: 1 / mp.rgamma(x + 1),  # SymPy would write out a million factors
    sp.Abs: lambda x: abs(x),
    sp.re: lambda x: mpmath.re(x),
    sp.im: lambda x: mpmath.im(x),
    sp.conjugate: lambda x: mpmath.conj(x),
    sp.sign: sign,
    sp.Heaviside: lambda x: (1 + sign(x)) / 2,
    sp.floor: lambda x: mpmath.floor(whole(x)),
    sp.ceiling: lambda x: mpmath.ceil(whole(x)),
}


# Functions that come close to 1, and to how many digits: as a sum of 1 and the rest.
SATURATES: dict[type, Callable[[Number], Number]] = {
    sp.tanh: lambda x: 2 * abs(mpmath.re(x)) / mp.log(10),
    sp.erf: lambda x: abs(mpmath.re(x)) ** 2 / mp.log(10),
}


def _apply_function(expr: Expr, scope: Scope) -> Number:
    count(scope)
    at = value(expr.args[0], scope)
    if type(expr) in SATURATES and mpmath.isfinite(at):
        scope.span[0] = max(scope.span[0], int(SATURATES[type(expr)](at)))
    return FUNCTIONS[type(expr)](at)


for _kind in FUNCTIONS:
    value.register(_kind, _apply_function)


@value.register(sp.Max)
@value.register(sp.Min)
def _(expr: Expr, scope: Scope) -> Number:
    best = max if isinstance(expr, sp.Max) else min
    return best(real(value(argument, scope)) for argument in expr.args)


@value.register(sp.Piecewise)
def _(expr: Expr, scope: Scope) -> Number:
    for branch, condition in expr.args:
        if truth(condition, scope):
            return value(branch, scope)
    raise UndefinedHere("no branch of the case distinction applies")


@value.register(sp.UnevaluatedExpr)
def _(expr: Expr, scope: Scope) -> Number:
    return value(expr.args[0], scope)


@value.register(sp.KroneckerDelta)
def _(expr: Expr, scope: Scope) -> Number:
    return mp.mpf(compare(value(expr.args[0], scope), value(expr.args[1], scope)) == 0)


@value.register(sp.Subs)
def _(expr: Expr, scope: Scope) -> Number:
    at = [value(point, scope) for point in expr.point]
    return value(expr.expr, scope.bind(dict(zip(expr.variables, at, strict=True))))


@value.register(sp.Derivative)
def _(expr: Expr, scope: Scope) -> Number:
    """A derivative that SymPy has left as it is, by differences at a high precision."""
    (symbol, order), *others = expr.variable_count
    is_real = symbol.is_extended_real or symbol in scope.where
    if others or not isinstance(symbol, Symbol) or not is_real:
        raise CannotEvaluate(f"{expr} has no numeric value; is a symbol not declared real?")
    body = expr.expr
    return mp.diff(lambda at: value(body, scope.vary(symbol, at)), value(symbol, scope), int(order))


@value.register(sp.Sum)
def _(expr: Expr, scope: Scope) -> Number:
    return _fold(expr.function, expr.limits, scope, mp.fsum, negate=lambda x: -x)


@value.register(sp.Product)
def _(expr: Expr, scope: Scope) -> Number:
    return _fold(expr.function, expr.limits, scope, mp.fprod, negate=lambda x: 1 / x)


def _fold(
    body: Expr,
    limits: tuple[Any, ...],
    scope: Scope,
    total: Callable[[list[Number]], Number],
    negate: Callable[[Number], Number],
) -> Number:
    """A finite sum or product term by term; over an empty range as SymPy defines it."""
    if not limits:
        return value(body, scope)
    *inner, (index, low, high) = limits
    if low.is_infinite or high.is_infinite:
        if high is not sp.oo or total != mp.fsum or inner:
            raise CannotEvaluate("an endless sum or product without a numeric rule")
        return _series(body, index, low, scope)
    first, last = _integer(low, scope), _integer(high, scope)
    if abs(last - first) > MAX_TERMS:
        raise CannotEvaluate(f"more than {MAX_TERMS} terms")
    if last < first - 1:  # sum from 5 to 2 = -(sum from 3 to 4)
        return negate(_fold(body, (*inner, (index, high + 1, low - 1)), scope, total, negate))
    terms = [
        _fold(body, tuple(inner), scope.bind({index: mp.mpf(k)}), total, negate)
        for k in range(first, last + 1)
    ]
    return total(terms)


def _series(body: Expr, index: Symbol, low: Expr, scope: Scope) -> Number:
    if body.atoms(sp.Indexed, AppliedUndef):
        raise CannotEvaluate("an endless sum over a sequence that is not written out")

    def term(k: Number) -> Number:
        return value(body, scope.bind({index: mp.mpf(k)}))

    return series(term, _integer(low, scope))


def _integer(expr: Expr, scope: Scope) -> int:
    number = whole(value(expr, scope))
    if not mpmath.isint(number):
        raise UndefinedHere(f"{expr} is not an integer here")
    return int(number)


@value.register(sp.Integral)
def _(expr: Expr, scope: Scope) -> Number:
    *inner, limit = expr.limits
    if len(limit) != 3:
        raise CannotEvaluate("an integral without limits has no numeric value")
    variable, low, high = limit
    body = expr.func(expr.function, *inner) if inner else expr.function
    ends = [
        mp.inf * (1 if e is sp.oo else -1) if e.is_infinite else real(value(e, scope))
        for e in (low, high)
    ]

    def number(part: Expr) -> Number:
        return value(part, scope)

    def integrand(at: Number) -> Number:
        return value(body, scope.vary(variable, at))

    fast = None if scope.bound else integrals.compiled(body, variable, number)
    found = list(integrals.features(body, variable, number, min(ends), max(ends)))
    result, size = integrals.integrate(fast or integrand, found, *ends)
    scope.rough.append(size)
    return result


@value.register(sp.Limit)
def _(expr: Expr, scope: Scope) -> Number:
    """The value very close by, once it no longer changes as the point is approached further."""
    body, variable, target, side = expr.args
    sides = {"+": (1,), "-": (-1,), "+-": (1, -1)}[str(side)]
    reach = mp.dps - 10
    results = []
    scope = replace(scope, span=[0])  # the sizes on the way say nothing about the limit's
    with mp.workdps(4 * mp.dps):
        for sign, closer in itertools.product(sides, (0, 5, 9)):
            small = mp.mpf(10) ** -(reach + closer)
            if target.is_infinite:
                near = (1 / small + closer) * (1 if target is sp.oo else -1)
            else:
                near = value(target, scope) + sign * small
            results.append(value(body, scope.vary(variable, near)))
    last = settled(results, "the limit")
    closest = len(results) // len(sides)
    ways = [results[i : i + closest] for i in range(0, len(results), closest)]
    # What is still a tenth or less of what it was a step before goes on towards zero.
    return mp.mpf(0) if all(abs(way[-1]) <= abs(way[0]) / 10 for way in ways) else last


@value.register(sp.Indexed)
@value.register(AppliedUndef)
def _(expr: Expr, scope: Scope) -> Number:
    """An element of a sequence: by a rule, or else a random number of its own.

    A rule for v[t] with positive t leaves v[0] free, as a starting point may be.
    """
    count(scope)
    head = head_of(expr) or ""
    place = tuple(exact_integer(value(argument, scope)) for argument in arguments_of(expr))
    if len(place) == 1 and isinstance(place[0], int) and (head, place) not in scope.memo:
        _follow_up_to(place[0], expr, head, scope)
    if (head, place) not in scope.memo:
        by_rule = _by_rule(head, place, scope)
        number = _drawn(expr, head, place, scope) if by_rule is None else by_rule
        scope.memo[head, place] = number
    return scope.memo[head, place]


def _follow_up_to(last: int, expr: Expr, head: str, scope: Scope) -> None:
    """A recurrence far out is followed from its start, not by recursion."""
    if last <= FIRST_STEPS or ("upto", head) in scope.memo:
        return
    is_recurrence = any(
        rule.head == head
        and any(head_of(p) == head for p in rule.body.atoms(sp.Indexed, AppliedUndef))
        for rule in scope.given.rules
    )
    if not is_recurrence:
        return
    scope.memo["upto", head] = last
    make = expr.base if isinstance(expr, sp.Indexed) else expr.func
    for step in range(FIRST_STEPS, last):
        value(make[step] if isinstance(expr, sp.Indexed) else make(sp.Integer(step)), scope)


def _by_rule(head: str, place: tuple[Number, ...], scope: Scope) -> Number | None:
    for rule in scope.given.rules:
        bound = rule.match(place) if rule.head == head else None
        if bound is None or not all(admits(s, sp.sympify(v)) for s, v in bound.items()):
            continue
        if scope.depth > MAX_DEPTH:
            raise CannotEvaluate(
                f"the rule for {head} does not reach a starting value in {MAX_DEPTH} steps; "
                "give one in given=, or a shorter range in where="
            )
        numbers = {symbol: mp.mpmathify(number) for symbol, number in bound.items()}
        return value(rule.body, replace(scope, bound=numbers, depth=scope.depth + 1))
    return None


def _drawn(expr: Expr, head: str, place: tuple[Number, ...], scope: Scope) -> Number:
    if not all(isinstance(at, int) for at in place):
        raise CannotEvaluate(f"{expr} is needed between the integers")
    rng = random.Random(f"{scope.draws}/{head}/{place}")
    domain = scope.where.get(expr.base.label) if isinstance(expr, sp.Indexed) else None
    number = draw(expr, domain, rng, scope.point, "few" if scope.few else "usual")
    if number is None:
        raise CannotEvaluate(f"no number fits the assumptions on {head}")
    return value(number, scope)


def holds(condition: Basic, scope: Scope) -> bool:
    """Whether a relation is true at the point; one that is undefined there is not."""
    with mp.workdps(scope.digits):
        return truth(condition, scope)


def truth(condition: Basic, scope: Scope) -> bool:
    """Sides that differ by rounding only count as equal."""
    if condition in (sp.true, sp.false):
        return bool(condition)
    if isinstance(condition, sp.Not):
        return not truth(condition.args[0], scope)
    if isinstance(condition, sp.And):
        return all(truth(part, scope) for part in condition.args)
    if isinstance(condition, sp.Or):
        return any(truth(part, scope) for part in condition.args)
    if not isinstance(condition, Relational):
        raise CannotEvaluate(f"{condition} is neither true nor false")
    try:
        left, right = value(condition.lhs, scope), value(condition.rhs, scope)
        order = compare(finite(left), finite(right))
        if order == 0:  # as far as these digits go: more may tell the sides apart
            note_span([mp.mpf(1), left - right], scope)
    except (UndefinedHere, ZeroDivisionError, OverflowError):
        return False
    return RELATIONS[condition.rel_op](order)


RELATIONS: dict[str, Callable[[int], bool]] = {
    "==": lambda order: order == 0,
    "!=": lambda order: order != 0,
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}
