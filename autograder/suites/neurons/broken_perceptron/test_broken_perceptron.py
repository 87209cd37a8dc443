"""Hidden tests of `broken_perceptron`."""

import numpy as np

from autograder.bank.groups import group


def separable(rng, epochs=60, margin=1.0):
    """Points that a known line splits, none nearer to it than the margin; an order an epoch."""
    direction = rng.normal(size=2)
    direction /= np.linalg.norm(direction)
    X = rng.uniform(-4, 4, size=(40, 2))
    X = X[np.abs(X @ direction) >= margin]
    orders = np.array([rng.permutation(len(X)) for _ in range(epochs)])
    return X, (X @ direction > 0).astype(int), orders


def test_what_a_line_splits_is_learned_within_the_bound_on_mistakes(student, rng):
    X, y, orders = separable(rng)
    v, mistakes = student.broken_perceptron(X, y, 0.5, orders)
    assert np.array_equal(X @ v[:2] + v[2] >= 0, y == 1)
    assert sum(mistakes) <= np.max(np.sum(X**2, axis=1) + 1)


def test_how_the_points_are_numbered_does_not_matter(student, rng, close):
    X, y, orders = separable(rng, epochs=4)
    numbers = rng.permutation(len(X))
    places = np.argsort(numbers)
    calls = [X, y, 0.5, orders], [X[numbers], y[numbers], 0.5, places[orders]]
    one, (v, mistakes) = student.broken_perceptron.each(*calls)
    close((v, mistakes), one)


@group("edges")
def test_a_rate_of_another_size_scales_the_weights_alone(student, rng, close):
    X, y, orders = separable(rng, epochs=3)
    small, large = student.broken_perceptron.each([X, y, 0.25, orders], [X, y, 2.0, orders])
    close(large, [8 * np.asarray(small[0]), small[1]])


@group("edges")
def test_it_ends_with_the_first_epoch_without_a_mistake(student, rng):
    X, y, orders = separable(rng)
    _, mistakes = student.broken_perceptron(X, y, 1.0, orders)
    assert mistakes.index(0) == len(mistakes) - 1
