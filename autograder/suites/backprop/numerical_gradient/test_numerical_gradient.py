"""Hidden tests of `numerical_gradient`."""

import numpy as np

from autograder.bank.groups import group
from handbook.check.plain_data import Formula


def test_for_a_quadratic_any_step_is_exact(student, rng, close):
    x = rng.normal(size=(2, 3))
    small, large = student.numerical_gradient.each(
        *([Formula("np.sum(x[0] * x[1]) + np.sum(x**2)"), x, h] for h in (1e-3, 2.0))
    )
    want = x[::-1] + 2 * x
    close((small, large), (want, want), rtol=1e-6, atol=1e-8)


def test_for_a_cubic_the_error_is_the_square_of_the_step(student, rng, close):
    x, h = rng.normal(size=4), rng.uniform(0.2, 0.5)
    g = student.numerical_gradient(Formula("np.sum(x**3)"), x, h)
    close(g - 3 * x**2, np.full(4, h**2))


@group("edges")
def test_an_entry_that_does_not_matter_has_no_slope(student, rng, close):
    x = rng.normal(size=3)
    g = student.numerical_gradient(Formula("x[0] * x[2]"), x, 0.5)
    close(g, np.array([x[2], 0.0, x[0]]))
