"""Hidden tests of `ewma`."""

import numpy as np


def test_uncorrected_averages_follow_the_reference_values(student, golden, close):
    series = golden["moving_averages"]
    runs = [series["ewma_beta_0p5"], series["ewma_beta_0p9"]]
    x = np.array(series["x"])
    averages = student.ewma.each(*([x, run["beta"], False] for run in runs))
    for run, got in zip(runs, averages, strict=True):
        close(got, np.array(run["raw_from_zero"]), rtol=1e-9)


def test_corrected_averages_follow_the_reference_values(student, golden, close):
    series = golden["moving_averages"]
    runs = [series["ewma_beta_0p5"], series["ewma_beta_0p9"]]
    x = np.array(series["x"])
    averages = student.ewma.each(*([x, run["beta"], True] for run in runs))
    for run, got in zip(runs, averages, strict=True):
        close(got, np.array(run["bias_corrected"]), rtol=1e-9)


def test_the_correction_fades_as_the_series_goes_on(student, rng, close):
    x, t = rng.normal(loc=3.0, size=60), np.arange(1, 61)
    corrected, raw = student.ewma.each([x, 0.8, True], [x, 0.8, False])
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
    for got in student.ewma.each([x, 0.0, True], [x, 0.0, False]):
        close(got, x)


def test_later_values_do_not_change_earlier_averages(student, rng, close):
    x = rng.normal(size=8)
    whole, *parts = student.ewma.each(*([x[:t], 0.9, True] for t in (8, 1, 3)))
    assert np.shape(whole) == (8,)
    for t, part in zip((1, 3), parts, strict=True):
        close(part, whole[:t])


def test_whole_numbers_give_fractions_and_the_series_stays_unchanged(student, close):
    for x in (np.array([4, 1, 7]), np.array([4.0, 1.0, 7.0])):
        seen = student.ewma.observe(x, 0.75, False)
        close(seen.value, np.array([1.0, 1.0, 2.5]))
        assert seen.changed == ()
