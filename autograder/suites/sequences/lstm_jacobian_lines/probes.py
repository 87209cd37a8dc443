"""Inputs for `lstm_jacobian_lines`: blocks that all differ. F, S and Q are diagonal, as they are in
an LSTM; K and R are not symmetric, and no product of two blocks commutes."""

import numpy as np

from handbook.check.exercise_data import Probe


def visible():
    def probe(f, K, s, q, R, label):
        blocks = {"F": np.diag(f), "K": np.array(K), "S": np.diag(s), "Q": np.diag(q)}
        return Probe({**blocks, "R": np.array(R)}, label=label)

    return [
        probe([0.5], [[2.0]], [3.0], [0.1], [[4.0]], "one unit"),
        probe(
            [0.9, 0.4],
            [[0.5, -1.0], [2.0, 0.3]],
            [0.2, 0.7],
            [0.6, -0.8],
            [[1.5, 0.1], [-0.4, 1.2]],
            "two units",
        ),
    ]


def hidden(rng):
    def draw(units):
        f, s, q = rng.uniform(0.1, 0.9, size=(3, units))
        K, R = rng.normal(size=(2, units, units))
        return Probe({"F": np.diag(f), "K": K, "S": np.diag(s), "Q": np.diag(q), "R": R})

    return [draw(3), draw(4)]
