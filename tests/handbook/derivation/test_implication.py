"""Equations and inequalities: what follows from them, and what only seems to."""

from __future__ import annotations

import pytest
from sympy import Abs, And, Derivative, Eq, Or, Rational, exp, sin, symbols

from handbook.derivation import DerivationError, derive
from tests.handbook.derivation.derivations import (
    LOGISTIC,
    RATE,
    S,
    V,
    beta,
    lam,
    sigma,
    t,
    x,
    y,
    z,
)


def test_dividing_by_what_may_be_zero_is_caught():
    with pytest.raises(DerivationError, match="at x = 0: before = true, after = false"):
        derive(Eq(x**2, x), premise="a fixed point").then(Eq(x, 1), "divide by x")
    with pytest.raises(DerivationError, match="y = 0: before = true, after = false"):
        derive(Eq(x * y, 0), premise="orthogonal").then(Eq(x, 0), "divide by y")


def test_an_interval_may_end_at_an_expression_that_is_complex_on_a_curve():
    rate = symbols("eta", real=True)
    start = derive(
        Eq(V, (1 - rate * lam) ** 2 * V + rate**2), premise="at rest", where={rate: (0, 2 / lam)}
    )
    start.implies(Eq(V, rate / (lam * (2 - rate * lam))), "solve for V")
    with pytest.raises(DerivationError, match="does not follow"):
        start.implies(Eq(V, rate / (2 - rate * lam)), "solve for V")


def test_a_wrong_solution_of_an_equation_is_caught():
    with pytest.raises(DerivationError, match="does not follow"):
        derive(Eq(V, V / 4 + lam), premise="fixed point").then(Eq(V, lam * 4), "solve")


def test_an_equation_that_is_false_needs_a_premise():
    with pytest.raises(DerivationError, match="premise="):
        derive(Eq(x**2, x))
    with pytest.raises(DerivationError, match="does not hold everywhere"):
        derive(Eq(Derivative(sigma, z), sigma * (1 + sigma)), given={sigma: LOGISTIC})


def test_a_name_that_is_given_cannot_be_defined_again():
    with pytest.raises(DerivationError, match="does not hold everywhere"):
        derive(Eq(sigma, 1 / (1 + exp(z))), given={sigma: LOGISTIC})


def test_an_equation_between_elements_of_a_sequence_can_be_transformed():
    start = derive(Eq(S[t], beta * S[t - 1] + 1), premise="one step", where=RATE)
    start.then(Eq(S[t] - 1, beta * S[t - 1]), "subtract one")
    with pytest.raises(DerivationError, match="does not follow"):
        start.then(Eq(S[t] - 1, beta * S[t]), "subtract one")


@pytest.mark.parametrize(
    "claim",
    [
        lambda rate: And(rate > 0, rate <= 2 / lam),
        lambda rate: And(rate >= 0, rate < 2 / lam),
        lambda rate: rate < 2 / lam,
        lambda rate: And(rate > 0, rate < 1 / lam),
        lambda rate: And(rate > 0, rate < 2 / lam + Rational(1, 10**5)),
    ],
    ids=["closed above", "closed below", "half of it", "too narrow", "a little too wide"],
)
def test_bounds_that_are_almost_right_are_not_equivalent(claim):
    rate = symbols("eta", real=True)
    with pytest.raises(DerivationError, match="does not follow"):
        derive(Abs(1 - rate * lam) < 1).equivalent(claim(rate), "solve for η")


def test_a_narrow_gap_beside_a_bound_is_found():
    gap = Rational(1, 10**5)
    with pytest.raises(DerivationError, match="before = true, after = false"):
        derive(x > 0).equivalent(Or(And(x > 0, x <= 1), x >= 1 + gap), "almost everywhere")


def test_an_implication_is_not_taken_for_its_converse():
    derive(x > 2).implies(x > 1, "larger still")
    with pytest.raises(DerivationError, match="before = true, after = false"):
        derive(x > 1).implies(x > 2, "larger still")


def test_an_implication_from_what_never_holds_is_not_accepted():
    with pytest.raises(DerivationError, match="only 0 points"):
        derive(sin(x) > 2).implies(x > 1, "anything follows")


def test_equals_and_follows_are_not_mixed():
    with pytest.raises(DerivationError, match=r"\.implies or \.equivalent"):
        derive(x > 2).then(x > 1, "weaker")
    with pytest.raises(DerivationError, match="relates statements"):
        derive(x + 1).equivalent(x > 1, "no")
