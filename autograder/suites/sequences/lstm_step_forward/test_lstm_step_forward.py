"""Hidden tests of `lstm_step_forward`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import fixed, group
from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)


def states(rng, rows=3, features=2, units=4):
    return [rng.normal(size=(rows, width)) for width in (features, units, units)]


@group("state")
@fixed("the states that PyTorch gave")
def test_three_steps_follow_the_reference_values(student, golden, close):
    X, h, c, Hs, Cs = inputs.arrays(golden, "X", "h0", "c0", "Hs", "Cs")
    before = zip([h, Hs[:, 0], Hs[:, 1]], [c, Cs[:, 0], Cs[:, 1]], strict=True)
    parameters = inputs.arrays(golden, "Wx", "Wh", "b")
    calls = ([X[:, t], h, c, *parameters] for t, (h, c) in enumerate(before))
    got = student.lstm_step_forward.each(*calls)
    close(got, [(Hs[:, t], Cs[:, t]) for t in range(3)], rtol=1e-9)


def test_half_open_gates_halve_the_cell(student, rng, close):
    x, h, c = states(rng)
    got = student.lstm_step_forward(x, h, c, np.zeros((2, 16)), np.zeros((4, 16)), np.zeros(16))
    close(got, (np.tanh(c / 2) / 2, c / 2))


@group("edges")
def test_a_cell_with_its_input_shut_and_its_forget_gate_open_keeps_its_content(student, rng, close):
    x, h, c = states(rng)
    Wx, Wh, _ = inputs.layer(rng, 2, 4, gates=4)
    b = np.repeat([-100.0, 100.0, rng.normal(), -100.0], 4)
    close(student.lstm_step_forward(x, h, c, Wx, Wh, b), (np.zeros((3, 4)), c))


@group("edges")
def test_a_forgotten_cell_holds_the_candidate(student, rng, close):
    x, h, c = states(rng)
    Wx, Wh, b = inputs.layer(rng, 2, 4, gates=4)
    b += np.repeat([100.0, -100.0, 0.0, 100.0], 4)
    candidate = np.tanh(x @ Wx[:, 8:12] + h @ Wh[:, 8:12] + b[8:12])
    got = student.lstm_step_forward(x, h, c, Wx, Wh, b)
    close(got, (np.tanh(candidate), candidate))
