"""Hidden tests of `softmax_jacobian_lines`."""

import numpy as np

from autograder.bank.groups import group


def entries(student, e):
    """The lines for every pair of classes: three Jacobians."""
    size = len(e)
    calls = [(e, i, j) for i in range(size) for j in range(size)]
    answers = student.softmax_jacobian_lines.each(*calls)
    return np.array([list(lines) for lines in answers]).T.reshape(3, size, size)


@group("line_1")
def test_line_1_adds_up_to_nothing_over_all_shares(student, rng, close):
    first, _, _ = entries(student, np.exp(rng.normal(size=4)))
    close(first.sum(axis=0), np.zeros(4))


@group("line_2")
def test_line_2_does_not_change_where_all_logits_are_moved_together(student, rng, close):
    e = np.exp(rng.normal(size=3))
    _, here, _ = entries(student, e)
    _, moved, _ = entries(student, 3 * e)
    close(moved, here)
    close(np.diag(here), e * (e.sum() - e) / e.sum() ** 2)


@group("line_3")
def test_line_3_is_the_slope_measured_by_central_differences(student, rng, close):
    z, h = rng.normal(size=4), 1e-5

    def shares(z):
        return np.exp(z) / np.sum(np.exp(z))

    measured = [(shares(z + step) - shares(z - step)) / (2 * h) for step in h * np.eye(4)]
    _, _, third = entries(student, np.exp(z))
    close(third, np.array(measured).T, rtol=1e-6, atol=1e-8)
