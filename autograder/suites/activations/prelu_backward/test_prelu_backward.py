"""Hidden tests of `prelu_backward`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group


def forward(z, alpha):
    return np.where(z > 0, z, alpha * z)


def test_both_gradients_follow_the_reference_values(student, golden, close):
    args = [np.array(golden["dout"]), np.array(golden["z"]), golden["alpha"]]
    close(student.prelu_backward(*args), (np.array(golden["dz"]), golden["dalpha"]))


def test_both_gradients_are_those_of_central_differences(student, rng, close):
    z = rng.uniform(0.1, 2.0, size=6) * np.array([1, -1, 1, -1, -1, 1])
    dout, alpha, h = rng.normal(size=6), rng.uniform(0.1, 2.0), 1e-5
    dz, dalpha = student.prelu_backward(dout, z, alpha)
    close(dz, dout * (forward(z + h, alpha) - forward(z - h, alpha)) / (2 * h))
    close(dalpha, dout @ (forward(z, alpha + h) - forward(z, alpha - h)) / (2 * h))


@group("edges")
def test_where_no_entry_is_negative_alpha_gets_no_gradient(student, rng, close):
    dout = rng.normal(size=(2, 3))
    got = student.prelu_backward(dout, rng.uniform(0.1, 2.0, size=(2, 3)), 0.3)
    close(got, (dout, 0.0))
