"""Hidden tests of `adagrad_step`. Reference values: PyTorch, float64."""

import numpy as np

from handbook.check.plain_data import Each, Previous

A = np.array([[1.0, 2.0], [2.0, 10.0]])
B = np.array([3.0, -1.0])


def test_five_steps_follow_the_reference_values(student, golden, close):
    # The coupled objective has the gradient A w - b.
    want = golden["optimizers"]["coupled_objective"]["runs"]["adagrad"]["iterates"]
    w = np.array([1.0, -2.0])
    first = [w, A @ w - B, np.zeros(2), 0.5, 1e-10]
    then = [Previous(0), Previous(0, A, -B), Previous(1)]
    iterates = [w for w, _ in student.adagrad_step.chain(first, then, 5)]
    close(np.array(iterates), np.array(want), rtol=1e-9)


def test_first_step_has_length_lr_whatever_the_gradient(student, close):
    gradients = (1e-3, 2.0, -4e5)
    steps = student.adagrad_step.each(*([1.0, g, 0.0, 0.1, 1e-12] for g in gradients))
    for g, (w, _) in zip(gradients, steps, strict=True):
        close(w, 1.0 - 0.1 * np.sign(g))


def test_under_a_constant_gradient_the_steps_fall_as_one_over_root_t(student, close):
    first, then = [0.0, 3.0, 0.0, 0.5, 0.0], [Previous(0), 3.0, Previous(1)]
    positions = [w for w, _ in student.adagrad_step.chain(first, then, 6)]
    close(np.array(positions), -0.5 * np.cumsum(1 / np.sqrt(np.arange(1, 7))))


def test_whole_numbers_take_fractional_steps(student, close):
    w, G = student.adagrad_step(
        np.array([2, -1]), np.array([3, -6]), np.array([16.0, 64.0]), 0.5, 0.0
    )
    close(w, np.array([1.7, -0.7]))
    close(G, np.array([25.0, 100.0]))


def test_the_gradient_of_this_step_is_already_in_the_sum(student, close):
    w, _ = student.adagrad_step(2.0, 6.0, 64.0, 1.0, 0.0)
    close(w, 2.0 - 6.0 / 10.0)


def test_epsilon_is_added_outside_the_root(student, close):
    w, _ = student.adagrad_step(0.0, 0.3, 0.0, 1.0, 0.3)
    close(w, -0.5)


def test_each_weight_has_a_sum_of_its_own(student, close):
    w, G = student.adagrad_step(
        np.zeros((1, 2)), np.ones((1, 2)), np.array([[0.0, 15.0]]), 1.0, 0.0
    )
    close(w, np.array([[-1.0, -0.25]]))
    close(G, np.array([[1.0, 16.0]]))


def test_a_weight_without_gradient_keeps_its_value_and_its_sum(student, close):
    w, G = student.adagrad_step(
        np.array([0.7, 0.7]), np.array([0.0, 1.0]), np.array([0.0, 3.0]), 0.1, 0.1
    )
    close(w[0], 0.7)
    close(G[0], 0.0)


def test_scaling_every_gradient_does_not_change_the_path(student, rng, close):
    gradients = rng.normal(size=(3, 4))
    ends = []
    for scale in (1.0, 1e4):
        first = [np.zeros(4), scale * gradients[0], np.zeros(4), 0.1, 0.0]
        then = [Previous(0), Each(list(scale * gradients)), Previous(1)]
        w, _ = student.adagrad_step.chain(first, then, 3)[-1]
        ends.append(w)
    close(ends[1], ends[0])


def test_the_arguments_stay_unchanged(student, rng, close):
    w, g, G = (rng.normal(size=(2, 3)) ** 2 for _ in range(3))
    seen = student.adagrad_step.observe(w, g, G, 0.1, 0.05)
    assert seen.changed == ()
    close(seen.value[1], G + g**2)
