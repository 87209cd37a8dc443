"""Hidden tests of `momentum_step`. Reference values: PyTorch, float64."""

import numpy as np

from handbook.check.plain_data import Each, Previous


def run(student, objective, steps, lr, mu):
    """The iterates on the coupled objective, whose gradient is A w - b, from rest."""
    A, b = np.array(objective["A"]), np.array(objective["b"])
    w = np.array(objective["start"])
    then = [Previous(0), Previous(0, A, -b), Previous(1)]
    made = student.momentum_step.chain([w, A @ w - b, np.zeros(2), lr, mu], then, steps)
    return np.array([w for w, _ in made])


def test_the_first_step_from_rest_is_plain_gradient_descent(student, rng, close):
    w, g = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    got = student.momentum_step(w, g, np.zeros((2, 3)), 0.1, 0.9)
    close(got, (w - 0.1 * g, g))


def test_five_steps_follow_the_reference_values(student, golden, close):
    objective = golden["optimizers"]["coupled_objective"]
    want = objective["runs"]["sgd_momentum_torch"]["iterates"]
    close(run(student, objective, 5, 0.05, 0.9), np.array(want), rtol=1e-9)


def test_without_momentum_the_steps_follow_those_of_gradient_descent(student, golden, close):
    objective = golden["optimizers"]["coupled_objective"]
    want = objective["runs"]["sgd"]["iterates"]
    close(run(student, objective, 5, 0.05, 0.0), np.array(want), rtol=1e-9)


def test_a_weight_without_gradient_coasts_and_slows_down(student, close):
    then = [Previous(0), 0.0, Previous(1)]
    steps = student.momentum_step.chain([1.0, 0.0, 8.0, 0.5, 0.25], then, 3)
    w, _ = steps[-1]
    close(np.array([v for _, v in steps]), np.array([2.0, 0.5, 0.125]))
    close(w, 1.0 - 0.5 * (2.0 + 0.5 + 0.125))


def test_the_velocity_is_the_sum_of_the_gradients_each_faded_by_its_age(student, rng, close):
    gradients = rng.normal(size=(4, 3))
    first = [np.zeros(3), gradients[0], np.zeros(3), 0.1, 0.6]
    then = [Previous(0), Each(list(gradients)), Previous(1)]
    _, v = student.momentum_step.chain(first, then, 4)[-1]
    close(v, 0.6 ** np.array([3, 2, 1, 0]) @ gradients)


def test_under_a_constant_gradient_the_step_is_one_over_one_minus_mu_times_as_long(student, close):
    # The terminal velocity g / (1 - mu) keeps itself.
    w, v = student.momentum_step(0.0, 3.0, 3.0 / (1 - 0.75), 0.1, 0.75)
    close(v, 12.0)
    close(w, -1.2)


def test_the_weights_move_by_the_returned_velocity(student, rng, close):
    w, g, v = rng.normal(size=(3, 5))
    w_new, v_new = student.momentum_step(w, g, v, 0.3, 0.8)
    close(w_new, w - 0.3 * v_new)


def test_the_learning_rate_does_not_enter_the_velocity(student, rng, close):
    w, g, v = rng.normal(size=(3, 4))
    _, small = student.momentum_step(w, g, v, 0.001, 0.8)
    _, large = student.momentum_step(w, g, v, 10.0, 0.8)
    close(small, 0.8 * v + g)
    close(large, small)


def test_whole_numbers_give_fractions(student, close):
    got = student.momentum_step(
        np.array([[1], [2]]), np.array([[3], [-1]]), np.array([[1], [1]]), 0.5, 0.5
    )
    close(got, (np.array([[-0.75], [2.25]]), np.array([[3.5], [-0.5]])))


def test_the_arguments_stay_unchanged(student, rng, close):
    w, g, v = rng.normal(size=(3, 2, 4))
    seen = student.momentum_step.observe(w, g, v, 0.1, 0.9)
    close(seen.value, (w - 0.1 * (0.9 * v + g), 0.9 * v + g))
    assert seen.changed == ()
