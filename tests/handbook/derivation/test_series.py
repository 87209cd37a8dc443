"""Endless sums are compared with their value, or not at all."""

from __future__ import annotations

import pytest
from sympy import I, KroneckerDelta, Rational, S, Sum, cos, exp, factorial, log, oo, pi, symbols

from handbook.derivation import DerivationError, derive
from tests.handbook.derivation.derivations import a, beta, k, t, x, z

SLOW = {beta: [Rational(459, 1000), Rational(973, 1000), Rational(999, 1000)], t: [5, 26, 60]}
LAG = (1 - beta) * Sum(a * beta**k * (t - k), (k, 0, oo))


def test_a_sum_may_converge_slowly_and_have_a_term_that_is_zero():
    derive(LAG, where=SLOW).then(a * (t - beta / (1 - beta)), "the average lags behind")
    with pytest.raises(DerivationError, match="does not follow"):
        derive(LAG, where=SLOW).then(a * (t - 1 / (1 - beta)), "off by one")


def test_signs_of_terms_may_alternate():
    derive(Sum((-beta) ** k * (k + 1), (k, 0, oo)), where=SLOW).then(
        1 / (1 + beta) ** 2, "the slope of a geometric series"
    )


def test_terms_may_be_complex():
    disc = {x: (0, Rational(7, 10))}
    derive(Sum((x * exp(I * pi / 4)) ** k, (k, 0, oo)), where=disc).then(
        1 / (1 - x * exp(I * pi / 4)), "geometric series"
    )


def test_every_second_term_may_be_zero():
    derive(Sum(beta**k * cos(pi * k / 2), (k, 0, oo)), where={beta: [Rational(9, 10)]}).then(
        1 / (1 + beta**2), "the real part of a geometric series"
    )


def test_terms_may_be_tiny_and_grow_before_they_shrink():
    mean = symbols("mu", positive=True)
    weights = Sum(exp(-mean) * mean**k / factorial(k), (k, 0, oo))
    derive(weights, where={mean: [100]}).then(S.One, "Poisson")


def test_a_single_term_far_out_is_not_missed():
    with pytest.raises(DerivationError, match="does not follow"):
        derive(Sum(KroneckerDelta(k, 300) * z, (k, 0, oo))).then(S.Zero, "zero as far as one sees")


@pytest.mark.slow
def test_a_sum_that_cannot_be_had_to_thirty_digits_is_not_called_wrong():
    with pytest.raises(DerivationError, match="could not be checked"):
        derive(Sum(log(k + 2) * x / (k + 2) ** 2, (k, 0, oo))).then(x * Rational(9, 10), "about")
