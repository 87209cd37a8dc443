"""Hidden tests of `dense_backward`."""

import numpy as np


def layer(rng, n, d, m):
    return rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=(n, m))


def test_each_gradient_has_the_shape_of_what_it_belongs_to(student, rng):
    dx, dW, db = student.dense_backward(*layer(rng, 5, 3, 2))
    assert (dx.shape, dW.shape, db.shape) == ((5, 3), (3, 2), (2,))


def test_the_inputs_receive_dy_through_the_weights(student, rng, close):
    x, W, dy = layer(rng, 4, 3, 3)
    close(student.dense_backward(x, W, dy)[0], dy @ W.T)


def test_the_weights_receive_the_sum_over_the_examples(student, rng, close):
    x, W, dy = layer(rng, 4, 3, 3)
    close(student.dense_backward(x, W, dy)[1], x.T @ dy)


def test_the_bias_receives_the_sum_over_the_examples(student, rng, close):
    x, W, dy = layer(rng, 4, 3, 3)
    close(student.dense_backward(x, W, dy)[2], dy.sum(axis=0))


def test_the_gradient_agrees_with_central_differences(student, rng, close):
    x, W, dy = layer(rng, 3, 4, 2)
    got, numeric, h = student.dense_backward(x, W, dy)[1], np.zeros_like(W), 1e-6
    for i in np.ndindex(W.shape):
        above, below = W.copy(), W.copy()
        above[i] += h
        below[i] -= h
        numeric[i] = ((x @ above - x @ below) * dy).sum() / (2 * h)
    close(got, numeric, rtol=1e-5, atol=1e-8)
