"""Hidden tests of `delta_recursion_lines`."""

import numpy as np

from autograder.bank.groups import group


def layer(student, delta, W, slope):
    """The lines for every row and unit: three arrays of error signals."""
    places = list(np.ndindex(*slope.shape))
    answers = student.delta_recursion_lines.each(*[(delta, W, slope, n, j) for n, j in places])
    return np.array([list(lines) for lines in answers]).T.reshape(3, *slope.shape)


@group("line_1")
def test_line_1_is_the_slope_of_a_loss_measured_by_central_differences(student, rng, close):
    Z, W, A = (rng.normal(size=shape) for shape in ((2, 3), (3, 4), (2, 4)))
    h = 1e-5

    def loss(Z):
        return np.sum(A * (np.tanh(Z) @ W) ** 2)

    measured = np.zeros(Z.shape)
    for place in np.ndindex(*Z.shape):
        step = np.zeros(Z.shape)
        step[place] = h
        measured[place] = (loss(Z + step) - loss(Z - step)) / (2 * h)
    delta = 2 * A * (np.tanh(Z) @ W)
    first, _, _ = layer(student, delta, W, 1 - np.tanh(Z) ** 2)
    close(first, measured, rtol=1e-6, atol=1e-7)


@group("line_2")
def test_line_2_grows_as_the_slope_of_the_unit_does(student, rng, close):
    delta, W, slope = rng.normal(size=(2, 3)), rng.normal(size=(4, 3)), np.ones((2, 4))
    _, plain, _ = layer(student, delta, W, slope)
    factors = rng.uniform(0.1, 0.9, size=(2, 4))
    _, scaled, _ = layer(student, delta, W, factors)
    close(scaled, factors * plain)


@group("line_3")
def test_line_3_passes_nothing_through_a_unit_that_is_off(student, rng, close):
    delta, W = rng.normal(size=(3, 2)), rng.normal(size=(4, 2))
    slope = np.ones((3, 4))
    slope[:, 1] = 0.0
    _, _, third = layer(student, delta, W, slope)
    close(third[:, 0], delta[:, 0] * W[0, 0] + delta[:, 1] * W[0, 1])
    close(third[:, 1], np.zeros(3))
