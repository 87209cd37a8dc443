"""Hidden tests of `softmax_backward`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group


def softmax(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


def test_the_gradient_follows_the_reference_values(student, golden, close):
    got = student.softmax_backward(np.array(golden["dP"]), np.array(golden["P"]))
    close(got, np.array(golden["dZ"]))


def test_the_gradient_is_that_of_central_differences(student, rng, close):
    Z, dP, h = rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), 1e-5
    want = np.zeros((3, 4))
    for place in np.ndindex(3, 4):
        step = np.zeros((3, 4))
        step[place] = h
        want[place] = np.sum(dP * (softmax(Z + step) - softmax(Z - step))) / (2 * h)
    close(student.softmax_backward(dP, softmax(Z)), want)


def test_a_row_moved_as_a_whole_changes_no_share_so_its_gradients_sum_to_zero(student, rng, close):
    dZ = student.softmax_backward(rng.normal(size=(4, 6)), softmax(rng.normal(size=(4, 6))))
    close(np.sum(dZ, axis=1), np.zeros(4))


@group("edges")
def test_a_share_of_exactly_one_passes_no_gradient(student, rng, close):
    P = np.eye(4)[rng.permutation(4)[:3]]
    close(student.softmax_backward(rng.normal(size=(3, 4)), P), np.zeros((3, 4)))
