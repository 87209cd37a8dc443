"""ReLU and its family."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording
from booksite.errata.functions import gradient

e_restricted_linear_unit = wording(
    topic="relu-activation",
    said="ReLU stands for restricted linear unit, or rectifier linear unit.",
    right="*Rectified* linear unit: like a rectifier for a current, it lets one direction through.",
    reason="A name; a search for the wrong one finds little.",
)


@erratum(
    topic="relu-derivative",
    said="The derivative of ReLU is 0 for $z < 0$ and 1 for $z \\ge 0$.",
    right="""At 0 there is none: the slope from the left is 0, from the right 1. Programs choose a
        value in $[0, 1]$. PyTorch and this book choose 0.""",
)
def e_relu_derivative_zero():
    """Difference quotients of ReLU at 0."""

    def relu(z):
        return max(0.0, z)

    return numbers(
        false="from_the_left == from_the_right",
        from_the_left=(relu(0.0) - relu(-1e-6)) / 1e-6,
        from_the_right=(relu(1e-6) - relu(0.0)) / 1e-6,
    )


@erratum(
    topic="leaky-relu-not-centred",
    said="An advantage of leaky ReLU: it is zero-centred.",
    right="""Its mean is hardly below that of ReLU, 0.395 instead of 0.399. Of these three, tanh is
        the one that is zero-centred.""",
)
def e_leaky_zero_centered():
    """Mean outputs for normally distributed inputs, by a sum over a fine grid; the leak is 0.01."""
    z = np.linspace(-10, 10, 200_001)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    return numbers(
        false="mean_of_leaky_relu == 0",
        true="abs(mean_of_tanh) < 1e-9",
        mean_of_leaky_relu=np.sum(np.where(z > 0, z, 0.01 * z) * density),
        mean_of_relu=np.sum(np.maximum(z, 0) * density),
        mean_of_tanh=np.sum(np.tanh(z) * density),
    )


@erratum(
    topic="prelu",
    said=r"""Leaky ReLU is $\max(ax, x)$, and parametric ReLU the same with a slope $a$ that is
        learned.""",
    right=r"""The maximum is the two-branch function only while $a \le 1$, and a learned slope may
        pass 1. Without that condition: $\max(0, x) + a \min(0, x)$.""",
)
def e_leaky_max_form():
    """A slope of 2 below zero, at $x = -1$."""
    a, x = 2, -1
    return numbers(
        false="by_maximum == by_branches",
        true="by_sum == by_branches",
        by_maximum=max(a * x, x),
        by_branches=x if x >= 0 else a * x,
        by_sum=max(0, x) + a * min(0, x),
    )


@erratum(
    topic="elu",
    said=r"ELU, $\alpha(e^x - 1)$ below zero and $x$ above, is a smooth function.",
    right=r"""With $\alpha = 1$ it is differentiable once; its second derivative jumps at 0. With
        any other $\alpha$ it has a kink there.""",
)
def e_elu_smooth():
    r"""Slopes on either side of 0 for $\alpha = 0.5$ and for $\alpha = 1$."""

    def slope_from_left(alpha, h=1e-7):
        return -alpha * np.expm1(-h) / h

    return numbers(
        false="abs(left_slope - right_slope) < 1e-6",
        true="abs(left_slope_with_alpha_1 - right_slope) < 1e-6",
        left_slope=slope_from_left(0.5),
        left_slope_with_alpha_1=slope_from_left(1.0),
        right_slope=1.0,
    )


@erratum(
    topic="maxout-derivative-and-cost",
    said="The derivative of maxout is piecewise linear.",
    right="""The *function* is piecewise linear. Its derivative is constant on each piece: the
        weights of the piece that wins.""",
)
def e_maxout_derivative():
    """Three pieces without bias; slopes by differences at $x$ and at $2x$, where the same piece
    wins."""
    W = np.array([[1.0, -0.5], [-0.3, 0.8], [0.2, 0.2]])
    x = np.array([1.0, 2.0])

    def slopes(x):
        return gradient(lambda x: np.max(W @ x), x).round(6)

    return numbers(
        false="slopes_at_2x == 2 * slopes_at_x",
        true="slopes_at_x == winning_weights",
        slopes_at_x=slopes(x),
        slopes_at_2x=slopes(2 * x),
        winning_weights=W[np.argmax(W @ x)],
    )


@erratum(
    topic="maxout-derivative-and-cost",
    said="Maxout doubles the number of parameters.",
    right="It multiplies them by the number of pieces. Doubling is the case of two.",
)
def e_maxout_doubles():
    """A unit with 100 inputs, and a maxout unit with five pieces."""
    inputs, pieces = 100, 5
    return numbers(
        false="parameters_of_maxout == 2 * parameters_of_a_unit",
        true="parameters_of_maxout == 5 * parameters_of_a_unit",
        parameters_of_a_unit=np.zeros(inputs + 1).size,
        parameters_of_maxout=np.zeros((pieces, inputs + 1)).size,
    )
