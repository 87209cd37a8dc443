"""Hidden tests of `ewma`."""

import numpy as np


def test_uncorrected_averages_follow_the_reference_values(student, golden, close):
    series = golden["moving_averages"]
    for name in ("ewma_beta_0p5", "ewma_beta_0p9"):
        got = student.ewma(np.array(series["x"]), series[name]["beta"], False)
        close(got, np.array(series[name]["raw_from_zero"]), rtol=1e-9)


def test_corrected_averages_follow_the_reference_values(student, golden, close):
    series = golden["moving_averages"]
    for name in ("ewma_beta_0p5", "ewma_beta_0p9"):
        got = student.ewma(np.array(series["x"]), series[name]["beta"], True)
        close(got, np.array(series[name]["bias_corrected"]), rtol=1e-9)


def test_the_correction_fades_as_the_series_goes_on(student, rng, close):
    x, t = rng.normal(loc=3.0, size=60), np.arange(1, 61)
    corrected, raw = student.ewma(x, 0.8, True), student.ewma(x, 0.8, False)
    close((raw[0], corrected[0]), (0.2 * x[0], x[0]))
    close(raw, corrected * (1 - 0.8**t))


def test_a_constant_series_is_averaged_to_itself_once_corrected(student, close):
    close(student.ewma(np.full(6, -2.5), 0.9, True), np.full(6, -2.5))


def test_without_correction_a_constant_series_is_too_small_by_one_minus_beta_to_the_t(
    student, close
):
    t = np.arange(1, 7)
    close(student.ewma(np.full(6, 4.0), 0.7, False), 4.0 * (1 - 0.7**t))


def test_a_single_spike_fades_by_beta_a_step(student, close):
    spike = np.array([0.0, 1.0, 0.0, 0.0, 0.0])
    close(student.ewma(spike, 0.8, False), np.array([0.0, 0.2, 0.16, 0.128, 0.1024]))


def test_the_corrected_average_is_a_weighted_mean_of_the_values_so_far(student, rng, close):
    x = rng.normal(size=5)
    want = [np.average(x[:t], weights=0.85 ** np.arange(t)[::-1]) for t in range(1, 6)]
    close(student.ewma(x, 0.85, True), np.array(want))


def test_without_memory_the_averages_are_the_values(student, rng, close):
    x = rng.normal(size=4)
    close(student.ewma(x, 0.0, True), x)
    close(student.ewma(x, 0.0, False), x)


def test_later_values_do_not_change_earlier_averages(student, rng, close):
    x = rng.normal(size=8)
    whole = student.ewma(x, 0.9, True)
    assert np.shape(whole) == (8,)
    for t in (1, 3):
        close(student.ewma(x[:t], 0.9, True), whole[:t])


def test_whole_numbers_give_fractions_and_the_series_stays_unchanged(student, close):
    for x in (np.array([4, 1, 7]), np.array([4.0, 1.0, 7.0])):
        seen = student.ewma.observe(x, 0.75, False)
        close(seen.value, np.array([1.0, 1.0, 2.5]))
        assert seen.changed == ()
