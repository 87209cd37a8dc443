"""The slopes of the figure on gradient checking, run under node and held against NumPy."""

import functools

import numpy as np
import pytest

from .under_node import evaluate

javascript = functools.partial(evaluate, "gradient-check-h")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize(("name", "f"), [("exp", np.exp), ("sigmoid", sigmoid)])
@pytest.mark.parametrize("h", [0.3, 1e-3])
def test_the_three_slopes_are_those_of_numpy(name, f, h):
    x = 0.6
    found = javascript(f"o.slopes(o.FUNCTIONS.{name}, {x}, {h})")
    expected = {
        "forward": (f(x + h) - f(x)) / h,
        "central": (f(x + h) - f(x - h)) / (2 * h),
        "complex": f(x + 1j * h).imag / h,
    }
    for kind, value in expected.items():
        assert found[kind] == pytest.approx(value, rel=1e-11)


def test_errors_fall_with_h_to_one_side_and_with_its_square_to_both():
    one, two = javascript("[1e-2, 1e-3].map((h) => o.errors(o.FUNCTIONS.exp, 0.6, h))")
    assert one["forward"] / two["forward"] == pytest.approx(10, rel=0.02)
    assert one["central"] / two["central"] == pytest.approx(100, rel=0.02)
    assert one["complex"] / two["complex"] == pytest.approx(100, rel=0.02)


def test_a_small_step_ruins_differences_and_leaves_the_complex_step_exact():
    found = javascript("o.errors(o.FUNCTIONS.exp, 0.6, 1e-14)")
    assert found["central"] > 1e-4
    assert found["complex"] < 1e-15


def test_in_32_bits_a_step_of_1e_8_measures_nothing():
    found = javascript("o.slopes(o.FUNCTIONS.exp, 0.6, 1e-8, true)")
    assert found["forward"] == found["central"] == 0


def test_at_the_kink_both_sides_count_half_whatever_the_step():
    found = javascript("[0.5, 1e-3, 1e-9].map((h) => o.slopes(o.FUNCTIONS.relu, 0, h).central)")
    assert found == [0.5, 0.5, 0.5]
