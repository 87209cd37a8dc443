"""Hidden tests of `mae_grad`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def test_the_gradient_follows_the_reference_values(student, golden, close):
    p, y, dp = (np.array(golden[name]) for name in ("p", "y", "dp"))
    close(student.mae_grad(p, y), dp, rtol=1e-9)


def test_the_gradient_is_the_slope_of_the_mean_absolute_error(student, rng, close):
    p, y = rng.normal(size=(2, 3, 2))
    losses = [np.mean(np.abs(x - y)) for x in nearby(p)]
    close(student.mae_grad(p, y), slopes(losses, p), rtol=1e-6, atol=1e-8)


@group("edges")
def test_what_numpy_would_broadcast_is_refused(student, rng):
    for shape in [(2,), (1, 2), (4, 1), ()]:
        seen = student.mae_grad.observe(rng.normal(size=(4, 2)), rng.normal(size=shape))
        assert getattr(seen.error, "type_name", None) == "ValueError"


@group("edges")
def test_a_perfect_prediction_has_no_gradient(student, rng, close):
    y = rng.normal(size=(3, 2))
    close(student.mae_grad(y, y), np.zeros((3, 2)))
