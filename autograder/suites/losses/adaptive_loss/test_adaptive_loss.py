"""Hidden tests of `adaptive_loss`: forms that others have found apart, and limits."""

import numpy as np

from autograder.bank.groups import group


def test_it_holds_the_losses_of_charbonnier_and_of_geman_and_mcclure(student, rng, close):
    x = rng.normal(scale=3.0, size=5)
    charbonnier, geman = student.adaptive_loss.each([1.7 * x, 1.0, 1.7], [1.7 * x, -2.0, 1.7])
    close((charbonnier, geman), (np.sqrt(x**2 + 1) - 1, 2 * x**2 / (x**2 + 4)))


def test_residual_and_scale_may_be_measured_in_any_unit(student, rng, close):
    r = rng.normal(size=4)
    one, other = student.adaptive_loss.each([r, 4.0, 0.8], [10 * r, 4.0, 8.0])
    x = r / 0.8
    close((one, other), ((x**2 / 2 + 1) ** 2 / 2 - 0.5,) * 2)


@group("edges")
def test_the_special_values_continue_the_general_formula(student, rng, close):
    r = rng.normal(scale=2.0, size=4)
    for special, near in ((2.0, 2.0 - 1e-7), (0.0, 1e-7), (-np.inf, -1e9)):
        there, beside = student.adaptive_loss.each([r, special, 1.5], [r, near, 1.5])
        assert np.isfinite(there).all()
        close(there, beside, rtol=1e-5, atol=1e-5)


@group("edges")
def test_a_residual_of_zero_costs_nothing(student, rng, close):
    alphas = (rng.uniform(-3.0, -1.0), 0.0, rng.uniform(0.5, 1.5), 2.0, -np.inf)
    for loss in student.adaptive_loss.each(*([np.zeros(2), alpha, 1.5] for alpha in alphas)):
        close(loss, np.zeros(2))
