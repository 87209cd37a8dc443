"""Hidden tests of `dropout_backward`."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def test_it_is_the_slope_of_a_loss_behind_the_mask(student, rng, close):
    x, mask = rng.normal(size=(3, 4)), rng.choice([0.0, 2.5], size=(3, 4))
    mask[0, :2] = 0.0, 2.5
    measured = slopes([np.sum(np.sin(moved * mask)) for moved in nearby(x)], x)
    close(student.dropout_backward(np.cos(x * mask), mask), measured, rtol=1e-6, atol=1e-7)


@group("edges")
def test_what_was_dropped_gets_nothing(student, rng, close):
    dout = rng.normal(size=(3, 4))
    nothing, all_of_it = student.dropout_backward.each(
        [dout, np.zeros((3, 4))], [dout, np.full((3, 4), 10.0)]
    )
    close((nothing, all_of_it), (np.zeros((3, 4)), 10 * dout))
