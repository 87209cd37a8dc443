"""Hidden tests of `leaky_relu`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group


def test_the_values_follow_the_reference_values(student, golden, close):
    close(student.leaky_relu(np.array(golden["z"]), 0.3), np.array(golden["value"]))


@group("edges")
def test_with_alpha_0_the_negative_side_is_cut_off_and_with_alpha_1_nothing_is(student, rng, close):
    z = rng.normal(size=8)
    cut, whole = student.leaky_relu.each([z, 0.0], [z, 1.0])
    close(cut, np.maximum(z, 0))
    close(whole, z)


@group("edges")
def test_a_steep_negative_side_stays_on_the_negative_side(student, rng, close):
    z, alpha = rng.uniform(0.1, 2.0, size=5), rng.uniform(2.0, 4.0)
    close(student.leaky_relu(np.append(z, -z), alpha), np.append(z, -alpha * z))
