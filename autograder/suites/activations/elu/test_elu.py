"""Hidden tests of `elu`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group


def test_the_values_follow_the_reference_values(student, golden, close):
    close(student.elu(np.array(golden["z"]), 0.7), np.array(golden["value"]))


def test_a_difference_of_alpha_counts_on_the_negative_side_alone(student, rng, close):
    z, alpha = rng.uniform(0.2, 3.0, size=4), rng.uniform(0.5, 1.5)
    one, double = student.elu.each([np.append(z, -z), alpha], [np.append(z, -z), 2 * alpha])
    close(double[4:], 2 * one[4:])
    close(double[:4], one[:4])


@group("edges")
def test_far_from_zero_nothing_overflows(student, rng, close):
    far, alpha = rng.uniform(750, 900), rng.uniform(1.2, 2.0)
    seen = student.elu.observe(np.array([-far, far]), alpha)
    close(seen.value, np.array([-alpha, far]))
    assert seen.floating == ()
