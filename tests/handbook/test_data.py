"""Data: the same for everyone, and made by the rule that is stated."""

import re
import sys

import numpy as np
import pytest

from handbook.data import (
    CURVED_TRUTH,
    FEATURE_NAMES,
    LINEAR_TRUTH,
    HouseTruth,
    describe_truth,
    digits,
    house_prices,
    standardize,
)
from scripts import make_digits

# -- house prices ------------------------------------------------------------------------------


def with_bias(X):
    return np.column_stack([np.ones(len(X)), X])


def test_the_same_seed_makes_the_same_houses():
    a, b = house_prices(50, seed=3), house_prices(50, seed=3)
    for name in ("X", "y", "sold_within_month"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name))


def test_another_seed_makes_other_houses():
    a, b = house_prices(50, seed=3), house_prices(50, seed=4)
    assert not np.array_equal(a.X, b.X)
    assert not np.array_equal(a.y - a.truth.price(a.X), b.y - b.truth.price(b.X))


def test_making_houses_leaves_the_global_random_state_alone():
    # NumPy's legacy state is the very thing that must not change.
    before = np.random.get_state()[1].copy()
    house_prices(50)
    np.testing.assert_array_equal(before, np.random.get_state()[1])


def test_fewer_houses_are_the_first_of_more_houses():
    few, many = house_prices(10), house_prices(100)
    np.testing.assert_array_equal(few.X, many.X[:10])
    np.testing.assert_array_equal(few.y, many.y[:10])
    np.testing.assert_array_equal(few.sold_within_month, many.sold_within_month[:10])


def test_noise_and_truth_leave_features_and_labels_as_they_are():
    plain, other = house_prices(100), house_prices(100, noise=0, truth=CURVED_TRUTH)
    np.testing.assert_array_equal(plain.X, other.X)
    np.testing.assert_array_equal(plain.sold_within_month, other.sold_within_month)


def test_shapes_and_types_are_those_documented():
    houses = house_prices(7)
    assert houses.X.shape == (7, 4)
    assert houses.y.shape == houses.sold_within_month.shape == (7,)
    assert houses.X.dtype == houses.y.dtype == houses.sold_within_month.dtype == np.float64
    assert len(houses.feature_names) == 4


def test_features_have_the_distributions_documented():
    bedrooms, age, distance, pool = house_prices(20_000).X.T
    values, counts = np.unique(bedrooms, return_counts=True)
    np.testing.assert_array_equal(values, [1, 2, 3, 4, 5, 6])
    np.testing.assert_allclose(counts / counts.sum(), 1 / 6, atol=0.015)
    assert age.min() >= 0
    assert age.max() <= 100
    np.testing.assert_allclose(np.quantile(age, [0.25, 0.5, 0.75]), [25, 50, 75], atol=2)
    assert distance.min() >= 0
    assert distance.max() <= 40
    np.testing.assert_allclose(np.quantile(distance, [0.25, 0.5, 0.75]), [2.5, 10, 22.5], atol=0.6)
    assert set(pool) == {0.0, 1.0}
    assert pool.mean() == pytest.approx(0.3, abs=0.015)


def test_features_are_uncorrelated():
    correlation = np.corrcoef(house_prices(20_000).X.T)
    np.testing.assert_allclose(correlation, np.eye(4), atol=0.03)


@pytest.mark.parametrize("truth", [LINEAR_TRUTH, CURVED_TRUTH])
def test_prices_are_positive_and_without_noise_follow_the_rule_exactly(truth):
    houses = house_prices(5_000, noise=0, truth=truth)
    np.testing.assert_array_equal(houses.y, truth.price(houses.X))
    assert house_prices(5_000, truth=truth).y.min() > 0


def test_the_price_of_a_house_worked_by_hand():
    house = [[3.0, 20.0, 2.0, 1.0]]
    # 320 + 45·3 − 1·20 − 4·2 + 30·1
    np.testing.assert_allclose(LINEAR_TRUTH.price(house), [457.0])
    # and 150·exp(−2 / 2) − 0.3·1·20
    np.testing.assert_allclose(CURVED_TRUTH.price(house), [457.0 + 150 * np.exp(-1) - 6.0])
    # 0.4 + 0.3·3 − 0.02·20 − 0.06·2 + 0.8·1
    np.testing.assert_allclose(LINEAR_TRUTH.sale_probability(house), [1 / (1 + np.exp(-1.58))])


