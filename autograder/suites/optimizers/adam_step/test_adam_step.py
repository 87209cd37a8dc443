"""Hidden tests of `adam_step`. Reference values: PyTorch, float64."""

import numpy as np

from handbook.check.plain_data import Count, Previous

A = np.array([[1.0, 2.0], [2.0, 10.0]])
B = np.array([3.0, -1.0])


def run(student, steps, lr=0.1, b1=0.9, b2=0.999, eps=1e-8):
    """The iterates on the coupled objective, whose gradient is A w - b."""
    w = np.array([1.0, -2.0])
    first = [w, A @ w - B, np.zeros(2), np.zeros(2), 1, lr, b1, b2, eps]
    then = [Previous(0), Previous(0, A, -B), Previous(1), Previous(2), Count()]
    return np.array([w for w, _, _ in student.adam_step.chain(first, then, steps)])


def test_first_step_has_length_lr_whatever_the_gradient(student, close):
    gradients = (1e-3, 2.0, -4e5)
    steps = student.adam_step.each(
        *([1.0, g, 0.0, 0.0, 1, 0.1, 0.9, 0.999, 1e-12] for g in gradients)
    )
    for g, (w, _, _) in zip(gradients, steps, strict=True):
        close(w, 1.0 - 0.1 * np.sign(g))


def test_five_steps_follow_the_reference_values(student, golden, close):
    want = golden["optimizers"]["coupled_objective"]["runs"]["adam"]["iterates"]
    close(run(student, 5), np.array(want), rtol=1e-9)


def test_other_decay_rates_follow_the_reference_values(student, golden, close):
    want = golden["optimizers"]["coupled_objective"]["runs"]["adam_betas_0p9_0p5"]["iterates"]
    close(run(student, 5, b2=0.5), np.array(want), rtol=1e-9)


def test_a_weight_without_gradient_and_without_history_stays(student, close):
    w, m, v = student.adam_step(
        np.array([0.7, 0.7]), np.array([0.0, 1.0]), np.zeros(2), np.zeros(2), 1, 0.1, 0.9, 0.99, 0.1
    )
    close(w[0], 0.7)
    close((m[0], v[0]), (0.0, 0.0))


def test_the_returned_averages_are_the_uncorrected_ones(student, rng, close):
    g, m, v = rng.normal(size=5), rng.normal(size=5), rng.uniform(0.1, 1.0, size=5)
    _, m_new, v_new = student.adam_step(np.zeros(5), g, m, v, 3, 0.1, 0.7, 0.9, 0.05)
    close(m_new, 0.7 * m + 0.3 * g)
    close(v_new, 0.9 * v + 0.1 * g**2)


def test_epsilon_is_added_outside_the_root(student, close):
    w, _, _ = student.adam_step(0.0, 0.3, 0.0, 0.0, 1, 1.0, 0.9, 0.99, 0.3)
    close(w, -0.5)


def test_later_steps_are_corrected_less(student, close):
    # With m and v settled at g and g**2 only the correction moves the length of the step.
    times = (1, 2, 10, 400)
    steps = student.adam_step.each(*([0.0, 1.0, 1.0, 1.0, t, 1.0, 0.9, 0.5, 0.0] for t in times))
    want = [np.sqrt(1 - 0.5**t) / (1 - 0.9**t) for t in times]
    close(np.array([-w for w, _, _ in steps]), np.array(want))


def test_scaling_the_gradient_does_not_change_the_step(student, rng, close):
    g = rng.normal(size=4)
    nothing, rest = np.zeros(4), (1, 0.1, 0.9, 0.99, 0.0)
    (small, _, _), (large, _, _) = student.adam_step.each(
        [nothing, g, nothing, nothing, *rest], [nothing, 1e4 * g, nothing, nothing, *rest]
    )
    close(large, small)


def test_each_weight_is_scaled_by_its_own_history(student, close):
    w, _, _ = student.adam_step(
        np.zeros((1, 2)),
        np.ones((1, 2)),
        np.zeros((1, 2)),
        np.array([[4.0, 0.0]]),
        1,
        1.0,
        0.0,
        0.5,
        0.0,
    )
    close(w, -np.array([[1 / np.sqrt(5.0), 1.0]]))


def test_the_arguments_stay_unchanged(student, rng, close):
    w, g, m, v = (rng.normal(size=(2, 3)) ** 2 for _ in range(4))
    seen = student.adam_step.observe(w, g, m, v, 2, 0.1, 0.9, 0.99, 0.05)
    assert seen.changed == ()
    close(seen.value[1], 0.9 * m + 0.1 * g)
