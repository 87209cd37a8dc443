"""Hidden tests of `huber`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def test_loss_and_gradient_follow_the_reference_values(student, golden, close):
    p, y = np.array(golden["p"]), np.array(golden["y"])
    got = student.huber.each(*([p, y, case["delta"]] for case in golden["cases"]))
    for (loss, grad), case in zip(got, golden["cases"], strict=True):
        close((loss, grad), (case["loss"], np.array(case["grad"])), rtol=1e-9)


def test_the_gradient_is_the_slope_of_the_loss(student, rng, close):
    y = rng.normal(size=(2, 3))
    p = y + rng.permutation([0.3, -0.4, 0.6, 1.1, -1.2, -3.0]).reshape(2, 3)
    (_, grad), *moved = student.huber.each(*([x, y, 0.8] for x in (p, *nearby(p))))
    close(grad, slopes([loss for loss, _ in moved], p), rtol=1e-6, atol=1e-8)


def test_the_same_rows_twice_halve_the_gradient_and_leave_the_loss(student, rng, close):
    p, y = rng.normal(scale=2.0, size=(2, 4, 3))
    (loss, grad), twice = student.huber.each(
        [p, y, 0.7], [np.vstack([p, p]), np.vstack([y, y]), 0.7]
    )
    close(twice, (loss, np.vstack([grad, grad]) / 2))


@group("edges")
def test_with_a_large_delta_it_is_half_the_mean_squared_error(student, rng, close):
    p, y = rng.normal(size=(2, 5))
    close(student.huber(p, y, 1e6), (np.mean((p - y) ** 2) / 2, (p - y) / 5))


@group("edges")
def test_with_a_small_delta_it_is_delta_times_the_mean_absolute_error(student, rng, close):
    y = rng.normal(size=6)
    r = rng.choice([-1, 1], size=6) * rng.uniform(0.5, 2.0, size=6)
    loss, grad = student.huber(y + r, y, 1e-9)
    close((loss * 1e9, grad * 1e9), (np.mean(np.abs(r)), np.sign(r) / 6))
