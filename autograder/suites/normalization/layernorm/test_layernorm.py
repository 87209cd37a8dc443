"""Hidden tests of `layernorm`."""

import numpy as np

from autograder.bank.groups import group


def test_every_image_gets_mean_0_and_deviation_1(student, rng, close):
    X = rng.normal(2.0, 3.0, size=(4, 3, 2, 5))
    out = student.layernorm(X, np.ones(3), np.zeros(3), 0.0)
    close(np.mean(out, axis=(1, 2, 3)), np.zeros(4))
    close(np.std(out, axis=(1, 2, 3)), np.ones(4))


@group("edges")
def test_an_image_is_treated_the_same_in_any_company(student, rng, close):
    X = rng.normal(size=(3, 2, 2, 3))
    alone, brighter = student.layernorm.each(
        *([image, np.ones(2), np.zeros(2), 0.0] for image in (X[1:2], 5 * X[1:2] + 7))
    )
    want = (X[1:2] - X[1].mean()) / X[1].std()
    close((alone, brighter), (want, want))
