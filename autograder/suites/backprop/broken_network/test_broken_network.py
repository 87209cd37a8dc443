"""Hidden tests of `broken_network`."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def drawn(rng, rows=5, features=3, units=4, classes=2):
    W1, W2 = rng.normal(size=(features, units)), rng.normal(size=(units, classes))
    b1, b2 = rng.normal(size=units), rng.normal(size=classes)
    return [rng.normal(size=(rows, features)), rng.integers(classes, size=rows), W1, b1, W2, b2]


def loss(X, y, W1, b1, W2, b2):
    Z = np.maximum(X @ W1 + b1, 0) @ W2 + b2
    return np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(y)), y])


def slopes_at(inputs, place):
    """The slopes of the loss in one of the arrays, by central differences."""
    losses = [loss(*inputs[:place], m, *inputs[place + 1 :]) for m in nearby(inputs[place])]
    return slopes(losses, inputs[place])


def test_the_gradients_of_the_upper_layer_are_the_slopes_of_the_loss(student, rng, close):
    inputs = drawn(rng)
    _, _, dW2, db2 = student.broken_network(*inputs)
    close(dW2, slopes_at(inputs, 4), rtol=1e-5, atol=1e-8)
    close(db2, slopes_at(inputs, 5), rtol=1e-5, atol=1e-8)


def test_the_gradients_of_the_lower_layer_are_the_slopes_of_the_loss(student, rng, close):
    inputs = drawn(rng)
    dW1, db1, _, _ = student.broken_network(*inputs)
    close(dW1, slopes_at(inputs, 2), rtol=1e-5, atol=1e-8)
    close(db1, slopes_at(inputs, 3), rtol=1e-5, atol=1e-8)


@group("edges")
def test_the_same_rows_twice_leave_every_gradient_as_it_is(student, rng, close):
    X, y, *parameters = drawn(rng, rows=3)
    calls = [X, y, *parameters], [np.vstack([X, X]), np.append(y, y), *parameters]
    once, twice = student.broken_network.each(*calls)
    close(twice, once)
    assert np.any(once[3] != 0)


@group("edges")
def test_a_hidden_unit_that_is_off_gets_no_gradient(student, rng, close):
    X, y, W1, b1, W2, b2 = drawn(rng)
    b1[0] -= 100.0
    dW1, db1, dW2, _ = student.broken_network(X, y, W1, b1, W2, b2)
    close((dW1[:, 0], db1[0], dW2[0]), (np.zeros(3), 0.0, np.zeros(2)))


@group("edges")
def test_what_the_classes_get_adds_up_to_nothing(student, rng, close):
    _, _, dW2, db2 = student.broken_network(*drawn(rng, classes=4))
    close((dW2.sum(axis=1), db2.sum()), (np.zeros(4), 0.0))
    assert np.any(db2 != 0)
