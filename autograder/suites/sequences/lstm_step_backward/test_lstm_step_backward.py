"""Hidden tests of `lstm_step_backward`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import fixed, group
from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)


def step(x, h, c, Wx, Wh, b):
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
    return np.tanh(c) / (1 + np.exp(-o)), c


def case(rng, rows=2, features=3, units=2):
    dh, dc, h, c = rng.normal(size=(4, rows, units))
    x = rng.normal(size=(rows, features))
    return dh, dc, [x, h, c, *inputs.layer(rng, features, units, gates=4)]


@fixed("the gradients that PyTorch gave")
def test_three_steps_back_follow_the_reference_values(student, golden, close):
    X, dHs, Hs, Cs = inputs.arrays(golden, "X", "dHs", "Hs", "Cs")
    parameters = inputs.arrays(golden, "Wx", "Wh", "b")
    h0, c0 = inputs.arrays(golden, "h0", "c0")
    dh, dc, dX, sums = 0 * h0, 0 * c0, [], [0, 0, 0]
    for t in (2, 1, 0):
        before = (Hs[:, t - 1], Cs[:, t - 1]) if t else (h0, c0)
        cache = (X[:, t], *before, *parameters)
        dx, dh, dc, *parts = student.lstm_step_backward(dHs[:, t] + dh, dc, cache)
        dX.insert(0, dx)
        sums = [total + part for total, part in zip(sums, parts, strict=True)]
    want = inputs.arrays(golden, "dX", "dh0", "dc0", "dWx", "dWh", "db")
    close([np.stack(dX, axis=1), dh, dc, *sums], want, rtol=1e-8)


def test_they_are_the_slopes_of_a_loss_of_state_and_cell(student, rng, close):
    dh, dc, cache = case(rng)

    def loss(*cache):
        h, c = step(*cache)
        return np.sum(dh * h + dc * c)

    got = student.lstm_step_backward(dh, dc, tuple(cache))
    for place, value in enumerate(cache):
        moved = [loss(*cache[:place], v, *cache[place + 1 :]) for v in nearby(value)]
        close(got[place], slopes(moved, value), rtol=1e-6, atol=1e-7)


@group("edges")
def test_through_an_open_forget_gate_the_gradient_of_the_cell_passes_unchanged(student, rng, close):
    _, dc, cache = case(rng)
    cache[-1] = np.repeat([-100.0, 100.0, 0.2, -100.0], 2)
    got = student.lstm_step_backward(0 * dc, dc, tuple(cache))
    close(got[2], dc)
    close(got[0], np.zeros((2, 3)))


@group("edges")
def test_the_same_rows_twice_give_twice_the_gradients_of_the_parameters(student, rng, close):
    dh, dc, cache = case(rng)
    twice = (*(np.vstack([part, part]) for part in cache[:3]), *cache[3:])
    calls = [dh, dc, tuple(cache)], [np.vstack([dh, dh]), np.vstack([dc, dc]), twice]
    once, both = student.lstm_step_backward.each(*calls)
    close(both[3:], tuple(2 * part for part in once[3:]))
    close(both[0], np.vstack([once[0], once[0]]))
