"""Hidden tests of `clip_by_global_norm`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group

SHAPES = [(4, 3), (3,), (2, 3, 2)]


def draw(rng, scale=5.0):
    return [rng.normal(scale=scale, size=shape) for shape in SHAPES]


def norm(grads):
    return float(np.linalg.norm(np.concatenate([np.ravel(g) for g in grads])))


def test_clipping_follows_the_reference_values(student, golden, close):
    grads = [np.array(rows) for rows in golden["gradients"]]
    for case in golden["cases"]:
        got = student.clip_by_global_norm(grads, case["max_norm"])
        # PyTorch adds 1e-6 to the norm before it divides.
        close(got, [np.array(rows) for rows in case["clipped"]], rtol=1e-6)


def test_the_norm_over_all_arrays_becomes_the_limit(student, rng, close):
    limits = (0.5, 2.0, 7.0)
    clipped = student.clip_by_global_norm.each(*([draw(rng), limit] for limit in limits))
    for limit, got in zip(limits, clipped, strict=True):
        close(norm(got), limit)


def test_cutting_an_array_in_two_changes_nothing(student, rng, close):
    whole = rng.normal(scale=5.0, size=7)
    [clipped] = student.clip_by_global_norm([whole], 2.0)
    left, right = student.clip_by_global_norm([whole[:2], whole[2:]], 2.0)
    close(np.concatenate([left, right]), clipped)


@group("edges")
def test_gradients_exactly_as_long_as_the_limit_stay(student, rng, close):
    grads = [rng.permutation([2.0, -3.0]), np.array([[6.0]])]  # of norm 7, exactly
    close(student.clip_by_global_norm(grads, 7.0), grads)


@group("edges")
def test_zero_gradients_stay_zero_without_a_division_by_zero(student, rng, close):
    zeros = [np.zeros((2, 2)), np.zeros(3)]
    seen = student.clip_by_global_norm.observe(zeros, rng.uniform(1.0, 2.0))
    close(seen.value, zeros)
    assert seen.floating == ()
