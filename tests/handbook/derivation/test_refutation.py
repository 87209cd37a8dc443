"""A refutation shows its numbers, and one that refutes nothing fails."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from sympy import Derivative, cos, sin, sqrt

from handbook.derivation import DerivationError, refute
from tests.handbook.derivation.derivations import (
    LOGISTIC,
    ascent_refuted,
    sigma,
    sigmoid_slope_refuted,
    x,
    z,
)


def test_a_refutation_shows_both_numbers_the_point_and_what_is_right():
    text = repr(ascent_refuted())
    assert text.splitlines() == [
        r"A widely copied summary says: the descent step is $x + \eta f'(x)$",
        "  as claimed: 3.364",
        "  computed:   0.06079 (at x = 1)",
        r"  right: $x - \eta f'(x)$: the gradient points uphill",
    ]
    assert "0.196612" in repr(sigmoid_slope_refuted())


def test_results_of_an_experiment_can_refute():
    shown = refute("the distances shrink", claimed=0.0, actual=117.4, right="they grow")
    assert "117.4" in repr(shown)
    assert "shape (3,)" in repr(
        refute("a column", claimed=np.ones((3, 1)), actual=np.ones(3), right="a vector")
    )


def test_without_a_point_one_is_found_where_the_two_differ():
    text = repr(refute("a root undoes a square", claimed=x, actual=sqrt(x**2), right="it is |x|"))
    assert "at x = -" in text


@pytest.mark.parametrize(
    ("claimed", "actual", "at"),
    [
        (sin(x) ** 2, 1 - cos(x) ** 2, None),
        (sigma * (1 - sigma), Derivative(sigma, z), {z: 1}),
        (x, sqrt(x**2), {x: 2}),
        (lambda v: v + v, lambda v: 2 * v, {"v": 0.3}),
        (0.1 + 0.2, 0.3, None),
        (np.ones(3), np.ones(3) * (1 + 1e-9), None),
        (1.0, np.nan, None),
        (lambda v: v.missing, lambda v: v, {"v": 0.3}),
        (1 / (x - x + 1), sp.Integer(1), None),
    ],
    ids=[
        "expressions that are equal",
        "a right formula",
        "a point where both agree",
        "functions that are equal",
        "rounding",
        "a billionth",
        "no result",
        "an error",
        "the same number",
    ],
)
def test_a_refutation_that_does_not_refute_fails(claimed, actual, at):
    with pytest.raises(DerivationError, match="not refuted: said so"):
        refute("said so", claimed=claimed, actual=actual, at=at, right="-", given={sigma: LOGISTIC})
