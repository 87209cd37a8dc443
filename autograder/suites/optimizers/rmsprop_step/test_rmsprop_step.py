"""Hidden tests of `rmsprop_step`. Reference values: PyTorch, float64."""

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
        first = [w, A @ w - b, np.zeros(2), 0.05, 0.9, run["eps"]]
        steps = student.rmsprop_step.chain(first, then, len(run["iterates"]))
        close(np.array([w for w, _ in steps]), np.array(run["iterates"]), rtol=1e-9)


@group("state")
def test_without_gradient_the_average_fades_by_rho(student, rng, close):
    v = rng.uniform(1.0, 4.0, size=2)
    then = [Previous(0), np.zeros(2), Previous(1)]
    steps = student.rmsprop_step.chain([np.ones(2), np.zeros(2), v, 0.1, 0.5, 0.1], then, 4)
    close(steps[-1][1], v / 16)


@group("edges")
def test_the_first_step_has_one_length_whatever_the_gradient(student, rng, close):
    gradients = rng.choice([-1, 1], size=3) * np.array([1e-3, 2.0, 4e5])
    steps = student.rmsprop_step.each(*([1.0, g, 0.0, 0.1, 0.75, 1e-12] for g in gradients))
    close(np.array([w for w, _ in steps]), 1.0 - 0.2 * np.sign(gradients))
