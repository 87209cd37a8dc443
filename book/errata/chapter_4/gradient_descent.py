"""Gradient descent."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording


@erratum(
    topic="gradient-descent-update",
    said=r"Gradient descent: $x_{i+1} = x_i + \alpha \nabla f(x_i)$.",
    right="""Minus. The gradient points to where $f$ grows fastest, so adding it climbs.""",
)
def e_gd_ascent():
    r"""Ten steps of 0.1 on $f = x^2/2$ from $x = 1$: $f$ at the start and at both ends."""

    def f_after(sign):
        x = 1.0
        for _ in range(10):
            x = x + sign * 0.1 * x
        return x**2 / 2

    return numbers(
        false="with_plus < at_start",
        true="with_minus < at_start",
        at_start=0.5,
        with_plus=f_after(1),
        with_minus=f_after(-1),
    )


e_gd_formula_missing = wording(
    topic="gd-implementation",
    said="""Each parameter is changed by the following rule; no rule follows. Later the formulas of
        dropout and of the LSTM are announced in the same way.""",
    right=r"""$w \leftarrow w - \eta\, \partial L/\partial w$, for each parameter, with all slopes
        taken at the same point.""",
    reason="The rule *is* the method. It was a picture, which was lost in copying.",
)


@erratum(
    topic="gd-convergence-condition",
    said="""An advantage of gradient descent on all examples: for a convex problem it is certain to
        converge to the global minimum.""",
    right=r"""If there is a minimum, and if $0 < \eta < 2/\lambda$ with the largest curvature
        $\lambda$. With a longer step it diverges on the simplest convex function.""",
)
def e_gd_convex_guarantee():
    r"""Distance from the minimum of $x^2/2$, whose curvature is 1: at the start, and after 50 steps
    with the learning rates 2.1 and 1.9."""

    def distance(lr):
        x = 1.0
        for _ in range(50):
            x -= lr * x
        return abs(x)

    return numbers(
        false="with_rate_2_1 < at_start",
        true="with_rate_1_9 < at_start",
        at_start=1.0,
        with_rate_2_1=distance(2.1),
        with_rate_1_9=distance(1.9),
    )


@erratum(
    topic="gd-convergence-condition",
    said="The learning rate lies between 0 and 1, mostly between 0.001 and 0.04.",
    right="""The curvature sets the range, which can lie far above or far below. Search on a
        logarithmic scale, up to two over the largest curvature.""",
)
def e_gd_lr_range():
    r"""Distance from the minimum of $\lambda x^2/2$, from 1: the largest rate of that range with
    $\lambda = 100$ after ten steps, and with $\lambda = 0.001$ after a hundred; there the rate 900
    too."""

    def distance(curvature, lr, steps):
        return abs(1 - lr * curvature) ** steps

    return numbers(
        false="max(steep_with_0_04, flat_with_0_04) < 0.5",
        true="flat_with_900 < 1e-9",
        steep_with_0_04=distance(100, 0.04, 10),
        flat_with_0_04=distance(0.001, 0.04, 100),
        flat_with_900=distance(0.001, 900, 100),
    )


@erratum(
    topic="learning-rate-too-low",
    said="A smaller learning rate makes the result of the optimization more exact.",
    right="""For noisy gradients: there it lowers the level at which the loss stays. Without noise
        every rate that converges leads to the same minimum of a convex loss, and a smaller one
        takes longer.""",
)
def e_small_rate_precise():
    r"""Exact gradients of $x^2/2$, from 1: what is left after 200 steps."""
    left = {}
    for lr in (0.5, 0.01):
        x = 1.0
        for _ in range(200):
            x -= lr * x
        left[lr] = abs(x)
    return numbers(
        false="left_with_rate_0_01 < left_with_rate_0_5",
        left_with_rate_0_01=left[0.01],
        left_with_rate_0_5=left[0.5],
    )


@erratum(
    topic="learning-rate-too-high",
    said="A learning rate that is too high makes the model memorize the training data.",
    right="""To memorize is to have a *small* training error. With too high a rate the training
        error itself stays large or grows; with too low a rate training is not finished.""",
)
def e_lr_memorizes():
    """A line through 30 points with noise of variance 0.01: training errors after 60 steps, with
    the rates 1 and 2.2 over the largest curvature."""
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=30), np.ones(30)])
    y = X @ [2, 1] + 0.1 * rng.normal(size=30)
    curvature = np.linalg.eigvalsh(X.T @ X / 30)[-1]
    errors = {}
    for share in (1.0, 2.2):
        w = np.zeros(2)
        for _ in range(60):
            w -= share / curvature * X.T @ (X @ w - y) / 30
        errors[share] = np.mean((X @ w - y) ** 2)
    return numbers(
        false="error_at_high_rate < error_at_good_rate",
        true="error_at_good_rate < 0.02",
        error_at_high_rate=errors[2.2],
        error_at_good_rate=errors[1.0],
    )


@erratum(
    topic="gd-implementation",
    said="""`parameters["W1"] -= learning_rate * dW1` and `parameters["W1"] = parameters["W1"] -
        learning_rate * dW1` are used as if they did the same.""",
    right="""The first writes into the array itself, so every other name of that array changes too.
        The second makes a new array. Choose one, and say in the docstring which.""",
)
def e_gd_code_inplace():
    """A step of 0.1 along a gradient of 1; the caller kept a name of its own for the weights."""
    gradient = np.ones(2)
    W = np.ones(2)
    kept_in_place = W
    W -= 0.1 * gradient
    W = np.ones(2)
    kept_rebound = W
    W = W - 0.1 * gradient
    return numbers(
        false="kept_in_place == kept_rebound",
        true="kept_rebound == (1, 1)",
        kept_in_place=kept_in_place,
        kept_rebound=kept_rebound,
        updated=W,
    )
