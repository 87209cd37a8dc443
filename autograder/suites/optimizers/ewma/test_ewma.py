"""Hidden tests of `ewma`."""

import numpy as np

from autograder.bank.groups import group


def test_the_corrected_average_is_a_weighted_mean_of_the_values_so_far(student, rng, close):
    x = rng.normal(size=5)
    want = [np.average(x[:t], weights=0.85 ** np.arange(t)[::-1]) for t in range(1, 6)]
    close(student.ewma(x, 0.85, True), np.array(want))


def test_the_correction_fades_as_the_series_goes_on(student, rng, close):
    x, t = rng.normal(loc=3.0, size=60), np.arange(1, 61)
    corrected, raw = student.ewma.each([x, 0.8, True], [x, 0.8, False])
    close((raw[0], corrected[0]), (0.2 * x[0], x[0]))
    close(raw, corrected * (1 - 0.8**t))


@group("edges")
def test_without_memory_the_averages_are_the_values(student, rng, close):
    x = rng.normal(size=4)
    for got in student.ewma.each([x, 0.0, True], [x, 0.0, False]):
        close(got, x)


@group("edges")
def test_a_constant_series_is_averaged_to_itself_once_corrected(student, rng, close):
    x = np.full(6, rng.normal())
    close(student.ewma(x, 0.9, True), x)
