"""Hidden tests of `elu_grad`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group
from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)


def test_the_slopes_follow_the_reference_values(student, golden, close):
    close(student.elu_grad(np.array(golden["z"]), 0.7), np.array(golden["slope"]))


def test_the_slope_is_that_of_central_differences(student, rng, close):
    z, alpha = rng.choice([-1, 1], size=6) * rng.uniform(0.1, 2.0, size=6), rng.uniform(0.5, 2.0)
    want = inputs.slope(lambda x: np.where(x > 0, x, alpha * np.expm1(x)), z)
    close(student.elu_grad(z, alpha), want)


@group("edges")
def test_far_from_zero_nothing_overflows(student, rng, close):
    far = rng.uniform(750, 900)
    seen = student.elu_grad.observe(np.array([-far, far]), rng.uniform(1.2, 2.0))
    close(seen.value, np.array([0.0, 1.0]))
    assert seen.floating == ()
