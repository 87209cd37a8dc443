"""Whether one expression equals another: at random points first, then by SymPy's algebra.

A point where they differ settles the matter, whatever SymPy's algebra would say. Without one, the
difference simplified to zero counts as proof; agreement at the points is evidence, and the result
says which of the two it is.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import mpmath
from mpmath import mp
from sympy import (
    Add,
    Derivative,
    Dummy,
    Eq,
    Expr,
    Function,
    Indexed,
    Integer,
    Integral,
    Limit,
    MatrixBase,
    MatrixSymbol,
    Pow,
    Product,
    Rational,
    Sum,
    Symbol,
    default_sort_key,
    exp,
    expand,
    false,
    oo,
    powsimp,
    simplify,
    sin,
    together,
)
from sympy.core.function import AppliedUndef

from handbook.derivation import sweep
from handbook.derivation.assumptions import Given, arguments_of, head_of, inline
from handbook.derivation.curves import (
    KINKED,
    admitted,
    beside,
    curves,
    gaps,
    is_straight,
    meetings,
)
from handbook.derivation.evaluation import evaluate, make_scope
from handbook.derivation.induction import step_holds
from handbook.derivation.kinks import taken
from handbook.derivation.matrices import differing, distance, entries, with_matrix_sizes
from handbook.derivation.mp_numbers import (
    MAX_WORK,
    MAX_WORK_FURTHER,
    CannotEvaluate,
    Number,
    Scope,
    UndefinedHere,
)
from handbook.derivation.sample_points import (
    MAX_GRID,
    SEED,
    Domain,
    Point,
    extremes,
    free_symbols,
    sample,
)
from handbook.derivation.time_bounds import GaveUp, bounded

POINTS = 20
DIGITS = 30
WORKING_DIGITS = 50
CAREFUL_DIGITS = 150
FUNCTIONS_TRIED = 3
MOST_DIGITS = 2000  # for terms of very different size; a point that needs more is left out
FAR_OUT = 10
FEW = 12
MOST_CURVES = 10
GENTLE = 100
MANY_POINTS = 3  # that are looked at with so many digits
FIRST_FURTHER = 1000  # numbers these points, apart from the others
ROUGH_DIGITS = 15  # of integrals
ROUGH_POINTS = 4
FAR_STEPS = (211, 1000)
SPREAD_OVER = 24
ENDLESS_POINTS = 12


class Undecided(Exception):
    """Neither equal nor different could be established; says why."""


@dataclass
class Different(Exception):
    """A point at which the two lines differ; None stands for an undefined value."""

    point: Point
    before: Number | None
    after: Number | None
    entry: tuple[int, ...] | None = None


def check_equal(before: Expr, after: Expr, given: Given, where: Mapping[Symbol, Domain]) -> str:
    """How it was found that the expressions (or explicit matrices) are equal.

    Raises Different with the point and the values, or Undecided.
    """
    reason = ""
    counted = ""
    pairs = _entries(before, after)

    def proved() -> bool:
        return all(_equal_by_algebra(left, right, given, where) for _, left, right in pairs)

    rough = any(side.has(Integral) for _, *pair in pairs for side in pair)
    first = rough and proved()  # points of integrals are dear: a proof needs fewer beside it
    try:
        counted = _agree_at_points(pairs, given, where, 2 if first else POINTS)
    except CannotEvaluate as error:
        reason = str(error)
    if first or (not rough and proved()):
        return "proved symbolically"
    if counted and not rough:
        _agree_where_terms_meet(pairs, given, where)
    if counted and all(step_holds(left, right, given) for _, left, right in pairs):
        return f"by induction: the step symbolically, the first values {counted}"
    if counted and _may_branch_late(pairs, given, where):
        raise Undecided(
            "the recurrence has branches, which later steps may change, and no induction proves "
            "the line for all steps; name the steps, as in where={t: range(1, 30)}"
        )
    if counted:
        return counted
    raise Undecided(reason)


def _may_branch_late(pairs: Pairs, given: Given, where: Mapping[Symbol, Domain]) -> bool:
    """Whether a sequence follows a recurrence with branches, at places that are not all visited."""
    heads = {
        head_of(part)
        for _, *pair in pairs
        for side in pair
        for part in side.atoms(Indexed, AppliedUndef)
        if not all(_is_listed(symbol, where) for symbol in _places_of(part))
    }
    return any(
        rule.head in heads
        and rule.body.atoms(*KINKED)
        and any(head_of(part) == rule.head for part in rule.body.atoms(Indexed, AppliedUndef))
        and not all(place.is_number for place in rule.pattern)
        for rule in given.rules
    )


Pairs = list[tuple[tuple[int, ...] | None, Expr, Expr]]


def _entries(before: Expr, after: Expr) -> Pairs:
    if not isinstance(before, MatrixBase) and not isinstance(after, MatrixBase):
        return [(None, before, after)]
    shape = getattr(before, "shape", None)
    if shape != getattr(after, "shape", None):
        raise Undecided("a matrix is compared with something of another shape")
    entries = itertools.product(*map(range, before.shape))
    return [(entry, before[entry], after[entry]) for entry in entries]


def _places_of(part: Expr) -> set[Symbol]:
    return {s for place in arguments_of(part) for s in place.free_symbols}


def _is_listed(symbol: Symbol, where: Mapping[Symbol, Domain]) -> bool:
    domain = where.get(symbol)
    return domain is not None and len(domain.choices or ()) in range(1, MAX_GRID + 1)


# At random points


def _agree_at_points(
    pairs: Pairs, given: Given, where: Mapping[Symbol, Domain], at_most: int = POINTS
) -> str:
    prepared = _prepared(pairs, given)
    sides = [side for _, *pair in prepared[0] for side in pair]
    where = with_matrix_sizes(sides, where)
    symbols = needed_symbols(sides, given, where)
    is_random = any(
        side.atoms(Indexed, AppliedUndef, MatrixSymbol) for _, *pair in prepared[0] for side in pair
    )
    digits = ROUGH_DIGITS if any(side.has(Integral) for side in sides) else DIGITS
    if not symbols and not is_random:
        if not _compare_at({}, 0, prepared[0], given, where):
            raise CannotEvaluate("both lines are undefined, or known to too few digits")
        return f"checked to {digits} digits"
    fewer = at_most if digits == DIGITS else min(at_most, ROUGH_POINTS)
    try:
        drawn = sample(symbols, where, fewer, endless=is_random)
        complete, wanted = drawn.complete, drawn.wanted
        points = drawn.points
        if digits != DIGITS and not complete:
            wanted = min(wanted, fewer)
            if at_most == POINTS:
                points = _spread(points, symbols)
        elif not complete and any(side.has(oo) for side in sides):  # endless sums are dear
            wanted = min(wanted, ENDLESS_POINTS)
        used = tried = 0
        for point in points:
            used += _compare_at(point, tried, prepared[tried % len(prepared)], given, where)
            tried += 1
            if used >= wanted or tried >= 10 * wanted:
                break
    except ValueError as error:
        raise CannotEvaluate(str(error)) from error
    if used < (wanted if not complete else (wanted + 1) // 2):
        raise CannotEvaluate(f"both lines are undefined at {tried - used} of {tried} points")
    further = 0 if complete else _agree_further_out(pairs, prepared, symbols, given, where)
    if complete and used == wanted and not further:
        return f"checked at all {used} values to {digits} digits{_costly(sides)}"
    return f"checked at {used + further} points to {digits} digits{_costly(sides)}"


def _costly(sides: Iterable[Expr]) -> str:
    """What makes each point take tenths of a second, and the points few."""
    if any(side.has(Integral) for side in sides):
        return ", the integral computed anew at each"
    if any(part.has(oo) for side in sides for part in side.atoms(Sum, Product)):
        return ", the endless sum added up at each"
    return ""


def _spread(points: Iterator[Point], symbols: set[Symbol]) -> Iterator[Point]:
    """The few points at which integrals are worked out, with small and large parameters first."""
    drawn = list(itertools.islice(points, SPREAD_OVER))
    ends: list[Point] = []
    for symbol in sorted(symbols, key=str)[:2]:
        sized = sorted(drawn, key=lambda point: abs(point[symbol]).evalf(6))
        ends += [sized[0], sized[-1]]
    yield from ends
    yield from (point for point in drawn if point not in ends)
    yield from points


def _agree_further_out(
    pairs: Pairs,
    prepared: list[Pairs],
    symbols: set[Symbol],
    given: Given,
    where: Mapping[Symbol, Domain],
) -> int:
    """How many points there were on kinks and beside them, and with small and large values.

    What cannot be worked out there (a sum of a million terms) is left out.
    """
    sides = [side for some in (pairs, prepared[0]) for _, *pair in some for side in pair]
    found = _kinks(sides, given)
    plain = sweep.space(symbols, where) if symbols and found else None
    limits = any(
        side.has(Limit, Derivative, Integral, oo) for _, *pair in prepared[0] for side in pair
    )
    solved = list(curves(found, symbols, plain is not None))
    points = [(p, False) for p, _ in beside(solved[:MOST_CURVES], symbols, where, 2)]
    if not limits:
        points += [(p, False) for p in extremes(symbols, where, FAR_OUT)]
    if plain is not None and found:
        for _, left, right in prepared[0]:
            points += [(p, False) for p in sweep.suspicious(left, right, plain)]
        winding = [gap for gap in found if not is_straight(gap, symbols)]
        points += [(p, False) for p, _ in meetings(winding, plain, given, where)]
    if found or any(side.atoms(*KINKED) for side in sides):
        whole = [s for s in sorted(symbols, key=str) if s.is_integer and s not in where]
        for symbol, far in itertools.product(whole[:2], FAR_STEPS):
            usual = itertools.islice(sample(symbols, where, 1).points, 1)
            points += [(point | {symbol: Integer(far)}, False) for point in usual]
        rest = sample(symbols, where, FEW).points if symbols else iter([{}] * FEW)
        if any(side.atoms(Indexed, AppliedUndef) for side in sides):
            points += [(p, True) for p in itertools.islice(rest, FEW)]
    return _compare_further(points, prepared, given, where)


def _agree_where_terms_meet(pairs: Pairs, given: Given, where: Mapping[Symbol, Domain]) -> None:
    """Asked besides where nothing is proved: the places at which a term is largest or vanishes.

    1 + exp(-10⁶(x - 5)²) is 1 to thirty digits everywhere but near 5.
    """
    prepared = _prepared(pairs, given)
    sides = [side for _, *pair in prepared[0] for side in pair]
    symbols = needed_symbols(sides, given, where)
    plain = sweep.space(symbols, where) if symbols else None
    if plain is None:
        return
    arguments = {
        argument
        for side in sides
        if sweep.is_plain(side)
        for part in side.atoms(Function, Pow)
        for argument in part.args
        if isinstance(argument, Expr) and argument.free_symbols and not _is_gentle(argument)
    }
    kept = sorted(arguments, key=default_sort_key)[:MOST_CURVES]
    points = [(p, False) for p, _ in meetings(kept, plain, given, where)]
    for _, left, right in prepared[0]:
        points += [(p, False) for p in sweep.suspicious(left, right, plain)]
    _compare_further(points, prepared, given, where)
    for point in itertools.islice(sample(symbols, where, MANY_POINTS).points, MANY_POINTS):
        _compare_closely(point, prepared[0], given, where)


def _is_gentle(argument: Expr) -> bool:
    """Whether it is straight and of the usual size: no needle is made of exp(x - 2*y)."""
    terms = [term.as_coeff_Mul() for term in Add.make_args(argument)]
    return all(abs(c) <= GENTLE and (rest.is_Symbol or rest == 1) for c, rest in terms)


def _compare_closely(
    point: Point, pairs: Pairs, given: Given, where: Mapping[Symbol, Domain]
) -> None:
    """With thousands of digits: tanh(80) is 1 to fifty of them.

    A difference that is there with so many digits, and stays with more, is none of rounding.
    """
    for entry, left, right in pairs:
        if not (sweep.is_plain(left) and sweep.is_plain(right)):
            continue
        values: list[tuple[Number, Number]] = []
        for digits in (MOST_DIGITS, MOST_DIGITS + MOST_DIGITS // 4):
            scope = make_scope(point, digits, given, where, 0)
            try:
                before, after = _value(left, scope), _value(right, scope)
            except CannotEvaluate:
                break
            if before is None or after is None:
                break
            with mp.workdps(digits):
                size = max(abs(before), abs(after))
                if abs(before - after) <= size * mp.mpf(10) ** (-digits * 9 // 10):
                    break
            values.append((before, after))
        else:
            (before, after), (again, later) = values
            with mp.workdps(MOST_DIGITS):
                stays = abs(again - later) >= abs(before - after) / 2
            if stays:
                raise Different(point, again, later, entry)


def _compare_further(
    points: list[tuple[Point, bool]],
    prepared: list[Pairs],
    given: Given,
    where: Mapping[Symbol, Domain],
) -> int:
    """At how many of the points the pairs agree; elsewhere they are undefined, or out of reach."""
    used = 0
    for number, (point, few) in enumerate(points, start=FIRST_FURTHER):
        try:
            if admitted(point, number, WORKING_DIGITS, given, where) is not None:
                which = prepared[number % len(prepared)]
                used += _compare_at(point, number, which, given, where, few)
        except CannotEvaluate:
            continue
    return used


def _kinks(sides: list[Expr], given: Given) -> list[Expr]:
    try:
        written = [inline(side, given) for side in sides]
    except ValueError:
        written = sides
    return gaps(*sides, *written)


def needed_symbols(
    expressions: list[Expr], given: Given, where: Mapping[Symbol, Domain]
) -> set[Symbol]:
    """Every symbol that must have a value before the expressions have one.

    Raises Undecided where two symbols look alike.
    """
    symbols = free_symbols(*expressions, where=where)
    for rule in given.rules:
        symbols |= free_symbols(rule.body, where=where) - set(rule.pattern)
    names = sorted(symbol.name for symbol in symbols if not isinstance(symbol, Dummy))
    for name, next_name in itertools.pairwise(names):
        if name == next_name:
            raise Undecided(
                f"two different symbols are called {name}; make it once, with all its assumptions"
            )
    return symbols


def _compare_at(
    point: Point,
    number: int,
    pairs: Pairs,
    given: Given,
    where: Mapping[Symbol, Domain],
    few: bool = False,
) -> bool:
    """True where the pairs agree, False where both sides are undefined; else Different."""
    usable = True
    for entry, left, right in pairs:

        def both(digits: int) -> tuple[Values, Scope]:
            most = MAX_WORK
            if number >= FIRST_FURTHER:
                folds = left.has(Sum, Product) and left.atoms(*KINKED) | right.atoms(*KINKED)  # noqa: B023
                most = 5 * MAX_WORK_FURTHER if folds else MAX_WORK_FURTHER
            scope = make_scope(point, digits, given, where, number, few, most)
            return (_value(left, scope), _value(right, scope)), scope  # noqa: B023

        rough, scope = both(WORKING_DIGITS)
        if rough[0] is None and rough[1] is None:
            usable = False
            continue
        if scope.rough:
            _compare_roughly(point, rough, scope, entry)
            continue
        found = differing(rough, agree)
        if found is None:
            continue
        careful, scope = both(CAREFUL_DIGITS)
        found = differing(careful, agree)
        if found is None or _only_rounding(rough, careful):
            continue
        needed = max(scope.span[0], _digits_below_one(careful))
        if needed + WORKING_DIGITS > CAREFUL_DIGITS:
            if needed > MOST_DIGITS:
                usable = False
                continue
            careful, _ = both(needed + 3 * WORKING_DIGITS)
            found = differing(careful, agree)
            if found is None:
                continue
        place, before, after = found
        raise Different(point, before, after, entry or place)
    return usable


def _compare_roughly(
    point: Point, values: Values, scope: Scope, entry: tuple[int, ...] | None
) -> None:
    """Integrals are known to fewer digits: what lies between equal and different is undecided."""
    left, right = values
    if left is None or right is None:
        raise Different(point, left, right, entry)
    size = max(abs(left), abs(right), max(scope.rough))
    gap = abs(left - right)
    if gap > size * mp.mpf(10) ** -ROUGH_DIGITS:
        if gap < size * mp.mpf(10) ** -(ROUGH_DIGITS // 2):
            raise CannotEvaluate("the integral is not known to enough digits")
        raise Different(point, left, right, entry)


def _value(side: Expr, scope: Scope) -> Number | None:
    try:
        return evaluate(side, scope)
    except UndefinedHere:
        return None


Values = tuple[Number | None, Number | None]


def agree(left: Number, right: Number, size: Number) -> bool:
    with mp.workdps(WORKING_DIGITS):
        return bool(abs(left - right) <= size * mp.mpf(10) ** -DIGITS)


def _digits_below_one(values: Values) -> int:
    """How many digits terms of size 1 need whose difference is so small: 1 - tanh(300)**2."""
    sizes = [abs(n) for side in values if side is not None for n in entries(side).values() if n]
    return max(0, int(-0.30103 * mp.mag(max(sizes)))) if sizes else 0


def _only_rounding(rough: Values, careful: Values) -> bool:
    """A difference that shrinks as digits are added is rounding; a true one stays."""
    gaps: list[Number] = []
    with mp.workdps(CAREFUL_DIGITS):
        for left, right in (rough, careful):
            if left is None or right is None:
                return False
            gaps.append(distance(left, right))
        return bool(gaps[1] <= gaps[0] * mp.mpf(10) ** (WORKING_DIGITS - CAREFUL_DIGITS + 40))


def _prepared(pairs: Pairs, given: Given) -> list[Pairs]:
    """The pairs with definitions written out, derivatives taken and functions made concrete.

    An undefined function f is given a few concrete forms: what holds for every f holds for these.
    """
    try:
        written = [(entry, inline(a, given), inline(b, given)) for entry, a, b in pairs]
    except ValueError as error:
        raise CannotEvaluate(str(error)) from error
    named = {rule.head for rule in given.rules}
    unknown = {
        part
        for _, *sides in written
        for side in sides
        for part in side.atoms(AppliedUndef)
        if head_of(part) not in named
    }
    return [
        [(entry, prepare(a, named, form), prepare(b, named, form)) for entry, a, b in written]
        for form in range(FUNCTIONS_TRIED if unknown else 1)
    ]


def prepare(expr: Expr, named: set[str], form: int = 0) -> Expr:
    """Undefined functions made concrete, then derivatives taken.

    Raises CannotEvaluate where SymPy cannot differentiate.
    """

    if not expr.has(AppliedUndef, Derivative):
        return expr

    def undefined(part: Any) -> bool:
        return isinstance(part, AppliedUndef) and head_of(part) not in named

    try:
        expr = bounded(lambda: expr.replace(undefined, lambda part: _concrete(part, form)))
        return bounded(lambda: differentiate(expr, named))
    except GaveUp as error:
        raise CannotEvaluate(f"the derivative could not be taken ({error})") from error


def _concrete(part: Expr, form: int) -> Expr:
    rng = random.Random(f"{SEED}/{head_of(part)}/{form}")
    a, b, c, d, e = (Rational(rng.randint(200, 1500), 1000) for _ in range(5))
    total = a
    for position, argument in enumerate(part.args):
        total = e * total * argument + b * sin((c + position) * argument + d)
    return exp(total / 4) if part.is_positive else total


def differentiate(expr: Expr, named: set[str]) -> Expr:
    """Take the derivatives; those of a recurrence stay, since SymPy sees it as a constant."""

    def open_to_sympy(part: Any) -> bool:
        return isinstance(part, Derivative) and not follows_recurrence(part, named)

    return expr.replace(open_to_sympy, lambda part: taken(part, KINKED))


def follows_recurrence(expr: Expr, named: set[str]) -> bool:
    return any(head_of(part) in named for part in expr.atoms(Indexed, AppliedUndef))


# By algebra


def _equal_by_algebra(
    left: Expr, right: Expr, given: Given, where: Mapping[Symbol, Domain]
) -> bool:
    if left == right:
        return True
    try:
        return bounded(lambda: _is_zero(inline(left, given), inline(right, given), given, where))
    except GaveUp:
        return False


def _is_zero(left: Expr, right: Expr, given: Given, where: Mapping[Symbol, Domain]) -> bool:
    named = {rule.head for rule in given.rules}
    if follows_recurrence(left - right, named):
        return bool(expand(left - right) == 0)
    difference = _possible_cases((left - right).doit(), where)
    return any(attempt(difference) == 0 for attempt in ATTEMPTS)


# The cheap ones first.
ATTEMPTS: tuple[Callable[[Expr], Expr], ...] = (
    lambda d: d,
    expand,
    lambda d: expand(together(d).as_numer_denom()[0]),
    lambda d: expand(powsimp(expand(together(d.rewrite(exp)).as_numer_denom()[0]))),
    simplify,
)


def _possible_cases(expr: Expr, where: Mapping[Symbol, Domain]) -> Expr:
    """Without the branches for values that `where` excludes, such as beta = 1."""
    return expr.xreplace({case: false for case in expr.atoms(Eq) if _excluded(case, where)})


def _excluded(case: Eq, where: Mapping[Symbol, Domain]) -> bool:
    domain = where.get(case.lhs)
    if domain is None or not case.rhs.is_number:
        return False
    if domain.choices is not None:
        return case.rhs not in domain.choices
    return bool((case.rhs - domain.low).is_nonpositive or (domain.high - case.rhs).is_nonpositive)


def show_number(number: Number | None, other: Number | None = None) -> str:
    """With as many digits as it takes to tell it from the other."""
    if number is None:
        return "undefined"
    for digits in (6, 12, 20, DIGITS, 2 * DIGITS, 4 * DIGITS):
        shown = mpmath.nstr(number, digits)
        if other is None or shown != mpmath.nstr(other, digits):
            break
    return str(shown)
