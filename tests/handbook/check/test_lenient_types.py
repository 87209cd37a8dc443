"""Answers in another dress: named tuples, iterables, byte orders, float32."""

from collections import deque, namedtuple

import numpy as np
import pytest

from tests.handbook.check.test_diagnosis import column_means, exercise, judge

Pair = namedtuple("Pair", "mean var")


class Point(tuple):
    """A tuple of the student's own."""


class Both:
    """Unpacks as a tuple does."""

    def __init__(self, *values):
        self._values = values

    def __iter__(self):
        return iter(self._values)


@pytest.mark.parametrize(
    "dress",
    [
        lambda mean, var: Pair(mean, var),
        lambda mean, var: Point((mean, var)),
        lambda mean, var: [mean, var],
        lambda mean, var: (value for value in (mean, var)),
        lambda mean, var: map(np.asarray, (mean, var)),
        lambda mean, var: deque((mean, var)),
        lambda mean, var: {"mean": mean, "var": var}.values(),
        lambda mean, var: np.array([mean, var]),
        lambda mean, var: np.stack([mean, var]),
        lambda mean, var: Both(mean, var),
        lambda mean, var: iter([mean, var]),
    ],
)
def test_whatever_unpacks_as_a_tuple_is_one(dress):
    assert judge(lambda X: dress(*column_means(X))).outcome == "passed"


@pytest.mark.parametrize("wrong", [np.array([1.0, 2.0]), {1.0, 2.0}, "ab", {"mean": 1, "var": 2}])
def test_what_does_not_hold_the_values_is_none(wrong):
    assert judge(lambda X: wrong).outcome == "wrong"


def test_a_wrong_value_in_a_stack_is_told_by_its_name():
    verdict = judge(lambda X: np.stack([X.mean(axis=0), 2 * X.var(axis=0)]))
    assert (verdict.mistake, verdict.message[:4]) == ("X8", "var ")


def test_one_array_whose_length_happens_to_fit_is_one_value():
    assert judge(lambda X: X.mean(axis=0)).mistake == "X3"


@pytest.mark.parametrize("dtype", [">f8", "<f8", "=f8"])
def test_the_order_of_bytes_makes_no_difference(dtype):
    made = judge(lambda X: (X.mean(axis=0).astype(dtype), np.array(X.var(axis=0), dtype)))
    assert made.outcome == "passed"


@pytest.mark.parametrize("dtype", ["float32", ">f4", "float16"])
def test_a_narrow_type_within_the_tolerance_is_named_with_it(dtype):
    """Means that float16 holds exactly: only the type is another."""
    kept = exercise(reference=lambda X: X[0], returns=("row",))
    assert (kept.rtol, kept.atol) == (1e-6, 1e-9)
    verdict = judge(lambda X: X[0].astype(dtype), reference=lambda X: X[0], returns=("row",))
    assert (verdict.outcome, verdict.mistake) == ("wrong", "X16")
    assert np.dtype(dtype).newbyteorder("=").name in verdict.message
    assert "a relative tolerance of 1e-06 and an absolute one of 1e-09" in verdict.message


def slightly_off(X, dtype, back=None):
    """An answer that sums up hundreds of roundings."""
    steps = np.full(1000, 0.1, dtype=dtype)
    factor = dtype(0)
    for step in steps:
        factor = dtype(factor + step)
    mean = X.mean(axis=0).astype(dtype) * (factor / dtype(100))
    return mean.astype(back) if back else mean


@pytest.mark.parametrize("back", [None, np.float64, list])
def test_float32_beyond_the_tolerance_is_named_with_it(back):
    def version(X):
        mean = slightly_off(X, np.float32)
        return mean.tolist() if back is list else mean.astype(back) if back else mean

    verdict = judge(version, reference=lambda X: X.mean(axis=0), returns=("mean",))
    assert (verdict.outcome, verdict.mistake) == ("wrong", "X16")
    assert verdict.message.startswith("mean has the precision of float32, float64 is expected")
    assert "a relative tolerance of 1e-06 and an absolute one of 1e-09" in verdict.message


def test_a_number_of_float32_is_named():
    verdict = judge(
        lambda X: float(np.float32(X.mean()) * np.float32(1.00001)),
        reference=lambda X: X.mean(),
        returns=("mean",),
    )
    assert verdict.mistake == "X16"


def test_an_error_of_float64_is_not_called_float32():
    verdict = judge(
        lambda X: X.mean(axis=0) * (1 + 1e-5), reference=lambda X: X.mean(axis=0), returns=("m",)
    )
    assert verdict.mistake != "X16"


def test_a_wrong_value_in_float32_is_not_called_a_matter_of_precision():
    verdict = judge(
        lambda X: (1.01 * X.mean(axis=0)).astype(np.float32),
        reference=lambda X: X.mean(axis=0),
        returns=("m",),
    )
    assert "precision" not in verdict.message
