"""Hidden tests of `rmsprop_step`. Reference values: PyTorch, float64."""

import numpy as np

from handbook.check.plain_data import Each, Previous

A = np.array([[1.0, 2.0], [2.0, 10.0]])
B = np.array([3.0, -1.0])


def run(student, eps):
    """Five iterates on the coupled objective, whose gradient is A w - b."""
    w = np.array([1.0, -2.0])
    first = [w, A @ w - B, np.zeros(2), 0.05, 0.9, eps]
    then = [Previous(0), Previous(0, A, -B), Previous(1)]
    return np.array([w for w, _ in student.rmsprop_step.chain(first, then, 5)])


def test_five_steps_follow_the_reference_values(student, golden, close):
    want = golden["optimizers"]["coupled_objective"]["runs"]["rmsprop"]["iterates"]
    close(run(student, 1e-8), np.array(want), rtol=1e-9)


def test_a_larger_epsilon_follows_the_reference_values(student, golden, close):
    runs = golden["optimizers"]["coupled_objective"]["runs"]
    close(run(student, 0.01), np.array(runs["rmsprop_eps_outside_0p01"]["iterates"]), rtol=1e-9)


def test_first_step_is_lr_over_the_root_of_one_minus_rho_whatever_the_gradient(student, close):
    gradients = (1e-3, 2.0, -4e5)
    steps = student.rmsprop_step.each(*([1.0, g, 0.0, 0.1, 0.75, 1e-12] for g in gradients))
    for g, (w, _) in zip(gradients, steps, strict=True):
        close(w, 1.0 - 0.2 * np.sign(g))


def test_a_settled_average_gives_steps_of_length_lr(student, rng, close):
    g = rng.normal(size=5)
    w, v = student.rmsprop_step(np.zeros(5), g, g**2, 0.1, 0.9, 0.0)
    close(w, -0.1 * np.sign(g))
    close(v, g**2)


def test_without_gradient_the_average_fades_by_rho_and_the_weights_stay(student, close):
    first = [np.array([0.7, -0.2]), np.zeros(2), np.array([1.0, 4.0]), 0.1, 0.5, 0.1]
    then = [Previous(0), np.zeros(2), Previous(1)]
    w, v = student.rmsprop_step.chain(first, then, 4)[-1]
    close(w, np.array([0.7, -0.2]))
    close(v, np.array([1.0, 4.0]) / 16)


def test_whole_numbers_take_fractional_steps(student, close):
    w, v = student.rmsprop_step(
        np.array([2, -1]), np.array([4, -5]), np.array([8.0, 25.0]), 0.5, 0.875, 0.0
    )
    close(w, np.array([2 - 2 / 3, -0.5]))
    close(v, np.array([9.0, 25.0]))


def test_epsilon_is_added_outside_the_root(student, close):
    w, _ = student.rmsprop_step(0.0, 0.6, 0.0, 1.0, 0.75, 0.3)
    close(w, -1.0)


def test_each_weight_is_scaled_by_its_own_average(student, close):
    w, _ = student.rmsprop_step(
        np.zeros((1, 2)), np.ones((1, 2)), np.array([[1.0, 7.0]]), 1.0, 0.5, 0.0
    )
    close(w, np.array([[-1.0, -0.5]]))


def test_scaling_every_gradient_does_not_change_the_path(student, rng, close):
    gradients = rng.normal(size=(3, 4))
    ends = []
    for scale in (1.0, 1e4):
        first = [np.zeros(4), scale * gradients[0], np.zeros(4), 0.1, 0.9, 0.0]
        then = [Previous(0), Each(list(scale * gradients)), Previous(1)]
        w, _ = student.rmsprop_step.chain(first, then, 3)[-1]
        ends.append(w)
    close(ends[1], ends[0])


def test_the_arguments_stay_unchanged(student, rng, close):
    w, g, v = (rng.normal(size=(2, 3)) ** 2 for _ in range(3))
    seen = student.rmsprop_step.observe(w, g, v, 0.1, 0.9, 0.05)
    assert seen.changed == ()
    close(seen.value[1], 0.9 * v + 0.1 * g**2)
