"""Hidden tests of `softplus_grad`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group
from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)


def test_the_slopes_follow_the_reference_values(student, golden, close):
    close(student.softplus_grad(np.array(golden["z"])), np.array(golden["slope"]))


def test_the_slope_is_that_of_central_differences(student, rng, close):
    z = rng.normal(scale=2.0, size=6)
    close(student.softplus_grad(z), inputs.slope(lambda x: np.logaddexp(0, x), z))


@group("edges")
def test_far_from_zero_nothing_overflows(student, rng, close):
    far = rng.uniform(750, 1500)
    seen = student.softplus_grad.observe(np.array([-far, 0.0, far]))
    close(seen.value, np.array([0.0, 0.5, 1.0]))
    assert seen.floating == ()
