"""Hidden tests of `maxout`."""

import numpy as np


def test_the_pieces_z_and_0_make_relu_and_the_pieces_z_and_minus_z_make_the_size(
    student, rng, close
):
    X = rng.normal(size=(6, 1))
    W, b = np.array([[[1.0, 0.0], [1.0, -1.0]]]), np.zeros((2, 2))
    close(student.maxout(X, W, b), np.hstack([np.maximum(X, 0), np.abs(X)]))


def test_a_number_added_to_all_biases_is_added_to_the_answer(student, rng, close):
    X, W, b = rng.normal(size=(3, 2)), rng.normal(size=(2, 4, 3)), rng.normal(size=(4, 3))
    shift = rng.uniform(5.0, 9.0)
    once, shifted = student.maxout.each([X, W, b], [X, W, b + shift])
    close(shifted, np.asarray(once) + shift)
    close(once, np.stack([np.max(X @ W[:, m] + b[m], axis=1) for m in range(4)], axis=1))


def test_the_order_of_the_pieces_does_not_matter(student, rng, close):
    X, W, b = rng.normal(size=(3, 2)), rng.normal(size=(2, 4, 3)), rng.normal(size=(4, 3))
    order = np.roll(np.arange(3), rng.integers(1, 3))
    reordered = student.maxout(X, W[:, :, order], b[:, order])
    close(reordered, np.stack([np.max(X @ W[:, m] + b[m], axis=1) for m in range(4)], axis=1))
