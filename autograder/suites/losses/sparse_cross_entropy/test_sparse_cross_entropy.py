"""Hidden tests of `sparse_cross_entropy`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group


def test_the_loss_follows_the_reference_values(student, golden, close):
    got = student.sparse_cross_entropy(np.array(golden["Z"]), np.array(golden["y"]))
    close(got, golden["loss"], rtol=1e-9)


def test_renaming_the_classes_changes_nothing(student, rng, close):
    p, y, order = rng.dirichlet(np.ones(4), size=5), rng.integers(4, size=5), rng.permutation(4)
    calls = [np.log(p), y], [np.log(p[:, order]), np.argsort(order)[y]]
    close(student.sparse_cross_entropy.each(*calls), [-np.log(p[np.arange(5), y]).mean()] * 2)


@group("edges")
def test_equal_logits_give_the_logarithm_of_the_number_of_classes(student, rng, close):
    close(student.sparse_cross_entropy(np.zeros((3, 5)), rng.integers(5, size=3)), np.log(5))
