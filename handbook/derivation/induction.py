"""A closed form of a recurrence, proved by induction.

Random points can only reach so far out. If the closed form, put into the rule for v[t - 1], gives
the closed form at t, then what holds for the first t holds for all.
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import (
    Add,
    Dummy,
    Expr,
    Indexed,
    Mul,
    Pow,
    Sum,
    Symbol,
    expand,
    powsimp,
    sympify,
    together,
)
from sympy.core.function import AppliedUndef

from handbook.derivation.assumptions import Given, Rule, arguments_of, head_of, inline
from handbook.derivation.time_bounds import GaveUp, bounded

UNROLLED = 3  # steps of a rule that a line may have written out


def step_holds(left: Expr, right: Expr, given: Given) -> bool:
    """Whether one side is v[t] (or its rule written out), the other a closed form without v, and
    the step from t - 1 to t is an identity."""
    for before, closed in ((left, right), (right, left)):
        for name, _ in given.stated:
            rule = _rule_of(name, given)
            if (
                rule is None
                or _names(closed, rule.head, moving=True)
                or not _names(before, rule.head)
            ):
                continue
            try:
                if bounded(lambda: _is(before, name, rule) and _step(name, closed, rule, given)):  # noqa: B023
                    return True
            except GaveUp:
                continue
    return False


def _is(expr: Expr, name: Expr, rule: Rule) -> bool:
    """Whether the expression is v[t], or becomes it by following the rule a few times."""
    written = name
    for _ in range(UNROLLED):
        if expand(expr - written) == 0:
            return True
        known = {
            part: rule.body.subs(rule.pattern[0], arguments_of(part)[0])
            for part in written.atoms(Indexed, AppliedUndef)
            if head_of(part) == rule.head
        }
        written = written.xreplace(known)
    return bool(expand(expr - written) == 0)


def _rule_of(name: Expr, given: Given) -> Rule | None:
    """The recurrence that `v[t]` follows, t a symbol."""
    arguments = arguments_of(name) if head_of(name) is not None else ()
    if len(arguments) != 1 or not isinstance(arguments[0], Symbol):
        return None
    for rule in given.rules:
        if rule.head == head_of(name) and isinstance(rule.pattern[0], Symbol):
            return rule if _names(rule.body, rule.head) else None
    return None


def _names(expr: Expr, head: str, moving: bool = False) -> bool:
    """Whether the sequence occurs (with `moving`: at other places than fixed ones like v[0])."""
    return any(
        head_of(part) == head and not (moving and all(a.is_Integer for a in arguments_of(part)))
        for part in expr.atoms(Indexed, AppliedUndef)
    )


def _step(name: Expr, closed: Expr, rule: Rule, given: Given) -> bool:
    (t,), (pattern,) = arguments_of(name), rule.pattern
    closed = inline(closed, given)
    body = rule.body.subs(pattern, t)
    earlier = {p for p in body.atoms(Indexed, AppliedUndef) if head_of(p) == rule.head}
    for part in earlier:
        back = t - arguments_of(part)[0]
        if not (back.is_Integer and back > 0):
            return False
    known = {part: closed.subs(t, arguments_of(part)[0]) for part in earlier}
    difference = inline(body.xreplace(known), given) - closed
    return is_zero(difference.xreplace(_by_their_rules(difference, t, rule, given)), t)


def _by_their_rules(expr: Expr, t: Symbol, rule: Rule, given: Given) -> dict[Expr, Expr]:
    """What the other sequences are at t, by their own recurrences."""
    others = {head_of(name): _rule_of(name, given) for name, _ in given.stated}
    known: dict[Expr, Expr] = {}
    for part in expr.atoms(Indexed, AppliedUndef):
        other = others.get(head_of(part))
        if other and other.head != rule.head and arguments_of(part) == (t,):
            known[part] = inline(other.body.subs(other.pattern[0], t), given)
    return known


def is_zero(difference: Expr, t: Symbol) -> bool:
    """Whether a difference of sums up to t vanishes, term by term."""
    aligned = expand(difference.doit() if not difference.has(Sum) else difference)
    for _ in range(2):
        aligned = expand(aligned.replace(Sum, lambda body, *limits: _aligned(body, limits, t)))
    attempts: tuple[Callable[[Expr], Expr], ...] = (
        lambda d: d,
        lambda d: expand(together(_with_named_powers(d, t)).as_numer_denom()[0]),
        lambda d: expand(powsimp(expand(d))),
        lambda d: expand(d, power_exp=True, power_base=True),
        lambda d: expand(powsimp(expand(together(d).as_numer_denom()[0]))),
        lambda d: _collected(expand(d, power_exp=True)),
    )
    return any(attempt(aligned) == 0 for attempt in attempts)


def _with_named_powers(expr: Expr, t: Symbol) -> Expr:
    """b**(t - 1) as a name for b**t, times 1/b: SymPy need not find out which powers are alike.

    What vanishes whatever the names stand for is zero.
    """
    names: dict[tuple[Expr, Expr], Symbol] = {}

    def named(base: Expr, power: Expr) -> Expr:
        fixed, moving = expand(power).as_independent(t, as_Add=True)
        if moving == 0 or base.has(t):
            return Pow(base, power)
        return names.setdefault((base, moving), Dummy()) * Pow(base, fixed)

    return expr.replace(Pow, named)


def _aligned(body: Expr, limits: tuple[Expr, ...], t: Symbol) -> Expr:
    """A sum with x[k] in it and 0 or 1 to t as its limits, constants in front."""
    if len(limits) != 1:
        return Sum(body, *limits)
    index, low, high = limits[0]
    if high.is_infinite or low.is_infinite:
        return Sum(body, *limits)
    elements = sorted(body.atoms(Indexed, AppliedUndef), key=str)
    inner = next((a for e in elements for a in arguments_of(e) if index in a.free_symbols), index)
    slope = inner.coeff(index) if inner.is_polynomial(index) else sympify(0)
    if slope in (1, -1):
        offset = expand(inner - slope * index)
        body = body.subs(index, slope * (index - offset))
        ends = [expand(slope * end + offset) for end in (low, high)]
        low, high = ends if slope == 1 else ends[::-1]
    extra: Expr = sympify(0)
    beyond = expand(high - t)
    if beyond.is_Integer and abs(beyond) < 8:
        steps = range(1, int(beyond) + 1) if beyond > 0 else range(int(beyond) + 1, 1)
        extra += sum((body.subs(index, t + s) for s in steps), sympify(0)) * (
            1 if beyond > 0 else -1
        )
        high = t
    if low.is_Integer and abs(low - 1) < 8:
        way = 1 if low < 1 else -1
        missing = range(int(low), 1) if low < 1 else range(1, int(low))
        extra += sum((body.subs(index, s) for s in missing), sympify(0)) * way
        low = sympify(1)
    body = expand(expand(body).replace(Pow, lambda base, power: _split(base, power, index)))
    total: Expr = extra
    for term in Add.make_args(body):
        outside: list[Expr] = []
        inside: list[Expr] = []
        for factor in Mul.make_args(term):
            (inside if index in factor.free_symbols else outside).append(factor)
        core = Mul(*inside)
        total += Mul(*outside) * Sum(core, (index, low, high))
    return total


def _split(base: Expr, power: Expr, index: Symbol) -> Expr:
    """b**(t - k) as b**t * b**(-k)."""
    rest, moving = expand(power).as_independent(index, as_Add=True)
    return Pow(base, rest) * Pow(base, moving) if moving != 0 else Pow(base, power)


def _collected(expr: Expr) -> Expr:
    """Coefficients of equal sums and elements put together and simplified."""
    parts = expr.atoms(Sum) | expr.atoms(Indexed)
    inside = {p for whole in expr.atoms(Sum) for p in whole.atoms(Indexed)}
    unknowns = [p for p in parts if p not in inside or isinstance(p, Sum)]
    gathered = expr.as_coefficients_dict() and expand(expr)
    for part in sorted(unknowns, key=str):
        gathered = gathered.collect(part, evaluate=True)
    rest = Add(*[powsimp(together(term)).simplify() for term in Add.make_args(gathered)])
    return rest


__all__ = ["is_zero", "step_holds"]
