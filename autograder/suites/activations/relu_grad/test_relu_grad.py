"""Hidden tests of `relu_grad`."""

import numpy as np

from autograder.bank.groups import group
from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)


def test_the_slope_is_that_of_central_differences(student, rng, close):
    z = rng.choice([-1.0, 1.0], size=9) * rng.uniform(0.1, 2.0, size=9)
    close(student.relu_grad(z), inputs.slope(lambda x: np.maximum(x, 0), z))


@group("edges")
def test_the_slope_is_the_same_however_far_z_is_from_zero(student, rng, close):
    tiny, huge = 10 ** rng.uniform(-300, -200), 10 ** rng.uniform(200, 300)
    got = student.relu_grad(np.array([-huge, -tiny, 0.0, tiny, huge]))
    close(got, np.array([0.0, 0.0, 0.0, 1.0, 1.0]))
