"""A claim that is wrong, with the numbers that show it.

A refutation that does not refute fails like a line that does not follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from mpmath import mp
from sympy import Expr, sympify

from handbook.derivation.arrays import CallFailed, call, draw_inputs, show_array
from handbook.derivation.assumptions import Given, inline, read_given
from handbook.derivation.equality import WORKING_DIGITS, needed_symbols, prepare, show_number
from handbook.derivation.errors import DerivationError
from handbook.derivation.evaluation import evaluate, make_scope
from handbook.derivation.mp_numbers import CannotEvaluate, UndefinedHere
from handbook.derivation.rendering import latex
from handbook.derivation.sample_points import (
    Domain,
    Point,
    decimals,
    read_where,
    sample,
    show_point,
)

RTOL = 1e-6
POINTS = 20


@dataclass(frozen=True)
class Evidence:
    """Where the two were evaluated (LaTeX and text) and what came out, as it is shown."""

    place_tex: str
    place: str
    claimed: str
    actual: str


@dataclass(frozen=True)
class Refutation:
    """A claim, the numbers that contradict it, and what is right."""

    statement: str
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
        return (
            f"> **{self._says()}:** {self.statement}\n>\n"
            f"> | | {place} |\n> |:--|:--|\n"
            f"> | as claimed | {evidence.claimed} |\n> | computed | {evidence.actual} |\n>\n"
            f"> **Right:** {self.right}"
        )

    def __repr__(self) -> str:
        evidence = self.evidence
        place = f" (at {evidence.place})" if evidence.place else ""
        return (
            f"{self._says()}: {self.statement}\n  as claimed: {evidence.claimed}\n"
            f"  computed:   {evidence.actual}{place}\n  right: {self.right}"
        )


def refute(
    statement: str,
    *,
    claimed: Any,
    actual: Any,
    right: str,
    at: Mapping[Any, Any] | None = None,
    given: object = None,
    where: Mapping[Any, Any] | None = None,
    source: str | None = None,
) -> Refutation:
    """Show that a claim found elsewhere is wrong, by two results that should be equal and are not.

    statement, right: what is said and what is right, as Markdown with LaTeX between dollars.
    claimed, actual: two SymPy expressions, two functions of arrays, or two results (numbers or
        arrays) of an experiment; they must differ by more than one part in a million.
    at: the point, `{z: 1}` for expressions, `{"w": 0.5}` for functions. Symbols without a value
        are drawn at random.
    source: who says so, in general terms: "a widely copied summary".
    Raises DerivationError if the two do not differ: then nothing is refuted.
    """
    known, places = read_given(given), read_where(where)
    try:
        evidence = _gather(claimed, actual, at or {}, known, places)
    except _NotRefuted as error:
        raise DerivationError(f"not refuted: {statement}\n  {error}.") from error
    return Refutation(_one_line(statement), source or "", _one_line(right), evidence)


def _one_line(text: str) -> str:
    return " ".join(text.split())


class _NotRefuted(Exception):
    """The two results do not differ, or could not be had; says why."""


def _gather(
    claimed: Any, actual: Any, at: Mapping[Any, Any], given: Given, where: Mapping[Any, Domain]
) -> Evidence:
    """Evaluate both where `at` says, or at the first random point at which they differ.

    Raises _NotRefuted.
    """
    if isinstance(claimed, Expr) or isinstance(actual, Expr):
        return _of_expressions(sympify(claimed), sympify(actual), at, given, where)
    inputs = draw_inputs(at, 0)
    try:
        left, right = (call(x, inputs) if callable(x) else np.asarray(x) for x in (claimed, actual))
    except CallFailed as error:
        raise _NotRefuted(str(error)) from error
    return _of_arrays(left, right, inputs)


def _of_arrays(left: Any, right: Any, inputs: Mapping[str, Any]) -> Evidence:
    place = ", ".join(f"{name} = {show_array(value)}" for name, value in inputs.items())
    place_tex = f"`{place}`" if place else ""
    if left.shape != right.shape:
        return Evidence(place_tex, place, f"shape {left.shape}", f"shape {right.shape}")
    if left.dtype.kind not in "biufc" or right.dtype.kind not in "biufc":
        raise _NotRefuted("both sides should be numbers or arrays of numbers")
    if np.isnan(right).any():
        raise _NotRefuted(f"the actual value {show_array(right)} is not a number")
    same = np.isclose(left, right, rtol=RTOL, atol=0.0)
    if same.all():
        raise _NotRefuted(f"both are {show_array(right)}" + (f" at {place}" if place else ""))
    if left.size > 8:
        size = np.where(same, 0.0, abs(left - right))
        entry = tuple(int(i) for i in np.unravel_index(np.nanargmax(size), size.shape))
        place_tex, place = f"entry `{entry}`", f"entry {entry}"
        left, right = left[entry], right[entry]
    return Evidence(place_tex, place, *_apart(left, right))


def _apart(left: Any, right: Any) -> tuple[str, str]:
    for digits in (4, 6, 10, 16):
        shown = show_array(left, digits), show_array(right, digits)
        if shown[0] != shown[1]:
            break
    return shown


def _of_expressions(
    claimed: Expr, actual: Expr, at: Mapping[Any, Any], given: Given, where: Mapping[Any, Domain]
) -> Evidence:
    named = {rule.head for rule in given.rules}
    fixed = {name: sympify(value) for name, value in at.items()}
    try:
        sides = [prepare(inline(side, given), named) for side in (claimed, actual)]
        free = needed_symbols(sides, given, where) - set(fixed)
        drawn = sample(free, where, POINTS).points if free else iter([{}])
        for number, point in zip(range(POINTS), drawn, strict=False):
            everywhere = fixed | point
            values = [_number(side, everywhere, number, given, where) for side in sides]
            if values[1] is not None and _differ(*values):
                shown = [show_number(v, o) for v, o in (values, values[::-1])]
                return Evidence(_point_tex(everywhere), show_point(everywhere), *shown)
    except (CannotEvaluate, ValueError) as error:
        raise _NotRefuted(f"the expressions have no numeric value: {error}") from error
    place = f" at {show_point(fixed)}" if fixed else f" at {POINTS} random points"
    raise _NotRefuted(f"{claimed} and {actual} are equal{place if fixed or free else ''}")


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
