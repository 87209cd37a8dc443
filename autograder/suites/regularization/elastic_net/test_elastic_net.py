"""Hidden tests of `elastic_net`."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def test_dw_is_the_slope_of_the_penalty(student, rng, close):
    w = rng.choice([-1, 1], size=(3, 2)) * rng.uniform(0.5, 2.0, size=(3, 2))
    _, dw, _ = student.elastic_net(w, np.ones(2), 0.7, 0.3)
    moved = student.elastic_net.each(*([near, np.ones(2), 0.7, 0.3] for near in nearby(w)))
    close(dw, slopes([penalty for penalty, _, _ in moved], w), rtol=1e-6, atol=1e-7)
    close(moved[0][0] - moved[1][0], 2e-5 * (0.7 * np.sign(w[0, 0]) + 0.3 * w[0, 0]), atol=1e-10)


def test_each_price_alone(student, rng, close):
    w, b = rng.normal(size=4), rng.normal(size=3)
    lasso, ridge = student.elastic_net.each([w, b, 2.0, 0.0], [w, b, 0.0, 2.0])
    close(lasso, (2 * np.sum(np.abs(w)), 2 * np.sign(w), np.zeros(3)))
    close(ridge, (np.sum(w**2), 2 * w, np.zeros(3)))


@group("edges")
def test_the_bias_has_no_say(student, rng, close):
    w, b = rng.normal(size=(2, 3)), rng.normal(size=3)
    one, other = student.elastic_net.each([w, b, 0.2, 0.4], [w, 100 * b, 0.2, 0.4])
    close(other, one)
    close(one[2], np.zeros(3))
