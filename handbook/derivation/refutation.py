"""A claim that is wrong, with the numbers that show it.

A refutation that does not refute fails like a line that does not follow.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy
from mpmath import mp
from sympy import Eq, Expr, sympify
from sympy.core.relational import Relational

from handbook.derivation import claims
from handbook.derivation.arrays import draw_inputs, show_array
from handbook.derivation.assumptions import Given, inline, read_given
from handbook.derivation.curves import beside, curves, gaps
from handbook.derivation.equality import WORKING_DIGITS, needed_symbols, prepare, show_number
from handbook.derivation.errors import DerivationError
from handbook.derivation.evaluation import evaluate, holds, make_scope
from handbook.derivation.given_check import misfit
from handbook.derivation.mp_numbers import CannotEvaluate, UndefinedHere
from handbook.derivation.rendering import latex
from handbook.derivation.sample_points import (
    Domain,
    Point,
    decimals,
    extremes,
    read_where,
    sample,
    show_point,
)
from handbook.tex_macros import expand

RTOL = claims.EQUAL_RTOL
POINTS = 20


def _cell(text: str) -> str:
    return text.replace("|", "\\|") if text.startswith("`") else text.replace("|", r"\vert ")


@dataclass(frozen=True)
class Evidence:
    """Where the two were evaluated (LaTeX and text) and what came out, as it is shown."""

    place_tex: str
    place: str
    left: tuple[str, str, str]  # one side of the claim: in LaTeX or code, as text, its value
    right: tuple[str, str, str]


@dataclass(frozen=True)
class Refutation:
    """A claim, the numbers that contradict it, and what is right."""

    statement: str
    claim: str  # as it was evaluated
    source: str
    right: str
    evidence: Evidence

    def _says(self) -> str:
        return (
            f"{self.source[0].upper()}{self.source[1:]} says" if self.source else "Sometimes said"
        )

    def _repr_markdown_(self) -> str:
        evidence = self.evidence
        place = f"at {evidence.place_tex}" if evidence.place_tex else ""
        return expand(
            f"> **{self._says()}:** {self.statement}\n>\n"
            f"> | {_cell(self.claim)} is false | {place} |\n> |:--|:--|\n"
            f"> | {_cell(evidence.left[0])} | {evidence.left[2]} |\n"
            f"> | {_cell(evidence.right[0])} | {evidence.right[2]} |\n>\n"
            f"> **Right:** {self.right}"
        )

    def __repr__(self) -> str:
        evidence = self.evidence
        place = f" (at {evidence.place})" if evidence.place else ""
        return (
            f"{self._says()}: {self.statement}\n  {self.claim.strip('`$')} is false{place}\n"
            f"  {evidence.left[1]} = {evidence.left[2]}\n"
            f"  {evidence.right[1]} = {evidence.right[2]}\n  right: {self.right}"
        )


def refute(
    statement: str,
    *,
    claim: Any,
    right: str,
    at: Mapping[Any, Any] | None = None,
    using: Mapping[str, Any] | None = None,
    given: object = None,
    where: Mapping[Any, Any] | None = None,
    source: str | None = None,
) -> Refutation:
    """Show that a claim found elsewhere is wrong: it is evaluated, and comes out false.

    statement, right: what is said and what is right, as Markdown with LaTeX between dollars.
    claim: what is said in a form that can be evaluated: a SymPy equation or inequality, as in
        `Eq(Derivative(sigma, z), sigma * (1 + sigma))`, or a comparison in Python's words, as in
        `"abs(end) <= 1e-6"`. It is shown beside the statement, with the value of both its sides.
        `==` is meant to one part in a million.
    at: the point, `{z: 1}` for symbols, `{"w": 0.5}` for names (an array by its shape, as for
        `derive`). Symbols without a value are drawn at random.
    using: functions and results that the comparison names, `{"end": end}`.
    source: who says so, in general terms: "a widely copied summary".
    Raises DerivationError if the claim is true there: then nothing is refuted.
    """
    known, places = read_given(given), read_where(where)
    try:
        if isinstance(claim, str):
            tested, evidence = _of_comparison(claim, at or {}, using or {})
        else:
            tested, evidence = _of_relation(_read_claim(claim), at or {}, known, places)
    except _NotRefuted as error:
        raise DerivationError(f"not refuted: {statement}\n  {error}.") from error
    return Refutation(_one_line(statement), tested, source or "", _one_line(right), evidence)


def _read_claim(claim: Any) -> Relational:
    if claim in (sympy.true, sympy.false) or isinstance(claim, bool):
        raise TypeError(
            f"SymPy has evaluated the claim to {claim}; "
            "write it with evaluate=False, as in Eq(a, b, evaluate=False)."
        )
    if not isinstance(claim, Relational):
        raise TypeError(
            "claim= should be an equation or inequality of SymPy, or a comparison as text, "
            f'"error <= 0.1", not {claim!r}.'
        )
    return claim


def _one_line(text: str) -> str:
    return " ".join(text.split())


class _NotRefuted(Exception):
    """The two results do not differ, or could not be had; says why."""


def _of_comparison(
    claim: str, at: Mapping[str, Any], using: Mapping[str, Any]
) -> tuple[str, Evidence]:
    """Evaluate a comparison with the inputs; raises _NotRefuted where it is true."""
    inputs = draw_inputs(at, 0)
    place = ", ".join(f"{name} = {show_array(value)}" for name, value in inputs.items())
    try:
        found = claims.evaluate(claim, {**inputs, **using})
    except TypeError:
        raise
    except Exception as error:
        raise _NotRefuted(f"evaluating {claim} raised {type(error).__name__}: {error}") from error
    for side, text in ((found.left, found.left_text), (found.right, found.right_text)):
        if side.dtype.kind not in "biufc":
            raise _NotRefuted(f"{text} is no number or array of numbers")
        if np.isnan(side).any():
            raise _NotRefuted(f"{text} is not a number")
    if found.holds:
        raise _NotRefuted(
            f"{claim} is true: {found.left_text} is {show_array(found.left)}, "
            f"{found.right_text} is {show_array(found.right)}"
        )
    shown = _sides(found.left, found.right)
    evidence = Evidence(
        f"`{place}`" if place else "",
        place,
        (f"`{found.left_text}`", found.left_text, shown[0]),
        (f"`{found.right_text}`", found.right_text, shown[1]),
    )
    return f"`{claim}`", evidence


def _sides(left: Any, right: Any) -> tuple[str, str]:
    if left.shape != right.shape and left.ndim and right.ndim:
        return f"shape {left.shape}", f"shape {right.shape}"
    if left.size > 8 and left.shape == right.shape:
        entry = np.unravel_index(int(np.nanargmax(abs(left - right))), left.shape)
        return _apart(left[entry], right[entry])
    return _apart(left, right)


def _apart(left: Any, right: Any) -> tuple[str, str]:
    for digits in (4, 6, 10, 16):
        shown = show_array(left, digits), show_array(right, digits)
        if shown[0] != shown[1]:
            break
    return shown


def _of_relation(
    claim: Relational, at: Mapping[Any, Any], given: Given, where: Mapping[Any, Domain]
) -> tuple[str, Evidence]:
    """Evaluate where `at` says, or at the first point at which the claim is false.

    Raises _NotRefuted.
    """
    named = {rule.head for rule in given.rules}
    fixed = {name: sympify(value) for name, value in at.items()}
    if found := misfit(given, where):
        raise _NotRefuted(found)
    try:
        written = [prepare(inline(side, given), named) for side in (claim.lhs, claim.rhs)]
        relation = claim.func(*written, evaluate=False)
        free = needed_symbols(written, given, where) - set(fixed)
        for number, point in enumerate(_places(free, where, relation)):
            everywhere = fixed | point
            values = [_number(side, everywhere, number, given, where) for side in written]
            if _is_false(relation, values, everywhere, number, given, where):
                shown = [show_number(v, o) for v, o in (values, values[::-1])]
                return _shown_relation(claim), Evidence(
                    _point_tex(everywhere),
                    show_point(everywhere),
                    (f"${latex(claim.lhs)}$", str(claim.lhs), shown[0]),
                    (f"${latex(claim.rhs)}$", str(claim.rhs), shown[1]),
                )
    except (CannotEvaluate, ValueError) as error:
        raise _NotRefuted(f"the expressions have no numeric value: {error}") from error
    place = f" at {show_point(fixed)}" if fixed else " at all points tried"
    raise _NotRefuted(f"{claim} is true{place}")


def _places(free: set[Any], where: Mapping[Any, Domain], relation: Relational) -> Iterator[Point]:
    if not free:
        yield {}
        return
    yield from itertools.islice(sample(free, where, POINTS).points, POINTS)
    yield from extremes(free, where, POINTS)
    yield from (p for p, _ in beside(curves(gaps(relation), free), free, where, 2))


def _is_false(
    relation: Relational,
    values: list[Any],
    point: Point,
    number: int,
    given: Given,
    where: Mapping[Any, Domain],
) -> bool:
    left, right = values
    if isinstance(relation, Eq):
        return (right is not None and _differ(left, right)) or (left is not None and right is None)
    if left is None or right is None:
        return False
    return not holds(relation, make_scope(point, WORKING_DIGITS, given, where, number))


def _shown_relation(claim: Relational) -> str:
    return f"${latex(claim)}$"


def _number(
    side: Expr, point: Point, number: int, given: Given, where: Mapping[Any, Domain]
) -> Any:
    try:
        return evaluate(side, make_scope(point, WORKING_DIGITS, given, where, number))
    except UndefinedHere:
        return None


def _differ(claimed: Any, actual: Any) -> bool:
    with mp.workdps(WORKING_DIGITS):
        return claimed is None or abs(claimed - actual) > RTOL * max(abs(claimed), abs(actual))


def _point_tex(point: Point) -> str:
    return ", ".join(f"${latex(s)} = {latex(v)}$" for s, v in decimals(point).items())
