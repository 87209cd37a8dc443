"""Hidden tests of `softmax_ce_lines`."""

import numpy as np

from autograder.bank.groups import group


def softmax(z):
    return np.exp(z) / np.sum(np.exp(z))


def gradients(student, p, c):
    """The lines for every logit: three gradients."""
    calls = [(p, c, j) for j in range(len(p))]
    return np.array([list(lines) for lines in student.softmax_ce_lines.each(*calls)]).T


@group("line_1")
def test_line_1_is_the_slope_measured_by_central_differences(student, rng, close):
    z, h = rng.normal(size=4), 1e-5
    ups_and_downs = [(z + step, z - step) for step in h * np.eye(4)]
    measured = [
        (np.log(softmax(down)[2]) - np.log(softmax(up)[2])) / (2 * h) for up, down in ups_and_downs
    ]
    first, _, _ = gradients(student, softmax(z), 2)
    close(first, np.array(measured), rtol=1e-6, atol=1e-8)


@group("line_2")
def test_line_2_adds_up_to_nothing_over_all_logits(student, rng, close):
    _, second, _ = gradients(student, softmax(rng.normal(size=5)), 3)
    close(np.sum(second), 0.0)


@group("line_3")
def test_line_3_is_the_share_itself_for_every_other_class(student, rng, close):
    p = softmax(rng.normal(size=4))
    _, _, third = gradients(student, p, 0)
    close(third, p - np.eye(4)[0])
