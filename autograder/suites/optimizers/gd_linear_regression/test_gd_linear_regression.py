"""Hidden tests of `gd_linear_regression`. Reference values: PyTorch, float64."""

import numpy as np


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
    # One feature of mean 2 and mean square 10, targets of mean 3 and mean product -1 with it:
    # in (b, w) the gradient is twice that of the coupled objective, so the rate is halved.
    objective = golden["optimizers"]["coupled_objective"]
    root = np.sqrt(6.0)
    X, y = np.array([[2 + root], [2 - root]]), np.array([3 - 7 / root, 3 + 7 / root])
    b_start, w_start = objective["start"]
    iterates = objective["runs"]["sgd"]["iterates"]
    start = (X, y, np.array([w_start]), b_start, 0.05 / 2)
    ends = student.gd_linear_regression.each(*([*start, s] for s in range(1, len(iterates) + 1)))
    for (w, b), want in zip(ends, iterates, strict=True):
        close((b, w), (want[0], np.array([want[1]])), rtol=1e-9)


def test_many_steps_arrive_at_the_least_squares_solution(student, rng, close):
    # Features at right angles to each other and to the ones, then mixed and shifted a little:
    # each step leaves at most 0.8 of every part of the error, whatever is drawn.
    Q = np.linalg.qr(np.column_stack([np.ones(6), rng.normal(size=(6, 3))]))[0][:, 1:]
    X = np.sqrt(6) * Q @ np.array([[1.0, 0.2, 0.0], [0.0, 0.8, 0.3], [0.0, 0.0, 1.2]]) + 0.3
    y = rng.normal(size=6)
    w, b = student.gd_linear_regression(X, y, np.zeros(3), 0.0, 0.2, 250)
    best = np.linalg.lstsq(np.column_stack([X, np.ones(6)]), y, rcond=None)[0]
    close(np.append(w, b), best, rtol=1e-6, atol=1e-8)


def test_only_an_exact_fit_stays_where_it_is(student, rng, close):
    X, _, w, b = made_data(rng)
    close(student.gd_linear_regression(X, X @ w + b, w, b, 0.1, 7), (w, b))
    moved, _ = student.gd_linear_regression(X, X @ w + b + 1.0, w, b, 0.1, 7)
    assert np.all(moved != w)


def test_with_one_example_every_step_keeps_a_fixed_share_of_its_error(student, close):
    x, y, w, b = np.array([[2.0, -1.0, 0.5]]), np.array([3.0]), np.array([1.0, 0.0, 2.0]), -1.0
    share = 1 - 2 * 0.05 * (np.sum(x**2) + 1)
    for steps in (0, 1, 4):
        w_new, b_new = student.gd_linear_regression(x, y, w, b, 0.05, steps)
        close(x @ w_new + b_new - y, share**steps * (x @ w + b - y))


def test_five_steps_and_two_more_are_seven_steps(student, rng, close):
    X, y, w, b = made_data(rng, examples=4, features=2)
    halfway = student.gd_linear_regression(X, y, w, b, 0.05, 5)
    got = student.gd_linear_regression(X, y, *halfway, 0.05, 2)
    close(got, student.gd_linear_regression(X, y, w, b, 0.05, 7))
    rest = mean_squared_error(X, y, *halfway)
    assert mean_squared_error(X, y, *got) < rest < mean_squared_error(X, y, w, b)


def test_showing_every_example_twice_changes_nothing(student, rng, close):
    X, y, w, b = made_data(rng)
    w_once, b_once = student.gd_linear_regression(X, y, w, b, 0.05, 3)
    twice = student.gd_linear_regression(np.vstack([X, X]), np.tile(y, 2), w, b, 0.05, 3)
    close(twice, (w_once, b_once))


def test_without_features_worth_anything_b_moves_to_the_mean_target(student, close):
    # On X = 0 the loss is a parabola in b: every step keeps the share 1 - 2 lr of the distance.
    y = np.array([1.0, 4.0, 7.0])
    w, b = student.gd_linear_regression(np.zeros((3, 2)), y, np.array([0.5, -2.0]), 10.0, 0.2, 4)
    close(w, np.array([0.5, -2.0]))
    close(b, 4.0 + 6.0 * 0.6**4)


def test_whole_numbers_give_the_same_as_fractions(student, rng, close):
    X, y = rng.integers(-3, 4, size=(5, 2)), rng.integers(-3, 4, size=5)
    w = np.array([3, -2])
    got = student.gd_linear_regression(X, y, w, 1, 0.03, 2)
    as_floats = student.gd_linear_regression(X * 1.0, y * 1.0, w * 1.0, 1.0, 0.03, 2)
    close(got, as_floats)
    error = X @ w + 1 - y
    one = student.gd_linear_regression(X, y, w, 1, 0.03, 1)
    close(one, (w - 0.03 * 2 / 5 * X.T @ error, 1 - 0.03 * 2 * error.mean()))


def test_the_arguments_stay_unchanged(student, rng, close):
    X, y, w, b = made_data(rng)
    seen = student.gd_linear_regression.observe(X, y, w, b, 0.1, 1)
    error = X @ w + b - y
    close(seen.value, (w - 0.1 * 2 / 6 * X.T @ error, b - 0.1 * 2 * error.mean()))
    assert seen.changed == ()
