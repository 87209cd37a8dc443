"""A refutation evaluates the claim and shows its numbers; one of a true claim fails."""

from __future__ import annotations

import numpy as np
import pytest
from sympy import Derivative, Eq, Symbol, cos, exp, sin, sqrt

from handbook.derivation import DerivationError, refute
from tests.handbook.derivation.derivations import (
    LOGISTIC,
    ascent_refuted,
    sigma,
    sigmoid_slope_refuted,
    x,
    z,
)


def test_a_refutation_shows_the_claim_both_sides_the_point_and_what_is_right():
    assert repr(ascent_refuted()).splitlines() == [
        r"A widely copied summary says: the descent step is $x + \eta f'(x)$",
        "  loss_after(x, rate) < loss_after(x, 0) is false (at x = 1, rate = 0.1)",
        "  loss_after(x, rate) = 3.364",
        "  loss_after(x, 0) = 0.5",
        r"  right: $x - \eta f'(x)$: the gradient points uphill",
    ]
    assert "0.196612" in repr(sigmoid_slope_refuted())


def test_the_claim_on_the_page_is_the_one_that_was_evaluated():
    shown = refute("the distances shrink", claim="end < 1", using={"end": 117.4}, right="they grow")
    assert "`end < 1` is false" in shown._repr_markdown_()
    assert "| 117.4 |" in shown._repr_markdown_()


def test_arrays_of_another_shape_are_not_equal():
    shown = refute(
        "a column",
        claim="result == column",
        using={"result": np.ones(3), "column": np.ones((3, 1))},
        right="a vector",
    )
    assert "shape (3,)" in repr(shown)


def test_without_a_point_one_is_found_where_the_claim_is_false():
    text = repr(refute("a root undoes a square", claim=Eq(x, sqrt(x**2)), right="it is |x|"))
    assert "at x = -" in text
    p = Symbol("p", positive=True)
    late = refute("bounded by a line", claim=exp(p / 100) < 2 + p, right="it grows faster")
    assert "is false" in repr(late)


def test_a_statement_that_is_true_cannot_be_refuted_by_numbers_from_elsewhere():
    with pytest.raises(TypeError):
        refute("2 + 2 = 4", claimed=5, actual=4, right="-")
    with pytest.raises(TypeError, match="somebody typed"):
        refute("2 + 2 = 4", claim="5 == 4", right="-")
    with pytest.raises(DerivationError, match="2 \\+ 2 == 4 is true"):
        refute("2 + 2 = 4", claim="2 + 2 == 4", right="-")


@pytest.mark.parametrize(
    ("claim", "at", "using"),
    [
        (Eq(sin(x) ** 2, 1 - cos(x) ** 2), None, None),
        (Eq(sigma * (1 - sigma), Derivative(sigma, z)), {z: 1}, None),
        (Eq(x, sqrt(x**2)), {x: 2}, None),
        (x**2 >= 2 * x - 1, None, None),
        ("f(v) == 2 * v", {"v": 0.3}, {"f": lambda v: v + v}),
        ("total == 0.3", None, {"total": 0.1 + 0.2}),
        ("a == b", None, {"a": np.ones(3), "b": np.ones(3) * (1 + 1e-9)}),
        ("end == 1", None, {"end": np.nan}),
        ("f(1) == 2", None, {"f": lambda v: v.missing}),
    ],
    ids=[
        "expressions that are equal",
        "a right formula",
        "a point where both agree",
        "an inequality that holds",
        "functions that are equal",
        "rounding",
        "a billionth",
        "no result",
        "an error",
    ],
)
def test_a_refutation_that_does_not_refute_fails(claim, at, using):
    with pytest.raises(DerivationError, match="not refuted: said so"):
        refute("said so", claim=claim, at=at, using=using, right="-", given={sigma: LOGISTIC})


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("end", "one comparison"),
        ("a < b < c", "one comparison"),
        ("a is b", "compares with"),
        ("a <", "not a Python expression"),
        ("unknown < 1", "using="),
        (3, "an equation"),
        (True, "evaluate=False"),
    ],
)
def test_a_claim_that_cannot_be_evaluated_says_what_to_do(claim, why):
    with pytest.raises(TypeError, match=why):
        refute("said so", claim=claim, right="-")
