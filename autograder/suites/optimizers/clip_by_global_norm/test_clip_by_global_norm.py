"""Hidden tests of `clip_by_global_norm`. Reference values: PyTorch and the exact form, float64."""

import numpy as np

SHAPES = [(4, 3), (3,), (2, 3, 2)]


def draw(rng, scale=5.0):
    return [rng.normal(scale=scale, size=shape) for shape in SHAPES]


def norm(grads):
    return float(np.linalg.norm(np.concatenate([np.ravel(g) for g in grads])))


def arrays(rows):
    return [np.array(row) for row in rows]


def test_gradients_over_the_limit_follow_the_reference_values(student, golden, close):
    grads = arrays(golden["gradient_clipping"]["gradients"])
    for case in golden["gradient_clipping"]["cases"]:
        if case["exact_factor"] < 1:
            got = student.clip_by_global_norm(grads, case["max_norm"])
            close(got, arrays(case["clipped_exact"]))


def test_gradients_under_the_limit_follow_the_reference_values(student, golden, close):
    grads = arrays(golden["gradient_clipping"]["gradients"])
    [case] = [c for c in golden["gradient_clipping"]["cases"] if c["exact_factor"] == 1]
    close(student.clip_by_global_norm(grads, case["max_norm"]), arrays(case["clipped_exact"]))


def test_the_norm_over_all_arrays_becomes_the_limit(student, rng, close):
    limits = (0.5, 2.0, 7.0)
    clipped = student.clip_by_global_norm.each(*([draw(rng), limit] for limit in limits))
    for limit, got in zip(limits, clipped, strict=True):
        close(norm(got), limit)


def test_every_entry_shrinks_by_the_same_factor(student, rng, close):
    grads = draw(rng)
    clipped = student.clip_by_global_norm(grads, 2.0)
    factors = np.concatenate([np.ravel(c / g) for c, g in zip(clipped, grads, strict=True)])
    close(factors, np.full(factors.size, 2.0 / norm(grads)))


def test_a_small_array_shrinks_with_the_large_one(student, close):
    got = student.clip_by_global_norm([np.array([1.0]), np.array([[4.0, 8.0]])], 4.5)
    close(got, [np.array([0.5]), np.array([[2.0, 4.0]])])


def test_small_gradients_are_not_scaled_up(student, rng, close):
    grads = draw(rng, scale=1e-3)
    close(student.clip_by_global_norm(grads, 1.0), grads)


def test_gradients_exactly_as_long_as_the_limit_stay(student, close):
    grads = [np.array([2.0, -3.0]), np.array([[6.0]])]
    close(student.clip_by_global_norm(grads, 7.0), grads)


def test_cutting_an_array_in_two_changes_nothing(student, rng, close):
    whole = rng.normal(scale=5.0, size=7)
    [clipped] = student.clip_by_global_norm([whole], 2.0)
    left, right = student.clip_by_global_norm([whole[:2], whole[2:]], 2.0)
    close(np.concatenate([left, right]), clipped)


def test_zero_gradients_stay_zero_without_a_division_by_zero(student, close):
    seen = student.clip_by_global_norm.observe([np.zeros((2, 2)), np.zeros(3)], 1.0)
    close(seen.value, [np.zeros((2, 2)), np.zeros(3)])
    assert seen.floating == ()


def test_the_arguments_stay_unchanged(student, rng, close):
    seen = student.clip_by_global_norm.observe(draw(rng), 1.0)
    close(norm(seen.value), 1.0)
    assert seen.changed == ()
