"""Lines that are array functions, and gradients held against differences."""

from __future__ import annotations

import numpy as np
import pytest

from handbook.derivation import DerivationError, check_gradient, derive
from tests.handbook.derivation.derivations import (
    DATA,
    mse,
    mse_gradient,
)

# Array functions


def test_a_transposed_or_misscaled_array_line_is_caught():
    start = derive(mse_gradient, at=DATA, tex="g")
    with pytest.raises(DerivationError, match=r"entry \(\d,\)"):
        start.then(lambda X, w, y: X.T @ (X @ w - y) / len(y), "half", tex="h")
    with pytest.raises(DerivationError, match="shape"):
        start.then(lambda X, w, y: mse_gradient(X, w, y)[:, None], "column", tex="h")


def test_array_lines_are_compared_more_strictly_than_a_small_epsilon():
    start = derive(lambda v: 1 / (np.sqrt(abs(v)) + 1e-8), at={"v": (4,)}, tex="a")
    with pytest.raises(DerivationError, match="does not follow"):
        start.then(lambda v: 1 / np.sqrt(abs(v) + 1e-8), "inside", tex="b")


def test_inputs_may_be_drawn_by_a_function_or_fixed():
    one_hot = {"y": lambda rng: np.eye(3)[rng.integers(0, 3, size=5)], "c": 2.0}
    line = derive(lambda y, c: (c * y).sum(axis=1), at=one_hot, tex="a").then(
        lambda c: np.full(5, c), "one label a row", tex="r"
    )
    assert line.lines[-1].checked == "✓ checked at 20 random inputs to 9 digits"


def test_a_function_that_changes_its_arguments_does_not_reach_the_next_line():
    def doubled(v):
        v *= 2
        return v

    derive(doubled, at={"v": (3,)}, tex="2v").then(lambda v: v + v, "twice", tex="v + v")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (lambda X, weights: X @ weights, "no input named weights"),
        (lambda X: X @ X, "raised ValueError"),
        (lambda X: X / 0.0, "infinite or not a number"),
        (lambda X: "loss", "instead of numbers"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_an_array_line_that_cannot_be_evaluated_says_why(line, why):
    with pytest.raises(DerivationError, match=why):
        derive(lambda X: X, at={"X": (5, 3)}, tex="X").then(line, "step", tex="Y")


# Gradients


def test_a_right_gradient_is_confirmed_by_complex_steps():
    check = check_gradient(mse, mse_gradient, at=DATA, wrt="w", tex=r"\nabla_w L")
    assert "complex step, 20 random inputs, 60 slopes, largest error below 1e-1" in repr(check)


def test_a_gradient_at_one_point():
    check = check_gradient(lambda x: (x**3).sum(), lambda x: 3 * x**2, np.array([1.0, -2.0]))
    assert "complex step, 1 input, 2 slopes" in repr(check)


def test_a_function_that_is_wrong_for_complex_numbers_is_noticed():
    """|w| is real for complex w, so that its complex step is 0 without any complaint."""
    check = check_gradient(lambda w: np.abs(w).sum(), lambda w: np.sign(w), at={"w": (4,)})
    assert "central differences" in repr(check)
    with pytest.raises(DerivationError):
        check_gradient(lambda w: np.abs(w).sum(), lambda w: 0 * w, at={"w": (4,)})


def test_a_function_that_refuses_complex_numbers_is_checked_by_central_differences():
    check = check_gradient(lambda w: sum(float(v) ** 2 for v in w), lambda w: 2 * w, at={"w": (3,)})
    assert "central differences" in repr(check)


def test_a_casting_function_is_checked_by_central_differences():
    def cast(w):
        return (np.asarray(w, dtype=float) ** 2).sum()

    assert "central" in repr(check_gradient(cast, lambda w: 2 * w, at={"w": (3,)}))


def test_a_network_with_kinks_is_checked_away_from_them():
    def loss(W, x):
        return np.maximum(W @ x, 0).sum() + np.abs(W).sum()

    def gradient(W, x):
        return np.outer(W @ x > 0, x) + np.sign(W)

    check_gradient(loss, gradient, at={"W": (3, 2), "x": (2,)}, wrt="W")
    with pytest.raises(DerivationError, match="kink"):
        check_gradient(lambda w: np.abs(w).sum(), lambda w: np.sign(w), np.array([1.0, 0.0]))


@pytest.mark.parametrize("noise", [1e-7, 1e-4, 1.0])
def test_one_wrong_entry_is_named_with_both_values_and_the_point(noise):
    def almost(w):
        return 2 * w + noise * np.array([0.0, 0.0, 1.0])

    with pytest.raises(DerivationError) as caught:
        check_gradient(lambda w: (w**2).sum(), almost, at={"w": (3,)})
    message = str(caught.value)
    assert "entry (2,)" in message
    assert "complex step gives" in message
    assert "at w = [" in message


def test_a_gradient_off_by_a_factor_is_said_to_be():
    with pytest.raises(DerivationError, match=r"every entry is 0\.5 times that"):
        check_gradient(mse, lambda X, w, y: X.T @ (X @ w - y) / len(y), at=DATA, wrt="w")


@pytest.mark.parametrize(
    ("f", "grad", "why"),
    [
        (lambda w: w**2, lambda w: 2 * w, "should return one number"),
        (lambda w: (w**2).sum(), lambda w: 2 * w[:, None], "has shape"),
        (lambda w: (w**2).sum(), lambda w: w * np.nan, "not finite"),
    ],
)
def test_a_gradient_that_cannot_be_compared_says_why(f, grad, why):
    with pytest.raises(DerivationError, match=why):
        check_gradient(f, grad, at={"w": (3,)})
