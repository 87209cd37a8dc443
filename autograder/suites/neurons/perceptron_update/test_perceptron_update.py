"""Hidden tests of `perceptron_update`."""

import numpy as np

from autograder.bank.groups import group


def test_an_update_moves_the_sum_of_the_example_towards_its_label(student, rng, close):
    w, x, lr = rng.normal(size=4), rng.normal(size=4), rng.uniform(0.1, 2.0)
    b = -(w @ x) - 0.5  # the sum is −0.5
    new_w, new_b = student.perceptron_update(w, b, x, 1, lr)
    close(new_w @ x + new_b, -0.5 + lr * (x @ x + 1))


def test_what_is_answered_right_changes_nothing(student, rng, close):
    w, x = rng.normal(size=4), rng.normal(size=4)
    for y, b in ((1, 2.0 - w @ x), (0, -2.0 - w @ x)):
        close(student.perceptron_update(w, b, x, y, 0.5), (w, b))


@group("edges")
def test_an_example_of_zeros_moves_the_bias_alone(student, rng, close):
    w, lr = rng.normal(size=3), rng.uniform(0.1, 2.0)
    close(student.perceptron_update(w, 0.25, np.zeros(3), 0, lr), (w, 0.25 - lr))
