"""Hidden tests of `adamw_step`. Reference values: PyTorch, float64."""

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
        state = [np.zeros(2), np.zeros(2), 1, 0.1, 0.9, 0.999, 1e-8, run["wd"]]
        steps = student.adamw_step.chain([w, A @ w - b, *state], then, len(run["iterates"]))
        close(np.array([w for w, _, _ in steps]), np.array(run["iterates"]), rtol=1e-9)


def test_the_decay_is_the_same_for_small_and_large_gradients(student, rng, close):
    w, g = np.full(2, rng.uniform(2.0, 5.0)), np.array([1e-2, 1e2])
    state = (np.zeros(2), np.zeros(2), 1, 0.1, 0.9, 0.99, 1e-6)
    (bare, _, _), (decayed, _, _) = student.adamw_step.each(
        [w, g, *state, 0.0], [w, g, *state, 0.5]
    )
    close(bare - decayed, 0.05 * w)


@group("edges")
def test_without_gradient_every_weight_loses_the_same_share(student, rng, close):
    w = rng.normal() * np.array([0.01, -2.0, 300.0])
    rest = (np.zeros(3), np.zeros(3), np.zeros(3), 1, 0.5, 0.9, 0.99, 0.1, 0.2)
    decayed, _, _ = student.adamw_step(w, *rest)
    close(decayed, 0.9 * w)
