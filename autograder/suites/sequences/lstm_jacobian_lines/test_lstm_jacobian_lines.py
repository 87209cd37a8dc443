"""Hidden tests of `lstm_jacobian_lines`."""

import numpy as np

from autograder.bank.groups import group


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def step(both, before, W):
    """One step of an LSTM from (c, h) to the new (c, h); W of shape (H, 4H), gates i, f, g, o."""
    c, h = np.split(both, 2)
    i, f, g, o = np.split(before + h @ W, 4)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return np.concatenate([c, sigmoid(o) * np.tanh(c)])


def blocks(both, before, W):
    """F, K, S, Q and R of that step; the rows of a block are what comes out."""
    c, h = np.split(both, 2)
    zi, zf, zg, zo = np.split(before + h @ W, 4)
    i, f, g, o = sigmoid(zi), sigmoid(zf), np.tanh(zg), sigmoid(zo)
    Wi, Wf, Wg, Wo = (part.T for part in np.split(W, 4, axis=1))
    squashed = np.tanh(f * c + i * g)
    through_i, through_f = (g * i * (1 - i))[:, None] * Wi, (c * f * (1 - f))[:, None] * Wf
    K = through_i + through_f + (i * (1 - g**2))[:, None] * Wg
    return (
        np.diag(f),
        K,
        np.diag(o * (1 - squashed**2)),
        np.diag(squashed),
        (o - o**2)[:, None] * Wo,
    )


@group("line_1")
def test_line_1_is_the_jacobian_of_an_lstm_measured_by_central_differences(student, rng, close):
    both, before, W = rng.normal(size=6), rng.normal(size=12), rng.normal(size=(3, 12))
    h = 1e-5
    moved = [
        (step(both + e, before, W) - step(both - e, before, W)) / (2 * h) for e in h * np.eye(6)
    ]
    first, _, _ = student.lstm_jacobian_lines(*blocks(both, before, W))
    close(first, np.transpose(moved), rtol=1e-6, atol=1e-7)


@group("line_2")
def test_line_2_leaves_a_factor_of_the_forget_gate_where_the_gates_are_fixed(student, rng, close):
    F, S, Q = (np.diag(rng.uniform(0.1, 0.9, size=3)) for _ in range(3))
    none = np.zeros((3, 3))
    _, second, _ = student.lstm_jacobian_lines(F, none, S, Q, none)
    close(second, np.vstack([np.hstack([F, none]), np.hstack([S @ F, none])]))


@group("line_3")
def test_line_3_has_no_way_past_a_closed_output_gate(student, rng, close):
    F, Q = (np.diag(rng.uniform(0.1, 0.9, size=3)) for _ in range(2))
    K, none = rng.normal(size=(3, 3)), np.zeros((3, 3))
    _, _, third = student.lstm_jacobian_lines(F, K, none, Q, none)
    close(third, np.vstack([np.hstack([F, K]), np.zeros((3, 6))]))
