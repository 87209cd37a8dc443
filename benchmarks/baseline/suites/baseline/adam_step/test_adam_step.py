"""Hidden tests of `adam_step`."""

import numpy as np

from autograder.bank.groups import fixed
from handbook.check.plain_data import Count, Previous


@fixed("as in the published course")
def test_the_first_step_has_length_lr(student, close):
    g = np.array([2.0, -4.0, 0.5])
    w, _, _ = student.adam_step(np.ones(3), g, np.zeros(3), np.zeros(3), 1)
    close(w, 1 - 1e-3 * np.sign(g))


@fixed("as in the published course")
def test_both_averages_and_the_third_step_are_known(student, close):
    w, m, v = student.adam_step(
        np.ones(2), np.array([2.0, -4.0]), np.ones(2), np.ones(2), 3, lr=0.5
    )
    close(m, np.array([1.1, 0.5]))
    close(v, np.array([1.003, 1.015]))
    want = 1 - 0.5 * (m / (1 - 0.9**3)) / np.sqrt(v / (1 - 0.999**3))
    close(w, want)


@fixed("as in the published course")
def test_epsilon_stands_outside_the_root(student, close):
    w, _, _ = student.adam_step(np.zeros(1), np.array([1e-9]), np.zeros(1), np.zeros(1), 1, lr=1.0)
    close(w, np.array([-1e-9 / (1e-9 + 1e-8)]))


@fixed("as in the published course")
def test_four_hundred_steps_descend_into_the_valley(student):
    first = [np.array([5.0]), np.array([10.0]), np.zeros(1), np.zeros(1), 1, 0.1]
    then = [Previous(0), Previous(0, 2.0), Previous(1), Previous(2), Count()]
    w, _, _ = student.adam_step.chain(first, then, 399)[-1]
    assert abs(w[0]) < 0.5


@fixed("as in the published course")
def test_the_arguments_stay_unchanged(student, close):
    seen = student.adam_step.observe(np.ones(2), np.full(2, 3.0), np.ones(2), np.ones(2), 2)
    assert seen.changed == ()
    close(seen.value[1], np.full(2, 1.2))
