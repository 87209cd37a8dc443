"""The Gaussian process that searches hyperparameters in the book is that of scikit-learn."""

import numpy as np
import pytest
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF

from benchmarks.tuning import ROOT, definitions

PAGE = ROOT / "book" / "04-optimization" / "10-searching-hyperparameters.md"


@pytest.fixture(scope="module")
def page():
    return definitions(PAGE)[0]


@pytest.mark.parametrize("noise", [1e-3, 0.2])
@pytest.mark.parametrize("trials", [2, 7, 20])
def test_its_mean_and_standard_deviation_are_those_of_scikit_learn(page, trials, noise):
    rng = np.random.default_rng(trials)
    tried, scores = rng.uniform(-4, 2, trials), rng.normal(15, 4, trials)
    settings = np.linspace(-5, 3, 50)
    # optimizer=None: the width of the kernel stays at 1, as on the page.
    theirs = GaussianProcessRegressor(RBF(1.0), alpha=noise, normalize_y=True, optimizer=None)
    theirs.fit(tried[:, None], scores)
    expected = theirs.predict(settings[:, None], return_std=True)
    for ours, their in zip(
        page["gaussian_process"](tried, scores, settings, noise), expected, strict=True
    ):
        np.testing.assert_allclose(ours, their, rtol=1e-6, atol=1e-6)


def test_what_a_trial_is_expected_to_gain_is_the_mean_gain_of_drawn_outcomes(page):
    mean, spread = np.array([9.0, 10.0, 11.0, 14.0]), np.array([0.5, 2.0, 3.0, 2.0])
    outcomes = mean + spread * np.random.default_rng(0).normal(size=(400_000, 4))
    drawn = np.maximum(10.0 - outcomes, 0)
    error = drawn.std(axis=0) / np.sqrt(len(drawn))
    found = page["expected_improvement"](mean, spread, 10.0)
    assert np.all(np.abs(found - drawn.mean(axis=0)) < 4 * error)
