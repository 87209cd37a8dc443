"""Hidden tests of `random_search`: what holds whatever is drawn."""

import numpy as np

from autograder.bank.groups import group
from handbook.check.plain_data import Rng


def seed(rng):
    return Rng(int(rng.integers(2**31)))


def test_the_logarithms_have_the_mean_and_spread_of_a_uniform_draw(student, rng):
    draws = np.log10(student.random_search(1e-6, 1.0, 4000, seed(rng)))
    # Standard errors: 0.027 of the mean, 0.012 of the deviation.
    assert abs(np.mean(draws) + 3) < 0.17
    assert abs(np.std(draws) - 6 / np.sqrt(12)) < 0.08


def test_both_ends_are_nearly_reached(student, rng):
    draws = student.random_search(0.001, 0.1, 3000, seed(rng))
    assert 0.001 <= np.min(draws) < 0.00102
    assert 0.098 < np.max(draws) <= 0.1 * (1 + 1e-12)


def test_a_draw_says_nothing_about_the_next(student, rng):
    draws = np.log(student.random_search(1e-3, 1.0, 4000, seed(rng)))
    assert abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) < 0.1


@group("side_effects")
def test_the_draws_are_decided_by_the_generator_passed_in(student, rng):
    one, other = seed(rng), seed(rng)
    a, b, c = student.random_search.each(*([0.01, 1.0, 5, each] for each in (one, one, other)))
    assert a.tolist() == b.tolist()
    assert not np.any(a == c)


@group("edges")
def test_a_range_of_twenty_powers_of_ten_is_spread_evenly(student, rng):
    draws = np.log10(student.random_search(1e-15, 1e5, 2000, seed(rng)))
    assert 0.4 < np.mean(draws < -5) < 0.6
