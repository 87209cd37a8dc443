"""Hidden tests of `gd_linear_regression`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group


def made_data(rng, examples=6, features=3):
    """X (N, D), y (N,), a start w (D,) and b."""
    X, y = rng.normal(size=(examples, features)), rng.normal(size=examples)
    return X, y, rng.normal(size=features), rng.normal()


def mean_squared_error(X, y, w, b):
    return np.mean((X @ w + b - y) ** 2)


def test_one_step_follows_the_central_differences_of_the_loss(student, rng, close):
    X, y, w, b = made_data(rng)
    w_new, b_new = student.gd_linear_regression(X, y, w, b, 0.1, 1)
    h = 1e-6
    for j, e in enumerate(np.eye(3)):
        slope = mean_squared_error(X, y, w + h * e, b) - mean_squared_error(X, y, w - h * e, b)
        close((w[j] - w_new[j]) / 0.1, slope / (2 * h), rtol=1e-6, atol=1e-7)
    slope = mean_squared_error(X, y, w, b + h) - mean_squared_error(X, y, w, b - h)
    close((b - b_new) / 0.1, slope / (2 * h), rtol=1e-6, atol=1e-7)


def test_five_steps_follow_the_reference_values(student, golden, close):
    X, y, w = (np.array(golden[name]) for name in ("X", "y", "w"))
    start = (X, y, w, golden["b"], golden["lr"])
    steps = range(1, len(golden["iterates"]) + 1)
    ends = student.gd_linear_regression.each(*([*start, s] for s in steps))
    for (w, b), want in zip(ends, golden["iterates"], strict=True):
        close((w, b), (np.array(want["w"]), want["b"]), rtol=1e-9)


def test_five_steps_and_two_more_are_seven_steps(student, rng, close):
    X, y, w, b = made_data(rng, examples=4, features=2)
    halfway = student.gd_linear_regression(X, y, w, b, 0.05, 5)
    got = student.gd_linear_regression(X, y, *halfway, 0.05, 2)
    close(got, student.gd_linear_regression(X, y, w, b, 0.05, 7))


@group("edges")
def test_an_exact_fit_stays_where_it_is(student, rng, close):
    X, _, w, b = made_data(rng)
    close(student.gd_linear_regression(X, X @ w + b, w, b, 0.1, 7), (w, b))


@group("edges")
def test_no_step_leaves_the_start_as_it_is(student, rng, close):
    X, y, w, b = made_data(rng)
    close(student.gd_linear_regression(X, y, w, b, 0.1, 0), (w, b))
