"""Hidden tests of `adamw_step`. Reference values: PyTorch, float64."""

import numpy as np

from handbook.check.plain_data import Count, Previous

A = np.array([[1.0, 2.0], [2.0, 10.0]])
B = np.array([3.0, -1.0])


def run(student, wd):
    """Five iterates on the coupled objective, whose gradient is A w - b."""
    w = np.array([1.0, -2.0])
    first = [w, A @ w - B, np.zeros(2), np.zeros(2), 1, 0.1, 0.9, 0.999, 1e-8, wd]
    then = [Previous(0), Previous(0, A, -B), Previous(1), Previous(2), Count()]
    return np.array([w for w, _, _ in student.adamw_step.chain(first, then, 5)])


def test_five_steps_follow_the_reference_values(student, golden, close):
    want = golden["optimizers"]["coupled_objective"]["runs"]["adamw"]["iterates"]
    close(run(student, 0.1), np.array(want), rtol=1e-9)


def test_without_decay_it_is_adam(student, golden, close):
    want = golden["optimizers"]["coupled_objective"]["runs"]["adam"]["iterates"]
    close(run(student, 0.0), np.array(want), rtol=1e-9)


def test_without_gradient_every_weight_loses_the_same_share(student, close):
    w = np.array([0.01, -2.0, 300.0])
    w_new, _, _ = student.adamw_step(
        w, np.zeros(3), np.zeros(3), np.zeros(3), 1, 0.5, 0.9, 0.99, 0.1, 0.2
    )
    close(w_new, 0.9 * w)


def test_the_decay_is_the_same_for_small_and_large_gradients(student, close):
    w, g = np.array([4.0, 4.0]), np.array([1e-2, 1e2])
    state = (np.zeros(2), np.zeros(2), 1, 0.1, 0.9, 0.99, 1e-6)
    (bare, _, _), (decayed, _, _) = student.adamw_step.each(
        [w, g, *state, 0.0], [w, g, *state, 0.5]
    )
    close(bare - decayed, np.array([0.2, 0.2]))


def test_the_averages_do_not_see_the_decay(student, rng, close):
    w, g, m = (rng.normal(size=(2, 3)) for _ in range(3))
    v = rng.uniform(0.1, 1.0, size=(2, 3))
    _, m_new, v_new = student.adamw_step(w, g, m, v, 3, 0.1, 0.7, 0.9, 0.05, 0.5)
    close(m_new, 0.7 * m + 0.3 * g)
    close(v_new, 0.9 * v + 0.1 * g**2)


def test_the_weight_before_the_step_decays(student, close):
    w, _, _ = student.adamw_step(1.0, 3.0, 0.0, 0.0, 1, 0.5, 0.9, 0.99, 0.0, 1.0)
    close(w, 0.0)


def test_epsilon_is_added_outside_the_root(student, close):
    w, _, _ = student.adamw_step(1.0, 0.3, 0.0, 0.0, 1, 1.0, 0.9, 0.99, 0.3, 0.25)
    close(w, 1.0 - 0.5 - 0.25)


def test_later_steps_are_corrected_less(student, close):
    # With m and v settled at g and g**2 only the correction moves the length of the step.
    times = (1, 2, 10, 400)
    steps = student.adamw_step.each(
        *([0.0, 1.0, 1.0, 1.0, t, 1.0, 0.9, 0.5, 0.0, 0.1] for t in times)
    )
    want = [np.sqrt(1 - 0.5**t) / (1 - 0.9**t) for t in times]
    close(np.array([-w for w, _, _ in steps]), np.array(want))


def test_whole_numbers_take_fractional_steps(student, close):
    w, _, _ = student.adamw_step(
        np.array([4, -2]), np.array([3, 7]), np.zeros(2), np.zeros(2), 1, 0.5, 0.9, 0.99, 0.0, 0.25
    )
    close(w, np.array([3.0, -2.25]))


def test_the_arguments_stay_unchanged(student, rng, close):
    w, g, m, v = (rng.normal(size=(2, 3)) ** 2 for _ in range(4))
    seen = student.adamw_step.observe(w, g, m, v, 2, 0.1, 0.9, 0.99, 0.05, 0.3)
    assert seen.changed == ()
    close(seen.value[1], 0.9 * m + 0.1 * g)
