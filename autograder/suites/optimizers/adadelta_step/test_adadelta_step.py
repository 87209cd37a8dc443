"""Hidden tests of `adadelta_step`. The reference keeps all gradients and steps, and no average."""

import numpy as np

from autograder.bank.groups import group
from autograder.bank.loading import shared_inputs
from handbook.check.plain_data import Previous

inputs = shared_inputs(__file__)


def from_the_whole_past(start, rho, eps, steps):
    """Weights after each step, from sums over the past with the weights (1 − rho) rhoʲ."""
    w, gradients, deltas, found = start, [], [], []

    def mean_square(past):
        fading = (1 - rho) * rho ** np.arange(len(past))[::-1]
        return sum((share * x**2 for share, x in zip(fading, past, strict=True)), np.zeros(2))

    for _ in range(steps):
        gradients.append(inputs.A @ w - inputs.B)
        ratio = (mean_square(deltas) + eps) / (mean_square(gradients) + eps)
        deltas.append(np.sqrt(ratio) * gradients[-1])
        w = w - deltas[-1]
        found.append(w)
    return np.array(found)


@group("state")
def test_five_steps_follow_sums_over_the_whole_past(student, rng, close):
    A, b, w = inputs.A, inputs.B, rng.normal(size=2)
    then = [Previous(0), Previous(0, A, -b), Previous(1), Previous(2)]
    for rho, eps in ((0.9, 1e-6), (0.5, 0.01)):
        first = [w, A @ w - b, np.zeros(2), np.zeros(2), rho, eps]
        steps = student.adadelta_step.chain(first, then, 5)
        want = from_the_whole_past(w, rho, eps, 5)
        close(np.array([w for w, _, _ in steps]), want, rtol=1e-9)


@group("state")
def test_without_gradient_both_averages_fade_by_rho(student, rng, close):
    Eg, Ed = rng.uniform(1.0, 4.0, size=(2, 2))
    then = [Previous(0), np.zeros(2), Previous(1), Previous(2)]
    steps = student.adadelta_step.chain([np.ones(2), np.zeros(2), Eg, Ed, 0.5, 0.1], then, 4)
    close(steps[-1], (np.ones(2), Eg / 16, Ed / 16))


def test_another_unit_of_the_loss_leaves_the_step_as_it_is(student, rng, close):
    # A gradient c times as large, with eps so small that it does not count beside the averages.
    c, (Eg, Ed) = rng.uniform(10.0, 1000.0), rng.uniform(1.0, 2.0, size=2)
    calls = ([0.0, s, s * s * Eg, Ed, 0.9, 1e-14] for s in (1.0, c))
    (one, _, Ed_one), (other, _, Ed_other) = student.adadelta_step.each(*calls)
    close((other, Ed_other), (one, Ed_one))


@group("edges")
def test_the_first_step_is_the_root_of_eps_whatever_the_gradient(student, rng, close):
    gradients = rng.choice([-1, 1], size=3) * np.array([3.0, 200.0, 4e5])
    steps = student.adadelta_step.each(*([0.0, g, 0.0, 0.0, 0.75, 1e-10] for g in gradients))
    close(np.array([w for w, _, _ in steps]), -2e-5 * np.sign(gradients), rtol=1e-6, atol=0.0)
