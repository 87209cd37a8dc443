"""Hidden tests of `predict_class`."""

import numpy as np

from autograder.bank.groups import group


def test_the_largest_logit_wins_wherever_it_stands(student, rng, close):
    Z, places = rng.normal(size=(9, 5)), rng.integers(5, size=9)
    Z[np.arange(9), places] += 50
    close(student.predict_class(Z), places)


def test_shares_and_logits_predict_the_same(student, rng, close):
    Z = rng.normal(size=(8, 3))
    shares = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    close(student.predict_class(shares), np.argmax(Z, axis=1))


@group("edges")
def test_of_tied_logits_the_first_is_taken(student, rng, close):
    Z = rng.choice([0.0, 1.0], size=(12, 6))
    Z[0], Z[1] = 1.0, [0, 0, 1, 1, 0, 1]
    first = [row.index(max(row)) for row in Z.tolist()]
    close(student.predict_class(Z), np.array(first))
