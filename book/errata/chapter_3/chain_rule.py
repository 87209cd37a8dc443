"""The chain rule."""

import numpy as np
from booksite.errata.entries import erratum, numbers
from booksite.errata.functions import sigmoid, slope
from sympy import Eq, Symbol, exp


@erratum(
    topic="chain-rule-one-hidden-unit",
    said=r"""For a weight $w$ between input and hidden unit: $\frac{dL}{dw} = \frac{dL}{da_y} \cdot
        \frac{da_y}{dz_y} \cdot \frac{dz_y}{dw}$, three simple derivatives.""",
    right=r"""The last factor is not simple: $z_y$ depends on $w$ only through the hidden unit. It
        is $\frac{dz_y}{da_h} \cdot \frac{da_h}{dz_h} \cdot \frac{dz_h}{dw}$, the outgoing weight,
        the slope of the hidden unit, and the input.""",
)
def e_chain_rule_hidden_missing():
    """One input, one hidden and one output unit; the last factor read as a layer's own, its
    input."""
    x, w, v, target = 0.5, 0.8, -1.2, 1.0

    def loss(w):
        return (sigmoid(v * sigmoid(w * x)) - target) ** 2 / 2

    h = sigmoid(w * x)
    y = sigmoid(v * h)
    return numbers(
        false="three_factors == measured_slope",
        true="five_factors == measured_slope",
        three_factors=(y - target) * y * (1 - y) * h,
        five_factors=(y - target) * y * (1 - y) * v * h * (1 - h) * x,
        measured_slope=slope(loss, w),
    )


@erratum(
    topic="logistic-slope-parameter",
    said=r"The units are $a = 1/(1 + e^{-\beta h})$; the backward pass has the slope $a(1 - a)$.",
    right=r"""The slope is $\beta\, a(1 - a)$. The factor belongs into the error signal of every
        such unit, unless $\beta = 1$.""",
)
def e_logistic_beta():
    r"""One unit with $\beta = 2$ at $h = 0.4$."""
    beta, h = 2, 0.4
    a = sigmoid(beta * h)
    return numbers(
        false="a * (1 - a) == measured_slope",
        true="beta * a * (1 - a) == measured_slope",
        a=a,
        beta=beta,
        measured_slope=slope(lambda h: sigmoid(beta * h), h),
    )


@erratum(
    topic="nonlinearity-derivative-table",
    said=r"""In a table, the sigmoid is $\frac{1}{1 + e^z}$, with the derivative $a(1 - a)$ (four
        times).""",
    right=r"""$\frac{1}{1 + e^{-z}}$. Without the minus it is $1 - \sigma(z)$, which falls, and the
        derivative beside it has the wrong sign. A worked example in the same text uses the right
        one.""",
)
def e_sigmoid_sign_003():
    """Slopes of both functions at 0.52, and what the printed derivative gives with their values."""

    def printed(z):
        return 1 / (1 + np.exp(z))

    a, a_right = printed(0.52), sigmoid(0.52)
    return numbers(
        false="a * (1 - a) == slope_of_printed",
        true="a_right * (1 - a_right) == slope_of_sigmoid",
        a=a,
        a_right=a_right,
        slope_of_printed=slope(printed, 0.52),
        slope_of_sigmoid=slope(sigmoid, 0.52),
    )


@erratum(
    topic="sigmoid-derivative-by-quotient",
    said=r"""A derivation begins with $\sigma(Z) = \frac{1}{1 - e^{Z}} = (1 - e^{-Z})^{-1}$ and ends
        at $\sigma(1 - \sigma)$.""",
    right=r"""Only the end is right. $\sigma(z) = (1 + e^{-z})^{-1}$; the quotient rule gives
        $e^{-z}/(1 + e^{-z})^2$, which is $\sigma(1 - \sigma)$. The two printed forms differ from
        each other, too, and have a pole at 0.""",
)
def e_sigmoid_004():
    """The two forms that are set equal; then the right derivation."""
    z = Symbol("z", real=True)
    sigma = 1 / (1 + exp(-z))
    return numbers(
        false=Eq(1 / (1 - exp(z)), 1 / (1 - exp(-z)), evaluate=False),
        true=Eq(exp(-z) / (1 + exp(-z)) ** 2, sigma * (1 - sigma), evaluate=False),
        at={z: 1},
    )


@erratum(
    topic="derivative-in-output-preactivation",
    said=r"$\frac{dJ}{dA^{[2]}} = \frac{dA^{[2]}}{dZ^{[2]}}$.",
    right=r"""Two different slopes: of the cost in the output, and of the sigmoid in its input.
        Their *product* is $\frac{dJ}{dZ^{[2]}}$.""",
)
def e_dJdA_equals_dAdZ():
    """Cross-entropy of one example: $Y = 1$, $Z = 0.6$."""
    Z = 0.6
    A = sigmoid(Z)
    dJ_dA, dA_dZ = slope(lambda A: -np.log(A), A), slope(sigmoid, Z)
    return numbers(
        false="dJ_dA == dA_dZ",
        true="dJ_dA * dA_dZ == dJ_dZ",
        dJ_dA=dJ_dA,
        dA_dZ=dA_dZ,
        dJ_dZ=slope(lambda Z: -np.log(sigmoid(Z)), Z),
    )


@erratum(
    topic="derivative-in-output-preactivation",
    said=r"""$\frac{dZ^{[2]}}{dJ} = \frac{dJ}{dZ^{[2]}}$, and likewise $\frac{db}{dJ}$ and
        $\frac{db}{dZ}$.""",
    right=r"""Upside down, a derivative is the reciprocal. What is meant is $\frac{dJ}{dZ}$, for
        which code writes `dZ`. Here it is $A - Y$.""",
)
def e_dZ_dJ_inverted():
    """Cross-entropy of one example: $Y = 1$, $Z = 0.6$."""
    Z, Y = 0.6, 1
    dJ_dZ = slope(lambda Z: -np.log(sigmoid(Z)), Z)
    return numbers(
        false="dZ_dJ == dJ_dZ",
        true="dJ_dZ == A - Y",
        dJ_dZ=dJ_dZ,
        dZ_dJ=1 / dJ_dZ,
        A=sigmoid(Z),
        Y=Y,
    )
