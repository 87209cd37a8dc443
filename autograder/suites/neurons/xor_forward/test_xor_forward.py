"""Hidden tests of `xor_forward`."""

import numpy as np


def test_the_answer_is_1_where_the_inputs_differ(student, rng, close):
    X = rng.integers(0, 2, size=(11, 2)).astype(float)
    X[:2] = [[1, 1], [0, 1]]
    close(student.xor_forward(X), (X[:, 0] != X[:, 1]).astype(int))


def test_the_two_inputs_may_be_exchanged(student, rng, close):
    X = np.vstack([np.eye(2), rng.integers(0, 2, size=(6, 2))])
    close(student.xor_forward(X[:, ::-1]), (X.sum(axis=1) == 1).astype(int))