def test_prices_scatter_about_the_rule_by_the_noise_asked_for():
    houses = house_prices(20_000, noise=35.0)
    scatter = houses.y - houses.truth.price(houses.X)
    assert scatter.mean() == pytest.approx(0, abs=1)
    assert scatter.std() == pytest.approx(35.0, rel=0.02)


@pytest.mark.parametrize("seed", range(5))
def test_least_squares_recovers_the_linear_rule_within_its_standard_errors(seed):
    houses = house_prices(2_000, seed=seed)
    A = with_bias(houses.X)
    found = np.linalg.lstsq(A, houses.y)[0]
    truth = np.array([houses.truth.intercept, *houses.truth.weights])
    standard_error = houses.noise * np.sqrt(np.diag(np.linalg.inv(A.T @ A)))
    # Five estimates, five seeds: one beyond four standard errors is expected once in 600 such sets.
    assert (np.abs(found - truth) < 4 * standard_error).all()
    assert (standard_error[1:] < 0.05 * np.abs(truth[1:])).all()
    assert np.std(houses.y - A @ found) == pytest.approx(houses.noise, rel=0.06)


def test_least_squares_cannot_follow_the_curved_rule():
    houses = house_prices(2_000, truth=CURVED_TRUTH)
    A = with_bias(houses.X)
    left = houses.y - A @ np.linalg.lstsq(A, houses.y)[0]
    assert left.std() > 1.5 * houses.noise


def test_raw_features_are_badly_conditioned_and_standardized_ones_are_not():
    X = house_prices(500).X
    [Z] = standardize(X)
    assert np.linalg.cond(with_bias(X).T @ with_bias(X)) > 1e4
    assert np.linalg.cond(with_bias(Z).T @ with_bias(Z)) < 2


def test_labels_are_sold_as_often_as_the_rule_says_in_every_tenth_of_the_houses():
    houses = house_prices(50_000)
    probability = houses.truth.sale_probability(houses.X)
    order = np.argsort(probability)
    for tenth in np.array_split(order, 10):
        said, happened = probability[tenth].mean(), houses.sold_within_month[tenth].mean()
        assert happened == pytest.approx(said, abs=0.03)


def test_both_labels_are_common():
    assert 0.4 < house_prices(2_000).sold_within_month.mean() < 0.6


@pytest.mark.parametrize("truth", [LINEAR_TRUTH, CURVED_TRUTH, HouseTruth(pool_age=0.5)])
def test_the_rule_as_written_gives_the_prices_and_chances_when_computed(truth):
    price, chance = describe_truth(truth).splitlines()
    X = house_prices(20).X
    names = dict(zip(("bedrooms", "age", "distance", "pool"), X.T, strict=True), exp=np.exp)

    def computed(formula):
        formula = formula.replace("·", "*").replace("−", "-")
        return eval(formula, {"__builtins__": {}}, names)

    price_formula = re.fullmatch(r"price in thousands = (.+) \+ noise", price).group(1)
    np.testing.assert_allclose(computed(price_formula), truth.price(X))
    chance_formula = re.fullmatch(r"P\(sold within a month\) = σ\((.+)\)", chance).group(1)
    sigmoid = 1 / (1 + np.exp(-computed(chance_formula)))
    np.testing.assert_allclose(sigmoid, truth.sale_probability(X))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"n": 0}, "number of houses, 1 or more, not 0"),
        ({"n": 5, "seed": -1}, "seed is an integer, 0 or more, not -1"),
        ({"n": 5, "noise": -1.0}, "not negative, not -1.0"),
        ({"n": 5, "noise": np.nan}, "finite and not negative, not nan"),
        ({"n": 5, "noise": np.inf}, "finite and not negative, not inf"),
    ],
)
def test_impossible_requests_are_answered_with_what_is_possible(arguments, says):
    with pytest.raises(ValueError, match=says):
        house_prices(**arguments)


