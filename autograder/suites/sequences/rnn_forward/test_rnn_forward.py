"""Hidden tests of `rnn_forward`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import fixed, group
from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)


@fixed("the states that PyTorch gave")
def test_the_states_follow_the_reference_values(student, golden, close):
    got = student.rnn_forward(*inputs.arrays(golden, "X", "h0", "Wx", "Wh", "b"))
    close(got, np.array(golden["Hs"]), rtol=1e-9)


def test_a_sequence_may_be_cut_and_taken_up_where_it_stopped(student, rng, close):
    X, h0, parameters = rng.normal(size=(3, 5, 2)), rng.normal(size=(3, 4)), inputs.layer(rng, 2, 4)
    whole = student.rnn_forward(X, h0, *parameters)
    rest = student.rnn_forward(X[:, 2:], whole[:, 1], *parameters)
    close(rest, whole[:, 2:])


def test_a_later_input_changes_no_earlier_state(student, rng, close):
    X, h0, parameters = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 4)), inputs.layer(rng, 3, 4)
    changed = X.copy()
    changed[:, 3] += 1.0
    before, after = student.rnn_forward.each([X, h0, *parameters], [changed, h0, *parameters])
    close(after[:, :3], before[:, :3])
    assert np.all(np.abs(after[:, 3:] - before[:, 3:]).sum(axis=2) > 0)


@group("edges")
def test_without_recurrent_weights_each_step_stands_alone(student, rng, close):
    X, h0, (Wx, Wh, b) = (
        rng.normal(size=(2, 4, 3)),
        rng.normal(size=(2, 2)),
        inputs.layer(rng, 3, 2),
    )
    close(student.rnn_forward(X, h0, Wx, 0 * Wh, b), np.tanh(X @ Wx + b))
