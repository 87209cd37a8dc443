"""Hidden tests of `adam_step`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group
from autograder.bank.loading import shared_inputs
from handbook.check.plain_data import Count, Previous

inputs = shared_inputs(__file__)


@group("state")
def test_five_steps_follow_the_reference_values(student, golden, close):
    w, A, b = inputs.START, inputs.A, inputs.B
    then = [Previous(0), Previous(0, A, -b), Previous(1), Previous(2), Count()]
    for run in golden["runs"]:
        first = [w, A @ w - b, np.zeros(2), np.zeros(2), 1, 0.1, *run["betas"], 1e-8]
        steps = student.adam_step.chain(first, then, len(run["iterates"]))
        close(np.array([w for w, _, _ in steps]), np.array(run["iterates"]), rtol=1e-9)


def test_later_steps_are_corrected_less(student, rng, close):
    # With m and v settled at g and g**2 only the correction moves the length of the step.
    g, times = rng.uniform(0.5, 2.0), (1, 2, 10, 400)
    steps = student.adam_step.each(*([0.0, g, g, g**2, t, 1.0, 0.9, 0.5, 0.0] for t in times))
    want = [np.sqrt(1 - 0.5**t) / (1 - 0.9**t) for t in times]
    close(np.array([-w for w, _, _ in steps]), np.array(want))


@group("edges")
def test_the_first_step_has_length_lr_whatever_the_gradient(student, rng, close):
    gradients = rng.choice([-1, 1], size=3) * np.array([1e-3, 2.0, 4e5])
    steps = student.adam_step.each(
        *([1.0, g, 0.0, 0.0, 1, 0.1, 0.9, 0.999, 1e-12] for g in gradients)
    )
    close(np.array([w for w, _, _ in steps]), 1.0 - 0.1 * np.sign(gradients))
