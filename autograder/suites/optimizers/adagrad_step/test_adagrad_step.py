"""Hidden tests of `adagrad_step`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group
from autograder.bank.loading import shared_inputs
from handbook.check.plain_data import Previous

inputs = shared_inputs(__file__)


@group("state")
def test_five_steps_follow_the_reference_values(student, golden, close):
    w, A, b = inputs.START, inputs.A, inputs.B
    then = [Previous(0), Previous(0, A, -b), Previous(1)]
    for run in golden["runs"]:
        steps = student.adagrad_step.chain([w, A @ w - b, np.zeros(2), 0.5, 1e-10], then, 5)
        close(np.array([w for w, _ in steps]), np.array(run["iterates"]), rtol=1e-9)


def test_under_a_constant_gradient_the_steps_fall_as_one_over_root_t(student, rng, close):
    g = rng.uniform(1.0, 4.0)
    first, then = [0.0, g, 0.0, 0.5, 0.0], [Previous(0), g, Previous(1)]
    positions = [w for w, _ in student.adagrad_step.chain(first, then, 6)]
    close(np.array(positions), -0.5 * np.cumsum(1 / np.sqrt(np.arange(1, 7))))


@group("edges")
def test_the_first_step_has_length_lr_whatever_the_gradient(student, rng, close):
    gradients = rng.choice([-1, 1], size=3) * np.array([1e-3, 2.0, 4e5])
    steps = student.adagrad_step.each(*([1.0, g, 0.0, 0.1, 1e-12] for g in gradients))
    close(np.array([w for w, _ in steps]), 1.0 - 0.1 * np.sign(gradients))
