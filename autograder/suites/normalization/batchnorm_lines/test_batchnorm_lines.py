"""Hidden tests of `batchnorm_lines`."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def lines(student, g, x, eps):
    """The lines for every row: three arrays of error signals."""
    answers = student.batchnorm_lines.each(*[(g, x, eps, i) for i in range(len(x))])
    return np.array([list(each) for each in answers]).T


@group("line_1")
def test_line_1_is_the_slope_of_a_loss_behind_the_norm(student, rng, close):
    x, a = rng.normal(1.0, 2.0, size=6), rng.normal(size=6)

    def x_hat(x):
        return (x - x.mean()) / np.sqrt(x.var() + 0.2)

    first, _, _ = lines(student, a * np.cos(x_hat(x)), x, 0.2)
    measured = slopes([a @ np.sin(x_hat(moved)) for moved in nearby(x)], x)
    close(first, measured, rtol=1e-6, atol=1e-7)


@group("line_2")
def test_line_2_has_nothing_left_that_would_shift_all_rows(student, rng, close):
    g, x = rng.normal(0.5, 1.0, size=5), rng.normal(1.0, 2.0, size=5)
    _, second, _ = lines(student, g, x, 0.1)
    close(np.sum(second), 0.0)


@group("line_3")
def test_line_3_has_nothing_left_that_would_stretch_the_rows(student, rng, close):
    g, x = rng.normal(0.5, 1.0, size=5), rng.normal(1.0, 2.0, size=5)
    _, _, third = lines(student, g, x, 0.0)
    close((np.sum(third), third @ x), (0.0, 0.0))