def test_a_rule_asked_for_other_features_names_those_it_knows():
    with pytest.raises(ValueError, match=re.escape(", ".join(FEATURE_NAMES))):
        LINEAR_TRUTH.price(np.zeros((5, 3)))


# -- standardizing -----------------------------------------------------------------------------


def test_the_training_columns_get_mean_zero_and_deviation_one():
    [Z] = standardize(house_prices(100).X)
    np.testing.assert_allclose(Z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(Z.std(axis=0), 1, rtol=1e-12)


def test_other_arrays_are_treated_with_the_numbers_of_the_training_data():
    _, test = standardize([[0.0, 10.0], [2.0, 30.0]], [[1.0, 20.0], [3.0, 50.0], [5.0, 0.0]])
    np.testing.assert_allclose(test, [[0, 0], [2, 3], [4, -2]])


def test_what_the_other_arrays_hold_does_not_change_the_training_data():
    X = house_prices(20).X
    alone = standardize(X)[0]
    together = standardize(X, 1_000 + X)[0]
    np.testing.assert_array_equal(alone, together)


def test_targets_of_one_dimension_are_standardized_too():
    [z] = standardize([1.0, 3.0])
    np.testing.assert_allclose(z, [-1, 1])


def test_a_constant_column_is_shifted_and_not_divided_by_zero():
    train, other = standardize([[0.1, 1.0], [0.1, 2.0], [0.1, 3.0]], [[0.6, 2.0]])
    np.testing.assert_allclose(train[:, 0], 0, atol=1e-15)
    np.testing.assert_allclose(other, [[0.5, 0.0]])


def test_standardizing_leaves_its_arguments_as_they_are():
    X = house_prices(20).X
    before = X.copy()
    standardize(X, X)
    np.testing.assert_array_equal(X, before)


@pytest.mark.parametrize(
    ("arrays", "says"),
    [
        ([np.zeros((0, 4))], "N at least 1"),
        ([np.ones((3, 4)), np.ones((3, 5))], "with the columns of the first"),
        ([np.ones((3, 4)), np.ones(3)], "with the columns of the first"),
        ([np.ones((2, 3, 4))], "shape"),
        ([np.array([[1.0], [np.nan]])], "remove rows with nan or inf"),
    ],
)
def test_arrays_that_cannot_be_standardized_are_refused(arrays, says):
    with pytest.raises(ValueError, match=says):
        standardize(*arrays)


# -- digits ------------------------------------------------------------------------------------


def test_the_stored_digits_are_those_of_scikit_learn_in_the_same_parts():
    expected = make_digits.parts()
    for split in ("train", "validation", "test"):
        part = digits(split)
        np.testing.assert_array_equal(part.X * 16, expected[f"{split}_X"])
        np.testing.assert_array_equal(part.y, expected[f"{split}_y"])


@pytest.mark.parametrize(("split", "share"), [("train", 0.6), ("validation", 0.2), ("test", 0.2)])
def test_a_part_has_its_share_of_every_digit(split, share):
    whole = sum(np.bincount(digits(part).y) for part in ("train", "validation", "test"))
    # A digit has about 180 images; rounding moves at most two of them.
    np.testing.assert_allclose(np.bincount(digits(split).y), share * whole, atol=2)


def test_the_parts_are_the_same_every_time_whatever_the_global_random_state():
    first = digits("test")
    np.random.seed(1)
    second = digits("test")
    np.testing.assert_array_equal(first.X, second.X)
    np.testing.assert_array_equal(first.y, second.y)


def test_grey_values_reach_from_zero_to_one():
    X = digits("train").X
    assert X.shape[1] == 64
    assert X.dtype == np.float64
    assert (X.min(), X.max()) == (0.0, 1.0)


def test_an_unknown_part_is_answered_with_those_there_are():
    with pytest.raises(ValueError, match="train, validation, test, not 'dev'"):
        digits("dev")


def test_the_data_need_nothing_but_numpy(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    assert house_prices(3).X.shape == (3, 4)
    assert len(digits().X) == 1_077
