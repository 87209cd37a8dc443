"""A line that follows is accepted, and one that almost follows is not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy import (
    Abs,
    Derivative,
    Eq,
    Function,
    Integral,
    Limit,
    Matrix,
    Max,
    Min,
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

from handbook.derivation import DerivationError, check_gradient, derive
from tests.handbook.derivation.derivations import (
    AVERAGE,
    CLASSES,
    DATA,
    LOGISTIC,
    RATE,
    RIGHT,
    SOFTMAX,
    L,
    S,
    V,
    X,
    a,
    average_unrolled,
    b,
    beta,
    g,
    i,
    j,
    k,
    lam,
    mse,
    mse_gradient,
    n,
    sigmoid,
    soft,
    softmax,
    t,
    x,
    y,
    z,
)


@pytest.mark.parametrize("derivation", RIGHT, ids=lambda build: build.__name__)
def test_a_right_derivation_passes_and_every_line_says_how_it_was_checked(derivation):
    _, *later = derivation().lines
    assert later
    for line in later:
        assert re.fullmatch(
            r"✓ (proved symbolically|checked at \d\d+ .+|by induction.+)", line.checked
        )


def test_a_symbol_may_be_a_python_name_for_its_expression():
    logistic = LOGISTIC
    derive(Derivative(logistic, z)).then(exp(-z) / (1 + exp(-z)) ** 2, "chain rule").then(
        logistic * (1 - logistic), "collect σ"
    )


def test_what_algebra_proves_is_called_symbolic_and_the_rest_counts_its_points():
    checked = [line.checked for line in sigmoid().lines[1:]]
    assert checked == ["✓ proved symbolically", "✓ proved symbolically"]
    assert average_unrolled().lines[-1].checked == (
        "✓ by induction: the step symbolically, the first values checked at 20 points to 30 digits"
    )
    assert softmax().lines[-1].checked == "✓ checked at 40 points to 30 digits"


def test_where_each_point_takes_long_the_line_says_why():
    x, k = symbols("x", real=True), symbols("k", integer=True, nonnegative=True)
    s, rate = symbols("s rate", positive=True)
    weight = exp(-(x**2) / (2 * s**2)) / (s * sqrt(2 * pi))
    spread = derive(Integral(x**2 * weight, (x, -oo, oo)) + Abs(s - 1)).then(s**2 + Abs(1 - s), "σ")
    assert spread.lines[-1].checked.endswith("digits, the integral computed anew at each")
    mean = derive(Sum(k * exp(-rate) * rate**k / sp.factorial(k), (k, 0, oo))).then(rate, "mean")
    assert mean.lines[-1].checked.endswith("digits, the endless sum added up at each")


def test_a_small_range_is_visited_in_full():
    line = derive(sin(pi * t / 2) ** 2, where={t: range(1, 8)}).then(t % 2, "odd or even").lines[-1]
    assert line.checked == "✓ checked at all 7 values to 30 digits"


def test_the_softmax_jacobian_as_a_matrix():
    logits = symbols("z_1:4", real=True)
    total = sum(exp(logit) for logit in logits)
    s = Matrix([exp(logit) / total for logit in logits])
    jacobian = Matrix(3, 3, lambda row, column: Derivative(s[row], logits[column]))
    derive(jacobian).then(sp.diag(*s) - s * s.T, "entry by entry")
    with pytest.raises(DerivationError, match=r"entry \(0, 1\)"):
        derive(jacobian).then(sp.diag(*s) - sp.diag(*s) ** 2, "diagonal only")


def test_the_product_rule_holds_for_functions_that_are_not_named():
    f, h = Function("f"), Function("h")
    derive(Derivative(f(x) * h(x), x)).then(
        Derivative(f(x), x) * h(x) + f(x) * Derivative(h(x), x), "product rule"
    )
    with pytest.raises(DerivationError, match="does not follow"):
        derive(Derivative(f(x) * h(x), x)).then(Derivative(f(x), x) * Derivative(h(x), x), "no")


@pytest.mark.parametrize("name", [z, X[0], Function("f")(z)], ids=str)
def test_a_line_may_be_a_lone_name(name):
    line = derive(name * (sin(y) ** 2 + cos(y) ** 2)).then(name, "Pythagoras").lines[-1]
    assert line.checked == "✓ proved symbolically"


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


def test_a_starting_value_may_be_a_symbol_that_looks_like_the_element():
    start = symbols("v_0", real=True)
    halved = {S[0]: start, S[k]: S[k - 1] / 2}
    derive(S[k], given=halved, where={k: range(5)}).then(start / 2**k, "halved k times")
    with pytest.raises(DerivationError, match="does not follow"):
        derive(S[k], given=halved, where={k: range(5)}).then(start / 2, "halved once")


def test_a_range_may_hold_for_one_step_only_and_is_shown_there():
    start = derive(Max(n, 3))
    step = start.then(n, "from three on", where={n: range(3, 9)})
    assert "from three on, for n = 3, 4, ..., 8" in repr(step)
    with pytest.raises(DerivationError, match="at n = 1"):
        start.then(n, "always")


def test_a_value_that_is_given_counts_inside_a_recurrence_too():
    halves = AVERAGE | {beta: Rational(1, 2)}
    derive(S[2], given=halves).then(X[1] / 4 + X[2] / 2, "two steps")
    with pytest.raises(DerivationError, match="does not follow"):
        derive(S[2], given=halves).then(X[1] / 2 + X[2] / 2, "two steps")


def test_a_starting_point_may_stay_free():
    descent = {S[t]: (1 - beta) * S[t - 1]}
    derive(S[t], given=descent, where=RATE).then((1 - beta) ** t * S[0], "step by step")
    with pytest.raises(DerivationError, match="at t = 2"):
        derive(S[t], given=descent, where=RATE).then((1 - beta) * S[0], "one step")


def test_an_empty_sum_is_zero_and_one_that_runs_backwards_is_what_sympy_says():
    forwards, backwards = Sum(X[k], (k, 1, j)), Sum(X[j + 1 - k], (k, 1, j))
    derive(forwards, where={j: range(5)}).then(backwards, "from the end")
    derive(Sum(X[k], (k, 5, 2))).then(-X[3] - X[4], "backwards")


def test_a_summation_index_is_not_mixed_up_with_one_of_the_same_name_in_a_definition():
    weighted = {S[n]: Sum(n * X[k], (k, 1, n))}
    derive(Sum(S[k], (k, 1, 2)), given=weighted).then(3 * X[1] + 2 * X[2], "write out")


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
    derive(Eq(z, X[1] + S[1]), given={S[1]: X[1]}).then(X[1], "once")


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
    start = derive(sqrt(x**2), name="Square root")
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
                S[j], given={S[j]: beta * S[j - 1] + X[j]}, where=RATE | {j: range(2, 5)}
            ).then(X[j], "no start"),
            "does not reach a starting value",
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
