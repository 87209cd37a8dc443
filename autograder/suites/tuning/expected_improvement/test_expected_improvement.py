"""Hidden tests of `expected_improvement`. Reference values: mpmath, by numerical integration."""

import numpy as np

from autograder.bank.groups import fixed, group


@fixed("the values that the integration gave")
def test_it_is_the_integral_of_what_is_gained(student, golden, close):
    mu, sigma = np.array(golden["mu"]), np.array(golden["sigma"])
    got = student.expected_improvement(mu, sigma, golden["best"], golden["xi"])
    close(got, np.array(golden["gains"]), rtol=1e-9)


def test_it_is_the_mean_of_what_random_outcomes_gain(student, rng, close):
    mu, sigma = rng.normal(size=3), rng.uniform(0.5, 2, size=3)
    outcomes = mu + sigma * rng.normal(size=(40_000, 3))
    gains = np.maximum(0.3 - 0.1 - outcomes, 0)
    got = student.expected_improvement(mu, sigma, 0.3, 0.1)
    close(got, gains.mean(axis=0), rtol=0, atol=0.08)


def test_where_the_mean_lies_at_the_limit_it_grows_with_the_uncertainty(student, rng, close):
    sigma, limit = rng.uniform(0.1, 3, size=4), rng.normal()
    got = student.expected_improvement(np.full(4, limit), sigma, limit + 0.2, 0.2)
    close(got, sigma / np.sqrt(2 * np.pi))


@group("edges")
def test_a_sure_gain_is_the_gain_itself(student, rng, close):
    mu = rng.uniform(-100, -50, size=3)
    got = student.expected_improvement(mu, np.array([0.0, 1e-3, 0.5]), 1.0, 0.5)
    close(got, 0.5 - mu)


@group("edges")
def test_far_above_the_best_nothing_is_expected(student, rng, close):
    mu = rng.uniform(60, 90, size=3)
    got = student.expected_improvement(mu, np.array([0.0, 0.5, 1.0]), 1.0, 0.0)
    close(got, np.zeros(3))
