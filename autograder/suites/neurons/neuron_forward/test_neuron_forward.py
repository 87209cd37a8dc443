"""Hidden tests of `neuron_forward`."""

import numpy as np


def test_one_feature_at_a_time_shows_its_weight_above_the_bias(student, rng, close):
    w, b = rng.normal(size=4), rng.normal()
    z = student.neuron_forward(np.vstack([np.eye(4), np.zeros(4)]), w, b)
    close(z, np.append(w + b, b))


def test_each_row_gets_the_sum_of_its_own_products(student, rng, close):
    X, w, b = rng.normal(size=(6, 4)), rng.normal(size=4), rng.normal()
    want = [sum(x * y for x, y in zip(row, w, strict=True)) + b for row in X]
    close(student.neuron_forward(X, w, b), np.array(want))
