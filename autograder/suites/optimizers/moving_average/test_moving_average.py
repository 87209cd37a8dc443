"""Hidden tests of `moving_average`."""

import numpy as np


def test_windows_of_three_follow_the_reference_values(student, golden, close):
    series = golden["moving_averages"]
    got = student.moving_average(np.array(series["x"]), 3)
    close(got, np.array(series["simple_window_3_valid"]), rtol=1e-9)


def test_only_full_windows_are_averaged(student, rng):
    x = rng.normal(size=7)
    averages = student.moving_average.each(*([x, k] for k in range(1, 8)))
    assert [np.shape(got) for got in averages] == [(7,), (6,), (5,), (4,), (3,), (2,), (1,)]


def test_each_entry_is_the_mean_of_its_window(student, rng, close):
    x = rng.normal(size=9)
    got = student.moving_average(x, 4)
    close(got, np.array([x[i : i + 4].mean() for i in range(6)]))


def test_windows_of_one_value_leave_the_series_as_it_is(student, rng, close):
    x = rng.normal(size=6)
    close(student.moving_average(x, 1), x)


def test_one_window_over_everything_is_the_mean(student, rng, close):
    x = rng.normal(size=8)
    close(student.moving_average(x, 8), np.array([x.mean()]))


def test_a_constant_series_stays_constant(student, close):
    close(student.moving_average(np.full(6, 2.5), 3), np.full(4, 2.5))


def test_a_straight_line_is_averaged_to_the_middle_of_each_window(student, close):
    # On a line the mean of a window is the value half a window, (k - 1) / 2, further on.
    close(student.moving_average(np.arange(8) * 2.0, 4), np.arange(5) * 2.0 + 3.0)


def test_a_spike_is_spread_over_k_windows(student, close):
    spike = np.array([0.0, 0.0, 6.0, 0.0, 0.0, 0.0])
    close(student.moving_average(spike, 3), np.array([2.0, 2.0, 2.0, 0.0]))


def test_whole_numbers_give_fractions(student, close):
    close(student.moving_average(np.array([1, 2, 4, 8]), 2), np.array([1.5, 3.0, 6.0]))


def test_the_series_stays_unchanged(student, rng, close):
    x = rng.normal(size=6)
    seen = student.moving_average.observe(x, 2)
    close(seen.value, (x[:-1] + x[1:]) / 2)
    assert seen.changed == ()
