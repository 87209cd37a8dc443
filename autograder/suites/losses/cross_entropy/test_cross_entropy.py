"""Hidden tests of `cross_entropy`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group


def test_the_loss_follows_the_reference_values(student, golden, close):
    Z = np.array(golden["Z"])
    calls = ([Z, np.array(case["Y1h"], dtype=float)] for case in golden["cases"])
    for loss, case in zip(student.cross_entropy.each(*calls), golden["cases"], strict=True):
        close(loss, case["loss"], rtol=1e-9)


def test_a_number_added_to_a_row_of_logits_changes_nothing(student, rng, close):
    p = rng.dirichlet(np.ones(4), size=3)
    shifted = np.log(p) + rng.normal(scale=5.0, size=(3, 1))
    close(
        student.cross_entropy(shifted, np.eye(4)[[2, 0, 1]]),
        -np.log(p[[0, 1, 2], [2, 0, 1]]).mean(),
    )


@group("edges")
def test_equal_logits_give_the_logarithm_of_the_number_of_classes(student, rng, close):
    labels = np.eye(5)[rng.integers(5, size=3)]
    close(student.cross_entropy(np.full((3, 5), rng.normal()), labels), np.log(5))


@group("edges")
def test_large_logits_neither_overflow_nor_lose_the_loss(student, rng, close):
    Z = 1e4 + rng.permutation([0.0, 3.0, 1000.0])[np.newaxis]
    close(student.cross_entropy(Z, np.eye(3)[[np.argmin(Z)]]), 1000.0)
