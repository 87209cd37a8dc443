"""Hidden tests of `classify_critical_point`: matrices made of eigenvalues that are known."""

import numpy as np

from autograder.bank.groups import group


def turned(rng, eigenvalues):
    Q = np.linalg.qr(rng.normal(size=(len(eigenvalues), len(eigenvalues))))[0]
    H = Q @ np.diag(eigenvalues) @ Q.T
    return (H + H.T) / 2


def test_the_sign_of_a_matrix_turns_a_minimum_into_a_maximum(student, rng):
    H = turned(rng, rng.uniform(0.1, 5.0, size=4))
    got = student.classify_critical_point.each([H], [-H])
    assert got == ["minimum", "maximum"]


def test_one_direction_down_among_many_up_makes_a_saddle(student, rng):
    curvatures = rng.uniform(1.0, 5.0, size=9)
    curvatures[rng.integers(9)] = -0.01
    H = turned(rng, curvatures)
    assert student.classify_critical_point.each([H], [-H]) == ["saddle", "saddle"]


def test_the_scale_of_the_loss_does_not_matter(student, rng):
    H = turned(rng, rng.uniform(0.5, 5.0, size=3))
    got = student.classify_critical_point.each([1e-12 * H], [1e12 * H])
    assert got == ["minimum", "minimum"]


@group("edges")
def test_a_zero_eigenvalue_is_degenerate_whatever_the_others(student, rng):
    matrices = [turned(rng, [*signs, 0.0]) for signs in ([1, 2], [-1, -2], [-1, 2])]
    got = student.classify_critical_point.each(*([H] for H in matrices))
    assert got == ["degenerate"] * 3


@group("edges")
def test_a_small_curvature_is_not_a_zero_one(student, rng):
    H = turned(rng, [1.0, rng.uniform(1e-6, 1e-5)])
    assert student.classify_critical_point(H) == "minimum"
