"""Hidden tests of `nadam_step`. The reference keeps all gradients, and no average."""

import numpy as np

from autograder.bank.groups import group
from autograder.bank.loading import shared_inputs
from handbook.check.plain_data import Count, Previous

inputs = shared_inputs(__file__)


def from_the_whole_past(w, lr, betas, eps, steps):
    """Weights after each step; the averages are sums over the past with the weights (1 − b) bʲ."""
    gradients, found = [], []

    def fading(b, values):
        shares = (1 - b) * b ** np.arange(len(values))[::-1]
        return np.tensordot(shares, np.array(values), axes=1)

    for t in range(1, steps + 1):
        gradients.append(inputs.A @ w - inputs.B)
        # The average of the next step if its gradient were 0, and the gradient of this one.
        coming = fading(betas[0], [*gradients, np.zeros(2)]) / (1 - betas[0] ** (t + 1))
        ahead = coming + gradients[-1] * (1 - betas[0]) / (1 - betas[0] ** t)
        scale = fading(betas[1], np.square(gradients)) / (1 - betas[1] ** t)
        w = w - lr * ahead / (np.sqrt(scale) + eps)
        found.append(w)
    return np.array(found)


@group("state")
def test_five_steps_follow_sums_over_the_whole_past(student, rng, close):
    A, b, w = inputs.A, inputs.B, rng.normal(size=2)
    then = [Previous(0), Previous(0, A, -b), Previous(1), Previous(2), Count()]
    for betas in ((0.9, 0.999), (0.6, 0.5)):
        first = [w, A @ w - b, np.zeros(2), np.zeros(2), 1, 0.1, *betas, 0.01]
        steps = student.nadam_step.chain(first, then, 5)
        want = from_the_whole_past(w, 0.1, betas, 0.01, 5)
        close(np.array([w for w, _, _ in steps]), want, rtol=1e-9)


def test_late_in_a_run_the_newest_gradient_counts_one_minus_b1_squared(student, rng, close):
    # Before this step m is 0, so only the newest gradient is in it; v is settled at g**2.
    b1, g = rng.uniform(0.3, 0.9), rng.uniform(0.5, 2.0)
    w, _, _ = student.nadam_step(0.0, g, 0.0, g**2, 1000, 1.0, b1, 0.5, 0.0)
    close(w, -(1 - b1**2))


@group("edges")
def test_the_length_of_the_first_step_depends_on_b1_alone(student, rng, close):
    gradients = rng.choice([-1, 1], size=3) * np.array([1e-3, 2.0, 4e5])
    steps = student.nadam_step.each(
        *([1.0, g, 0.0, 0.0, 1, 0.1, 0.6, 0.999, 1e-12] for g in gradients)
    )
    close(np.array([w for w, _, _ in steps]), 1.0 - 0.1 * 2.2 / 1.6 * np.sign(gradients))
