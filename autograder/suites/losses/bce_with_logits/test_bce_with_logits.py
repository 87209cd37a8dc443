"""Hidden tests of `bce_with_logits`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def test_loss_and_gradient_follow_the_reference_values(student, golden, close):
    got = student.bce_with_logits(np.array(golden["z"]), np.array(golden["y"]))
    close(got, (golden["loss"], np.array(golden["dz"])), rtol=1e-9)


def test_the_gradient_is_the_slope_of_the_loss(student, rng, close):
    z, y = rng.normal(size=4), rng.permutation([0.0, 1.0, 1.0, 0.0])
    calls = [[x, y] for x in (z, *nearby(z))]
    (_, dz), *moved = student.bce_with_logits.each(*calls)
    close(dz, slopes([loss for loss, _ in moved], z), rtol=1e-6, atol=1e-8)


def test_exchanging_the_classes_turns_the_gradient_round(student, rng, close):
    z, y = rng.normal(size=5), rng.permutation([0.0, 1.0, 1.0, 0.0, 0.0])
    (loss, dz), turned = student.bce_with_logits.each([z, y], [-z, 1 - y])
    close(turned, (loss, -dz))


@group("edges")
def test_far_from_zero_the_loss_grows_as_the_logit(student, rng, close):
    z = rng.uniform(750.0, 5000.0, size=3)
    for sign, label in ((1, np.zeros(3)), (-1, np.ones(3))):
        seen = student.bce_with_logits.observe(sign * z, label)
        close(seen.value, (np.mean(z), np.full(3, sign / 3)))
        assert seen.floating == ()
