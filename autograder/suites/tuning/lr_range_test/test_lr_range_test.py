"""Hidden tests of `lr_range_test`: curves whose steepest place is known beforehand."""

import numpy as np

from autograder.bank.groups import group


def test_a_logistic_curve_in_log_lr_is_steepest_in_its_middle(student, rng, close):
    places = np.linspace(-5, 1, 61)
    middle = int(rng.integers(15, 45))
    losses = 2 / (1 + np.exp(3 * (places - places[middle])))
    close(student.lr_range_test(10**places, losses), 10 ** places[middle])


def test_the_steepness_does_not_depend_on_the_unit_of_either_axis(student, rng, close):
    lrs, losses = 10 ** np.linspace(-4, 0, 12), rng.normal(size=12)
    calls = [lrs, losses], [1000 * lrs, losses], [lrs, 5 + 0.01 * losses]
    plain, scaled, flat = student.lr_range_test.each(*calls)
    close((scaled, flat), (1000 * plain, plain))
    assert plain in lrs


@group("edges")
def test_a_late_divergence_however_steep_is_not_chosen(student, rng, close):
    lrs = 10 ** np.linspace(-4, 0, 9)
    losses = np.array([3.0, 2.9, 2.8, 2.0, 1.2, 1.1, 1.0, 2.0, rng.uniform(1e3, 1e6)])
    close(student.lr_range_test(lrs, losses), lrs[3])


@group("edges")
def test_a_loss_that_only_climbs_gives_the_rate_of_the_slowest_climb(student, rng, close):
    lrs = 10 ** np.linspace(-3, 0, 7)
    losses = np.cumsum([1.0, 3.0, 2.0, 0.1, 0.2, 4.0, 5.0]) * rng.uniform(0.5, 2)
    close(student.lr_range_test(lrs, losses), lrs[3])
