"""Hidden tests of `moving_average`."""

import numpy as np

from autograder.bank.groups import group


def test_each_entry_is_the_mean_of_its_window(student, rng, close):
    x = rng.normal(size=9)
    windows = student.moving_average.each(*([x, k] for k in range(1, 10)))
    for k, got in enumerate(windows, 1):
        close(got, np.array([x[i : i + k].mean() for i in range(10 - k)]))


@group("edges")
def test_a_straight_line_is_averaged_to_the_middle_of_each_window(student, rng, close):
    # On a line the mean of a window is the value half a window, (k - 1) / 2, further on.
    slope = rng.uniform(1.0, 3.0)
    close(student.moving_average(np.arange(8) * slope, 4), (np.arange(5) + 1.5) * slope)
