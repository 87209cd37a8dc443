"""Hidden tests of `broken_bptt`."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group
from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)


def case(rng, steps=4, features=2, units=3, outputs=2):
    xs, ys = rng.normal(size=(steps, features)), rng.normal(size=(steps, outputs))
    V = rng.normal(size=(units, outputs))
    return [xs, ys, rng.normal(size=units), *inputs.layer(rng, features, units), V]


def loss(xs, ys, h, Wx, Wh, b, V):
    total = 0.0
    for x, y in zip(xs, ys, strict=True):
        h = np.tanh(x @ Wx + h @ Wh + b)
        total += 0.5 * np.sum((h @ V - y) ** 2)
    return total


def slopes_at(arguments, place):
    """The slopes of the loss in one of the arrays, by central differences."""
    before, after = arguments[:place], arguments[place + 1 :]
    losses = [loss(*before, moved, *after) for moved in nearby(arguments[place])]
    return slopes(losses, arguments[place])


def test_the_gradients_of_the_recurrent_layer_are_the_slopes_of_the_loss(student, rng, close):
    arguments = case(rng)
    dWx, dWh, db, _ = student.broken_bptt(*arguments)
    for place, derived in ((3, dWx), (4, dWh), (5, db)):
        close(derived, slopes_at(arguments, place), rtol=1e-6, atol=1e-7)


def test_the_gradient_of_the_readout_is_the_slope_of_the_loss(student, rng, close):
    arguments = case(rng)
    _, _, _, dV = student.broken_bptt(*arguments)
    close(dV, slopes_at(arguments, 6), rtol=1e-6, atol=1e-7)


@group("edges")
def test_a_single_step_is_a_layer_of_a_plain_network(student, rng, close):
    xs, ys, h0, Wx, Wh, b, V = case(rng, steps=1)
    z = xs[0] @ Wx + h0 @ Wh + b
    delta = V @ (np.tanh(z) @ V - ys[0]) / np.cosh(z) ** 2
    dWx, dWh, db, _ = student.broken_bptt(xs, ys, h0, Wx, Wh, b, V)
    close((dWx, dWh, db), (np.outer(xs[0], delta), np.outer(h0, delta), delta))


@group("edges")
def test_the_first_input_hears_of_an_error_at_the_last_step(student, rng):
    xs, ys, h0, Wx, Wh, b, V = case(rng)
    xs[1:] = 0.0
    h = h0
    for t, x in enumerate(xs):
        h = np.tanh(x @ Wx + h @ Wh + b)
        ys[t] = h @ V - (t == len(xs) - 1)
    dWx, _, _, _ = student.broken_bptt(xs, ys, h0, Wx, Wh, b, V)
    assert np.all(dWx != 0)


@group("edges")
def test_without_errors_nothing_is_changed(student, rng, close):
    xs, ys, h0, Wx, Wh, b, V = case(rng)
    h = h0
    for t, x in enumerate(xs):
        h = np.tanh(x @ Wx + h @ Wh + b)
        ys[t] = h @ V
    got = student.broken_bptt(xs, ys, h0, Wx, Wh, b, V)
    close(got, tuple(np.zeros(part.shape) for part in (Wx, Wh, b, V)))
