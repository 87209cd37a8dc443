"""Data of the book: house prices made by a known rule, and handwritten digits.

A learned model of the house prices can be compared with the truth, since the rule that made them is
stated here: `describe_truth` writes it out, `HouseTruth` computes it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Split = Literal["train", "validation", "test"]

DIGITS = Path(__file__).with_name("digits.npz")
"""Made by scripts/make_digits.py."""

FEATURE_NAMES = ("bedrooms", "age (years)", "distance to the sea (km)", "pool (0 or 1)")
"""The columns of `HousePrices.X`."""


@dataclass(frozen=True)
class HouseTruth:
    """The rule behind `house_prices`; with x = (bedrooms, age, distance, pool)::

        price = intercept + weights @ x
                + sea_view * exp(-distance / sea_view_km) + pool_age * pool * age
        P(sold within a month) = sigmoid(sale_intercept + sale_weights @ x)

    Prices are in thousands, ages in years, distances in km. The second line of the price is zero in
    the linear version. No straight line follows its first term, which fades within a few km of the
    sea; the second is an interaction: the pool of an old house adds less to its price.
    """

    intercept: float = 320.0
    weights: tuple[float, float, float, float] = (45.0, -1.0, -4.0, 30.0)
    sea_view: float = 0.0
    sea_view_km: float = 2.0
    pool_age: float = 0.0
    sale_intercept: float = 0.4
    sale_weights: tuple[float, float, float, float] = (0.3, -0.02, -0.06, 0.8)

    def price(self, X: npt.ArrayLike) -> Array:
        """Prices without noise, in thousands: X of shape (N, 4) to shape (N,)."""
        x = _houses(X)
        _, age, distance, pool = x.T
        curved = self.sea_view * np.exp(-distance / self.sea_view_km) + self.pool_age * pool * age
        price: Array = self.intercept + x @ np.array(self.weights) + curved
        return price

    def sale_probability(self, X: npt.ArrayLike) -> Array:
        """Probability of a sale within a month: X of shape (N, 4) to shape (N,)."""
        z = self.sale_intercept + _houses(X) @ np.array(self.sale_weights)
        probability: Array = 1 / (1 + np.exp(-z))
        return probability


LINEAR_TRUTH = HouseTruth()
"""Prices that are linear in the features: least squares finds the rule."""

CURVED_TRUTH = HouseTruth(sea_view=150.0, pool_age=-0.3)
"""Prices with a bend and an interaction: a network can find what least squares cannot."""


@dataclass(frozen=True, eq=False)
class HousePrices:
    """N made houses.

    X (N, 4) holds the features in the order of `feature_names`, y (N,) the prices in thousands,
    sold_within_month (N,) labels 0.0 or 1.0, noise the standard deviation of y about
    ``truth.price(X)`` in thousands.
    """

    X: Array
    y: Array
    sold_within_month: Array
    noise: float
    truth: HouseTruth
    feature_names: tuple[str, str, str, str] = FEATURE_NAMES


def house_prices(
    n: int, seed: int = 0, *, noise: float = 20.0, truth: HouseTruth = LINEAR_TRUTH
) -> HousePrices:
    """Make n houses with their prices; the same arguments always make the same houses.

    The features are independent of one another: bedrooms 1 to 6 with equal chance; age uniform
    from 0 to 100 years; distance to the sea 40 u² km with u uniform from 0 to 1, so that half the
    houses lie within 10 km; a pool in 3 of 10. They are left in their own units, whose sizes differ
    a hundredfold, so that ``X.T @ X`` is badly conditioned until `standardize` is applied.

    The price is ``truth.price(X)`` plus independent normal noise of standard deviation `noise` (in
    thousands). The label is drawn with probability ``truth.sale_probability(X)``. Neither `noise`
    nor `truth` changes the features, and the first houses of a larger n are those of a smaller one.

    Raises ValueError when n is less than 1, seed negative, or noise negative or not finite.
    """
    if n < 1:
        raise ValueError(f"n is the number of houses, 1 or more, not {n}")
    if seed < 0:
        raise ValueError(f"seed is an integer, 0 or more, not {seed}")
    if not 0 <= noise < np.inf:
        raise ValueError(f"noise is a standard deviation, finite and not negative, not {noise}")
    # One stream for each kind of number: a change in one leaves the others as they are.
    for_features, for_noise, for_labels = np.random.default_rng(seed).spawn(3)
    u = for_features.random((n, 4))
    X = np.column_stack(
        [1 + np.floor(6 * u[:, 0]), 100 * u[:, 1], 40 * u[:, 2] ** 2, (u[:, 3] < 0.3).astype(float)]
    )
    y = truth.price(X) + noise * for_noise.standard_normal(n)
    sold = (for_labels.random(n) < truth.sale_probability(X)).astype(float)
    return HousePrices(X, y, sold, float(noise), truth)


def describe_truth(truth: HouseTruth = LINEAR_TRUTH) -> str:
    """The rule as text with its numbers, one formula on each line."""
    price = f"{truth.intercept:g}{_terms(truth.weights)}"
    if truth.sea_view:
        price += f"{_signed(truth.sea_view)}·exp(−distance / {truth.sea_view_km:g})"
    if truth.pool_age:
        price += f"{_signed(truth.pool_age)}·pool·age"
    z = f"{truth.sale_intercept:g}{_terms(truth.sale_weights)}"
    return f"price in thousands = {price} + noise\nP(sold within a month) = σ({z})"


def standardize(train: npt.ArrayLike, *others: npt.ArrayLike) -> tuple[Array, ...]:
    """Shift and scale each column so that `train` has mean 0 and standard deviation 1 in it.

    Means and standard deviations (population, dividing by N) are those of `train` alone, so that
    nothing is learned from the others. Returns a tuple: train, then the others in their order::

        X_train, X_test = standardize(X_train, X_test)

    Shapes (N, D), or (N,) for one column; N may differ between the arrays. A column that is
    constant in `train` is shifted and not scaled.

    Raises ValueError for an empty array, other columns than in `train`, or values not finite.
    """
    arrays = [np.asarray(a, dtype=float) for a in (train, *others)]
    for a in arrays:
        if a.ndim not in (1, 2) or a.size == 0 or a.shape[1:] != arrays[0].shape[1:]:
            raise ValueError(
                "standardize takes arrays of shape (N, D) with the columns of the first, or of "
                f"shape (N,), N at least 1; one has shape {a.shape}, the first {arrays[0].shape}"
            )
        if not np.isfinite(a).all():
            raise ValueError("standardize takes finite values: remove rows with nan or inf first")
    mean = arrays[0].mean(axis=0)
    # The spread of equal numbers can come out as 1e-17, so constancy is asked of the numbers.
    constant = np.ptp(arrays[0], axis=0) == 0
    scale = np.where(constant, 1.0, arrays[0].std(axis=0))
    return tuple((a - mean) / scale for a in arrays)


@dataclass(frozen=True, eq=False)
class Digits:
    """X (N, 64) holds the 8×8 grey values, row by row, from 0 to 1; y (N,) the digits 0 to 9."""

    X: Array
    y: npt.NDArray[np.int64]


def digits(split: Split = "train") -> Digits:
    """One of three parts of 1,797 handwritten digits, which lie beside this module.

    The parts are always the same: 60 % train, 20 % validation, 20 % test, each with every digit in
    the proportion it has in the whole. Source: test set of the UCI "Optical Recognition of
    Handwritten Digits" data (Alpaydin and Kaynak, 1998; CC BY 4.0), as scikit-learn bundles it.

    Raises ValueError for another name of a part.
    """
    if split not in get_args(Split):
        raise ValueError(f"split is one of {', '.join(get_args(Split))}, not {split!r}")
    with np.load(DIGITS) as images:
        return Digits(images[f"{split}_X"] / 16, images[f"{split}_y"].astype(np.int64))


def _houses(X: npt.ArrayLike) -> Array:
    x = np.asarray(X, dtype=float)
    if x.ndim != 2 or x.shape[1] != len(FEATURE_NAMES):
        raise ValueError(f"X is to have shape (N, 4), {', '.join(FEATURE_NAMES)}, not {x.shape}")
    return x


def _terms(weights: tuple[float, ...]) -> str:
    names = ("bedrooms", "age", "distance", "pool")
    return "".join(f"{_signed(w)}·{name}" for w, name in zip(weights, names, strict=True))


def _signed(number: float) -> str:
    return f" {'−' if number < 0 else '+'} {abs(number):g}"
