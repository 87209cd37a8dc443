"""Random exact points at which two lines of a derivation are compared.

A symbol is drawn from the interval or the list that `where` names, else from what its assumptions
allow; a symbol without assumptions is a complex number, as it is for SymPy. Values are exact
fractions, so that a point is the same point at every precision.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sympy import (
    Basic,
    Expr,
    I,
    IndexedBase,
    Integer,
    MatrixExpr,
    Rational,
    Symbol,
    oo,
    sstr,
    sympify,
)

SEED = 20
MAX_GRID = 64
TRIES = 200

Point = dict[Symbol, Expr]


@dataclass(frozen=True)
class Domain:
    """The values one symbol may take: `choices`, or else the open interval (low, high)."""

    choices: tuple[Expr, ...] | None = None
    low: Expr = -oo
    high: Expr = oo

    def needs(self) -> set[Symbol]:
        """The symbols that the ends of the interval depend on."""
        return set(self.low.free_symbols | self.high.free_symbols)


def read_where(where: Mapping[Any, Any] | None) -> dict[Symbol, Domain]:
    """Read `{beta: (0, 1), t: range(1, 20), k: [0, 2, 4]}`.

    A pair is an open interval, whose ends may name other symbols; a range or a list is every value.
    Raises TypeError for anything else.
    """
    return {_symbol_of(name): _read_domain(name, limits) for name, limits in (where or {}).items()}


def _symbol_of(name: Any) -> Symbol:
    if isinstance(name, IndexedBase):
        return name.label
    if isinstance(name, Symbol):
        return name
    raise TypeError(f"where: {name!r} is not a symbol.")


def _read_domain(name: Any, limits: Any) -> Domain:
    if isinstance(limits, range | list) and limits:
        return Domain(choices=tuple(sympify(value) for value in limits))
    if isinstance(limits, tuple) and len(limits) == 2:
        if getattr(name, "is_integer", False):
            raise TypeError(
                f"where: {name} is an integer; give a range, as in {{{name}: range(1, 20)}}."
            )
        low, high = (sympify(end) for end in limits)
        if (high - low).is_nonpositive:
            raise ValueError(f"where: the interval {limits} of {name} is empty.")
        return Domain(low=low, high=high)
    raise TypeError(
        f"where: {name} should have an interval (low, high), a range or a list of values, "
        f"not {limits!r}."
    )


def draw(
    symbol: Expr, domain: Domain | None, rng: random.Random, point: Point, size: str = "usual"
) -> Expr | None:
    """One value for the symbol, or None where its assumptions admit none that was tried.

    size: "usual", "small" or "large" for symbols without bounds, "few" for one of a few integers,
        so that zeros and ties occur.
    """
    for _ in range(TRIES):
        value = _candidate(symbol, domain, rng, point, size)
        if admits(symbol, value):
            return value
    return None


ABOUT_DIVISORS = {"even", "odd", "prime", "composite"}


def admits(symbol: Expr, value: Expr) -> bool:
    """Whether an exact number satisfies every assumption of the symbol."""
    if value.is_Rational and value.p and not _divisors_matter(symbol):
        # The rest depends on the sign and on whether it is whole: SymPy is asked once for each.
        value = Rational(2 if value.p > 0 else -2, 1 if value.q == 1 else 3)
    return _admits(symbol, value)


@lru_cache(1_000)
def _divisors_matter(symbol: Expr) -> bool:
    return not ABOUT_DIVISORS.isdisjoint(symbol.assumptions0)


@lru_cache(20_000)
def _admits(symbol: Expr, value: Expr) -> bool:
    return all(
        getattr(value, f"is_{name}", None) in (wanted, None)
        for name, wanted in symbol.assumptions0.items()
    )


def _candidate(
    symbol: Expr, domain: Domain | None, rng: random.Random, point: Point, size: str
) -> Expr:
    if domain is not None:
        if domain.choices is not None:
            return rng.choice(domain.choices)
        return _between(domain.low.subs(point), domain.high.subs(point), rng, size)
    if symbol.is_integer:
        if size == "large":
            return Integer(rng.choice(FAR_INTEGERS) * rng.choice((1, 1, -1)))
        return Integer(rng.randint(-10, 20))
    if size == "few" and rng.random() < 0.9:
        return Integer(rng.choice((0, 0, 1, -1, 2)))
    if symbol.is_extended_nonnegative:
        return _scaled(_positive(rng), size, rng)
    if symbol.is_extended_nonpositive:
        return -_scaled(_positive(rng), size, rng)
    if symbol.is_extended_real:
        return _scaled(_real(rng), size, rng)
    number = _real(rng) if rng.random() < 0.3 else _real(rng) + I * _real(rng)
    return _scaled(number, size, rng)


def _between(low: Expr, high: Expr, rng: random.Random, size: str = "usual") -> Expr:
    """A point of the open interval; one in five lies close to an end."""
    if low == -oo and high == oo:
        return _scaled(_real(rng), size, rng)
    if high == oo:
        return low + _scaled(_positive(rng), size, rng)
    if low == -oo:
        return high - _scaled(_positive(rng), size, rng)
    share = rng.choice((1, 999)) if rng.random() < 0.2 else rng.randint(1, 999)
    return low + (high - low) * Rational(share, 1000)


def _positive(rng: random.Random) -> Expr:
    """Spread evenly over the orders of magnitude from 1/50 to 20."""
    return Rational(round(1000 * math.exp(rng.uniform(math.log(0.02), math.log(20)))), 1000)


def _real(rng: random.Random) -> Expr:
    """Never 0, of either sign, mostly below 3."""
    size = rng.randint(1, 3000) if rng.random() < 0.8 else rng.randint(3000, 9000)
    return Rational(rng.choice((-1, 1)) * size, 1000)


@dataclass(frozen=True)
class Sample:
    """How many points are enough, whether they are all there are, and the points themselves."""

    wanted: int
    complete: bool
    points: Iterator[Point]


def sample(
    symbols: set[Symbol], where: Mapping[Symbol, Domain], minimum: int, endless: bool = False
) -> Sample:
    """Points for these symbols: a grid over the discrete ones, random values for the others.

    Small grids are visited in full; of a large one, its small values in every combination (that is
    where indices meet and sums are empty) and random ones besides. `endless` asks for more than the
    full grid, for lines that hold other random things.
    Raises ValueError for a symbol that no value fits.
    """
    ordered = _in_order(symbols, where)
    discrete = {s: _choices(s, where) for s in ordered if _is_discrete(s, where)}
    grid = _grid(discrete)
    listed = all(s in where for s in discrete)
    size = math.prod(len(choices) for choices in discrete.values())
    complete = len(discrete) == len(ordered) and listed and size == len(grid) and not endless
    wanted = len(grid) if complete else max(minimum, len(grid))
    return Sample(wanted, complete, _points(ordered, discrete, grid, where, complete))


def _points(
    ordered: list[Symbol],
    discrete: dict[Symbol, tuple[Expr, ...]],
    grid: list[tuple[Expr, ...]],
    where: Mapping[Symbol, Domain],
    complete: bool,
) -> Iterator[Point]:
    rng = random.Random(SEED)
    for row in itertools.count():
        if complete and row == len(grid):
            return
        if row < len(grid):
            chosen = grid[row]
        else:
            chosen = tuple(rng.choice(choices) for choices in discrete.values())
        point: Point = dict(zip(discrete, chosen, strict=True))
        for symbol in ordered:
            if symbol in point:
                continue
            value = draw(symbol, where.get(symbol), rng, point)
            if value is None:
                raise ValueError(
                    f"no value fits the assumptions on {symbol}; name some, "
                    f"as in where={{{symbol}: (0, 1)}}."
                )
            point[symbol] = value
        yield point


# Far out: a symbol without bounds is tried small, usual and large by turns.

SIZES = ("small", "large", "usual")
FAR_INTEGERS = (23, 31, 61, 97, 211, 1000, 10**6)


def extremes(symbols: set[Symbol], where: Mapping[Symbol, Domain], count: int) -> Iterator[Point]:
    """Points with values far smaller and larger than the usual ones, where nothing forbids them.

    First all small, all large, then each symbol by itself, then mixed.
    """
    ordered = _in_order(symbols, where)
    free = [s for s in ordered if _is_unbounded(s, where.get(s))]
    if not free:
        return
    rng = random.Random(SEED + 1)
    plans: list[dict[Symbol, str]] = [dict.fromkeys(free, size) for size in SIZES[:2] * 2]
    plans += [{s: size} for s in free for size in SIZES[:2]] if len(free) > 1 else []
    plans = plans[:count]
    while len(plans) < count:
        plans.append({s: rng.choice(SIZES) for s in free})
    for plan in plans:
        point: Point = {}
        for symbol in ordered:
            size = plan.get(symbol, "usual")
            value = draw(symbol, where.get(symbol), rng, point, size)
            if value is None:
                break
            point[symbol] = value
        else:
            yield point


def _is_unbounded(symbol: Symbol, domain: Domain | None) -> bool:
    return domain is None or (
        domain.choices is None and (domain.low.is_infinite or domain.high.is_infinite)
    )


def _scaled(value: Expr, size: str, rng: random.Random) -> Expr:
    """A usual value made small (down to 10⁻⁷) or large (up to 10⁷)."""
    if size not in ("small", "large"):
        return value
    power = rng.choice((1, 2, 3, 6))
    return value / 10**power if size == "small" else value * 10**power


def _is_discrete(symbol: Symbol, where: Mapping[Symbol, Domain]) -> bool:
    if symbol in where:
        return where[symbol].choices is not None
    return bool(symbol.is_integer)


def _choices(symbol: Symbol, where: Mapping[Symbol, Domain]) -> tuple[Expr, ...]:
    if symbol in where:
        listed = where[symbol].choices or ()
    else:
        # Nearest to zero first: a large grid keeps the first few.
        listed = tuple(sorted(map(Integer, range(-10, 21)), key=abs))
    fitting = tuple(value for value in listed if admits(symbol, value))
    if not fitting:
        raise ValueError(f"no value of where fits the assumptions on {symbol}.")
    return fitting


def _grid(discrete: dict[Symbol, tuple[Expr, ...]]) -> list[tuple[Expr, ...]]:
    columns = list(discrete.values())
    while math.prod(map(len, columns)) > MAX_GRID:
        longest = max(map(len, columns))
        columns = [column[:-1] if len(column) == longest else column for column in columns]
    return list(itertools.product(*columns))


def _in_order(symbols: set[Symbol], where: Mapping[Symbol, Domain]) -> list[Symbol]:
    """By name, and each after the symbols that its interval depends on."""
    waiting = sorted(symbols, key=str)
    ordered: list[Symbol] = []
    while waiting:
        ready = [s for s in waiting if not (_needs(s, where) & set(waiting))]
        if not ready:
            names = ", ".join(map(str, waiting))
            raise ValueError(f"where: the intervals of {names} depend on each other in a circle.")
        ordered += ready
        waiting = [s for s in waiting if s not in ready]
    return ordered


def _needs(symbol: Symbol, where: Mapping[Symbol, Domain]) -> set[Symbol]:
    return where[symbol].needs() if symbol in where else set()


def free_symbols(*expressions: Basic, where: Mapping[Symbol, Domain]) -> set[Symbol]:
    """The symbols that need a value: no summation indices, no labels of sequences."""
    found: set[Symbol] = set()
    for expression in expressions:
        found |= {s for s in expression.free_symbols if isinstance(s, Symbol)}
        found -= {base.label for base in expression.atoms(IndexedBase)}
        for matrix in expression.atoms(MatrixExpr):
            found |= {s for size in matrix.shape for s in sympify(size).free_symbols}
    waiting = list(found)
    while waiting:  # the ends of intervals may name symbols that the lines do not
        new = _needs(waiting.pop(), where) - found
        found |= new
        waiting += new
    return found


def decimals(point: Point) -> Point:
    """The point to six digits, for reading."""
    values = {symbol: value.subs(point) for symbol, value in point.items()}
    return {
        symbol: value if value.is_Integer else value.evalf(6) for symbol, value in values.items()
    }


def show_point(point: Point) -> str:
    """`beta = 0.7, t = 3`."""
    return ", ".join(
        f"{str(symbol).lstrip('_')} = {sstr(value, full_prec=False)}"
        for symbol, value in decimals(point).items()
    )
