"""Hidden tests of `rnn_backward`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import fixed, group
from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)
NAMES = ("X", "h0", "Wx", "Wh", "b")


def case(rng, rows=2, steps=3, features=2, units=3):
    X, h0 = rng.normal(size=(rows, steps, features)), rng.normal(size=(rows, units))
    dHs = rng.normal(size=(rows, steps, units))
    return dHs, [X, h0, *inputs.layer(rng, features, units)]


def loss(dHs, X, h, Wx, Wh, b):
    total = 0.0
    for t in range(X.shape[1]):
        h = np.tanh(X[:, t] @ Wx + h @ Wh + b)
        total += np.sum(dHs[:, t] * h)
    return total


@fixed("the gradients that PyTorch gave")
def test_all_gradients_follow_the_reference_values(student, golden, close):
    (dHs,) = inputs.arrays(golden, "dHs")
    got = student.rnn_backward(dHs, tuple(inputs.arrays(golden, *NAMES)))
    close(got, inputs.arrays(golden, *(f"d{name}" for name in NAMES)), rtol=1e-9)


def test_they_are_the_slopes_of_a_loss_at_every_step(student, rng, close):
    dHs, cache = case(rng)
    got = student.rnn_backward(dHs, tuple(cache))
    for place, value in enumerate(cache):
        moved = [loss(dHs, *cache[:place], x, *cache[place + 1 :]) for x in nearby(value)]
        close(got[place], slopes(moved, value), rtol=1e-6, atol=1e-7)


def test_the_first_input_hears_of_a_loss_at_the_last_step(student, rng):
    dHs, cache = case(rng, steps=4)
    dHs[:, :-1] = 0.0
    assert np.all(student.rnn_backward(dHs, tuple(cache))[0] != 0)


@group("edges")
def test_an_input_does_not_hear_of_a_loss_before_it(student, rng, close):
    dHs, cache = case(rng, steps=5)
    dHs[:, 2:] = 0.0
    dX = student.rnn_backward(dHs, tuple(cache))[0]
    close(dX[:, 2:], np.zeros((2, 3, 2)))
    assert np.all(dX[:, :2] != 0)


@group("edges")
def test_the_gradients_of_two_losses_add_up(student, rng, close):
    dHs, cache = case(rng)
    other = rng.normal(size=dHs.shape)
    calls = ([d, tuple(cache)] for d in (dHs, other, dHs + 2 * other))
    one, two, both = student.rnn_backward.each(*calls)
    close(both, tuple(a + 2 * b for a, b in zip(one, two, strict=True)))
