"""Hidden tests of `momentum_step`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group
from autograder.bank.loading import shared_inputs
from handbook.check.plain_data import Each, Previous

inputs = shared_inputs(__file__)


@group("state")
def test_five_steps_follow_the_reference_values(student, golden, close):
    w, A, b = inputs.START, inputs.A, inputs.B
    then = [Previous(0), Previous(0, A, -b), Previous(1)]
    for run in golden["runs"]:
        first = [w, A @ w - b, np.zeros(2), 0.05, run["mu"]]
        steps = student.momentum_step.chain(first, then, len(run["iterates"]))
        close(np.array([w for w, _ in steps]), np.array(run["iterates"]), rtol=1e-9)


@group("state")
def test_the_velocity_is_the_sum_of_the_gradients_each_faded_by_its_age(student, rng, close):
    gradients = rng.normal(size=(4, 3))
    first = [np.zeros(3), gradients[0], np.zeros(3), 0.1, 0.6]
    then = [Previous(0), Each(list(gradients)), Previous(1)]
    _, v = student.momentum_step.chain(first, then, 4)[-1]
    close(v, 0.6 ** np.array([3, 2, 1, 0]) @ gradients)


@group("edges")
def test_a_weight_without_gradient_coasts_and_slows_down(student, rng, close):
    w, v = rng.normal(), rng.uniform(4.0, 8.0)
    steps = student.momentum_step.chain([w, 0.0, v, 0.5, 0.25], [Previous(0), 0.0, Previous(1)], 3)
    close(steps[-1][0], w - 0.5 * v * (0.25 + 0.25**2 + 0.25**3))
