"""Hidden tests of `swish_grad`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group
from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)


def test_the_slopes_follow_the_reference_values(student, golden, close):
    close(student.swish_grad(np.array(golden["z"]), 1.0), np.array(golden["slope"]))


def test_the_slope_is_that_of_central_differences(student, rng, close):
    z, beta = rng.normal(size=6), rng.uniform(0.3, 3.0)
    want = inputs.slope(lambda x: x / (1 + np.exp(-beta * x)), z)
    close(student.swish_grad(z, beta), want)


@group("edges")
def test_with_beta_0_swish_is_half_of_z(student, rng, close):
    close(student.swish_grad(rng.normal(size=5), 0.0), np.full(5, 0.5))


@group("edges")
def test_far_from_zero_nothing_overflows(student, rng, close):
    far = rng.uniform(750, 900)
    seen = student.swish_grad.observe(np.array([-far, 0.0, far]), rng.uniform(1.0, 2.0))
    close(seen.value, np.array([0.0, 0.5, 1.0]))
    assert seen.floating == ()
