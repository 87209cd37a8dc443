"""What a derivation takes as known: values, definitions and recurrences.

`{v[0]: 0, v[t]: beta * v[t - 1] + (1 - beta) * x[t]}` is a starting value and a rule;
`{sigma: 1 / (1 + exp(-z))}` says what a symbol stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Eq, Expr, Indexed, Symbol, sympify
from sympy.core.function import AppliedUndef

MAX_SUBSTITUTIONS = 20


@dataclass(frozen=True)
class Rule:
    """`head[pattern] = body`, where a symbol in the pattern stands for any argument."""

    head: str
    pattern: tuple[Expr, ...]
    body: Expr

    def match(self, arguments: tuple[Any, ...]) -> dict[Symbol, Any] | None:
        """The values of the pattern's symbols, or None where a fixed argument differs."""
        if len(arguments) != len(self.pattern):
            return None
        bound: dict[Symbol, Any] = {}
        for place, argument in zip(self.pattern, arguments, strict=True):
            if isinstance(place, Symbol):
                if bound.setdefault(place, argument) != argument:
                    return None
            elif place != argument:
                return None
        return bound


@dataclass(frozen=True)
class Given:
    """Definitions of symbols, and rules for sequences `v[t]` and functions `f(x)`."""

    symbols: tuple[tuple[Symbol, Expr], ...] = ()
    rules: tuple[Rule, ...] = ()
    stated: tuple[tuple[Expr, Expr], ...] = ()

    def names(self, name: Expr) -> bool:
        """Whether it is already said what the symbol, or the sequence at any place, stands for."""
        if isinstance(name, Symbol):
            return any(name == known for known, _ in self.symbols)
        return any(
            rule.head == head_of(name) and all(isinstance(place, Symbol) for place in rule.pattern)
            for rule in self.rules
        )

    def __add__(self, other: Given) -> Given:
        """Both; where both speak of the same name, `other` counts."""
        return read_given(dict(self.stated) | dict(other.stated))


def head_of(expr: Basic) -> str | None:
    """The name of a sequence element `x[k]` or an undefined function's value `f(x)`."""
    if isinstance(expr, Indexed):
        return str(expr.base.label)
    if isinstance(expr, AppliedUndef):
        return str(expr.func.__name__)
    return None


def arguments_of(expr: Basic) -> tuple[Expr, ...]:
    """`k` of `x[k]`, `x` of `f(x)`."""
    return tuple(expr.indices) if isinstance(expr, Indexed) else tuple(expr.args)


def is_name(expr: Basic) -> bool:
    """Whether the expression can stand on the left of a definition."""
    return isinstance(expr, Symbol) or head_of(expr) is not None


def read_given(given: object) -> Given:
    """Read `{name: value}`, an `Eq`, or a list of these.

    Raises TypeError for a left side that is not a symbol, a sequence element or a function value,
    and ValueError for definitions that go in a circle.
    """
    pairs = dict(_pairs(given))
    symbols: list[tuple[Symbol, Expr]] = []
    rules: list[Rule] = []
    for name, value in pairs.items():
        if isinstance(name, Symbol):
            symbols.append((name, value))
        elif head_of(name) is not None:
            rules.append(Rule(head_of(name) or "", arguments_of(name), _with_own_indices(value)))
        else:
            raise TypeError(
                f"given: {name} is not a name. Give a symbol, a sequence element such as v[t] "
                "or a function value such as f(x), with what it stands for."
            )
    # A starting value v[0] is looked up before the rule v[t].
    rules.sort(key=lambda rule: sum(isinstance(place, Symbol) for place in rule.pattern))
    closed = tuple(_with_symbols_written_out(rule, symbols) for rule in rules)
    return Given(tuple(symbols), closed, tuple(pairs.items()))


def _with_own_indices(body: Expr) -> Expr:
    """Summation indices with names of their own, out of reach of the arguments of the rule."""
    return body if isinstance(body, Symbol) else body.as_dummy()  # a lone symbol would be renamed


def _with_symbols_written_out(rule: Rule, symbols: list[tuple[Symbol, Expr]]) -> Rule:
    known = tuple((name, value) for name, value in symbols if name not in rule.pattern)
    return replace(rule, body=inline(rule.body, Given(known, stated=known)))


def _pairs(given: object) -> Iterable[tuple[Expr, Expr]]:
    if given is None:
        return
    if isinstance(given, Given):
        yield from given.stated
    elif isinstance(given, Mapping):
        for name, value in given.items():
            yield sympify(name), sympify(value)
    elif isinstance(given, Eq):
        yield given.lhs, given.rhs
    elif isinstance(given, list | tuple):
        for item in given:
            yield from _pairs(item)
    else:
        raise TypeError(
            f"given should be a dict {{name: value}} or equations Eq(name, value), not {given!r}."
        )


def inline(expr: Expr, given: Given) -> Expr:
    """The expression with every definition written out.

    Recurrences stay: they are followed step by step when the expression is evaluated.
    Raises ValueError for definitions that go in a circle.
    """
    plain = [rule for rule in given.rules if _writes_out(rule, given)]
    for _ in range(MAX_SUBSTITUTIONS):
        written = _substitute(expr, given.symbols)
        for rule in plain:
            written = _apply(written, rule)
        if written == expr:
            return expr
        expr = written
    names = ", ".join(str(name) for name, _ in given.stated)
    raise ValueError(f"given: the definitions of {names} refer to each other in a circle.")


def _substitute(expr: Expr, symbols: tuple[tuple[Symbol, Expr], ...]) -> Expr:
    present = expr.free_symbols if hasattr(expr, "free_symbols") else set()
    known = {name: value for name, value in symbols if name in present}
    return expr.subs(known, simultaneous=True) if known else expr


def _writes_out(rule: Rule, given: Given) -> bool:
    """A rule that holds for every argument and does not come back to itself."""
    if not all(isinstance(place, Symbol) for place in rule.pattern):
        return False
    if sum(other.head == rule.head for other in given.rules) > 1:
        return False
    bodies = {other.head: other.body for other in given.rules}
    seen: set[str] = set()
    waiting = [rule.body]
    while waiting:
        heads = {head_of(part) for part in waiting.pop().atoms(Indexed, AppliedUndef)}
        if rule.head in heads:
            return False
        new = {head for head in heads if head in bodies} - seen
        seen |= {head for head in new if head}
        waiting.extend(bodies[head] for head in new if head)
    return True


def _apply(expr: Expr, rule: Rule) -> Expr:
    def named(part: Basic) -> bool:
        return head_of(part) == rule.head and rule.match(arguments_of(part)) is not None

    def written_out(part: Basic) -> Expr:
        bound = rule.match(arguments_of(part)) or {}
        return rule.body.subs(bound, simultaneous=True)

    return expr.replace(named, written_out)


def is_sequence(expr: Basic) -> bool:
    """Whether the expression contains x[k] or f(x) of an unnamed sequence or function."""
    return bool(expr.atoms(Indexed, AppliedUndef))
