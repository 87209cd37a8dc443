"""Hidden tests of `bptt_lines`."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def lines(student, g, later, Wh, h):
    """The lines for every unit: three arrays of error signals."""
    answers = student.bptt_lines.each(*[(g, later, Wh, h, j) for j in range(len(h))])
    return np.array([list(each) for each in answers]).T


@group("line_1")
def test_line_1_is_the_slope_of_a_loss_at_this_step_and_the_next(student, rng, close):
    z, g, a, x = rng.normal(size=(4, 4))
    Wh = rng.normal(size=(4, 4))

    def loss(z):
        h = np.tanh(z)
        return g @ h + a @ np.tanh(x + h @ Wh)

    h = np.tanh(z)
    later = a * (1 - np.tanh(x + h @ Wh) ** 2)
    first, _, _ = lines(student, g, later, Wh, h)
    close(first, slopes([loss(moved) for moved in nearby(z)], z), rtol=1e-6, atol=1e-7)


@group("line_2")
def test_line_2_is_the_slope_of_the_loss_alone_where_no_later_step_counts(student, rng, close):
    g, h = rng.normal(size=3), np.tanh(rng.normal(size=3))
    _, second, _ = lines(student, g, np.zeros(3), rng.normal(size=(3, 3)), h)
    close(second, g * (1 - h) * (1 + h))


@group("line_3")
def test_line_3_passes_nothing_through_a_unit_at_the_end_of_its_range(student, rng, close):
    g, later = rng.normal(size=(2, 3))
    h = np.array([0.0, 1.0, -1.0])
    Wh = rng.normal(size=(3, 3))
    _, _, third = lines(student, g, later, Wh, h)
    close(third, np.array([g[0] + Wh[0] @ later, 0.0, 0.0]))
