"""Hidden tests of `gru_step_forward`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import fixed, group
from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)


def case(rng, rows=3, features=2, units=4):
    x, h = rng.normal(size=(rows, features)), rng.normal(size=(rows, units))
    return x, h, *inputs.layer(rng, features, units, gates=3, biases=2)


@fixed("the states that PyTorch gave")
def test_three_steps_follow_the_reference_values(student, golden, close):
    X, h0, Hs = inputs.arrays(golden, "X", "h0", "Hs")
    parameters = inputs.arrays(golden, "Wx", "Wh", "bx", "bh")
    calls = ([X[:, t], h, *parameters] for t, h in enumerate((h0, Hs[:, 0], Hs[:, 1])))
    got = student.gru_step_forward.each(*calls)
    close(got, [Hs[:, t] for t in range(3)], rtol=1e-9)


def test_the_new_state_lies_between_the_candidate_and_the_old_state(student, rng, close):
    x, h, Wx, Wh, bx, bh = case(rng)
    Wx[:, :8], Wh[:, :8], bx[:8], bh[:8] = 0.0, 0.0, 0.0, 0.0  # both gates are 1/2
    n = np.tanh(x @ Wx[:, 8:] + bx[8:] + (h @ Wh[:, 8:] + bh[8:]) / 2)
    close(student.gru_step_forward(x, h, Wx, Wh, bx, bh), (n + h) / 2)


@group("edges")
def test_an_update_gate_of_one_keeps_the_state(student, rng, close):
    x, h, Wx, Wh, bx, bh = case(rng)
    bx[4:8] += 200.0
    close(student.gru_step_forward(x, h, Wx, Wh, bx, bh), h)


@group("edges")
def test_with_both_gates_shut_only_the_input_counts(student, rng, close):
    x, h, Wx, Wh, bx, bh = case(rng)
    bx[:8] -= 200.0
    got = student.gru_step_forward(x, h, Wx, Wh, bx, bh)
    close(got, np.tanh(x @ Wx[:, 8:] + bx[8:]))
