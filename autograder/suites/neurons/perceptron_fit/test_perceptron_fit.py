"""Hidden tests of `perceptron_fit`."""

import numpy as np

from autograder.bank.groups import group


def separable(rng, margin=1.0):
    """Points that a known line through the origin splits, none nearer to it than the margin."""
    direction = rng.normal(size=2)
    direction /= np.linalg.norm(direction)
    X = rng.uniform(-4, 4, size=(40, 2))
    distances = X @ direction
    X = X[np.abs(distances) >= margin]
    return X, (X @ direction > 0).astype(int), margin


def test_what_a_line_splits_is_learned_within_the_bound_on_mistakes(student, rng):
    X, y, margin = separable(rng)
    w, b, mistakes = student.perceptron_fit(X, y, 1.0, 40)
    assert np.array_equal(X @ w + b >= 0, y == 1)
    # Novikoff: at most (R / margin)² mistakes, the bias counted as a further feature.
    assert 0 < sum(mistakes) <= np.max(np.sum(X**2, axis=1) + 1) / margin**2


def test_from_zero_the_rate_scales_the_weights_and_changes_no_answer(student, rng, close):
    X = rng.integers(-6, 7, size=(15, 3)) / 2
    y = rng.integers(0, 2, size=15)
    y[:2] = 0, 1
    small, large = student.perceptron_fit.each([X, y, 0.25, 6], [X, y, 2.0, 6])
    close(large, [8 * small[0], 8 * small[1], small[2]])


@group("edges")
def test_the_last_epoch_is_the_first_without_a_mistake_or_the_last_allowed(student, rng):
    X, y, _ = separable(rng)
    _, _, learned = student.perceptron_fit(X, y, 1.0, 40)
    assert learned.index(0) == len(learned) - 1
    y = 1 - np.eye(40, dtype=int)[rng.integers(20)]  # one of two equal points differs
    _, _, never = student.perceptron_fit(np.ones((40, 2)), y, 1.0, 9)
    assert [missed > 0 for missed in never] == [True] * 9
