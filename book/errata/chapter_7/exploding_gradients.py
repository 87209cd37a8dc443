"""Exploding gradients."""

import numpy as np
from booksite.errata.deep import gradient_left
from booksite.errata.entries import erratum, numbers
from booksite.errata.functions import slope


@erratum(
    topic="exploding-activation-claim",
    said="""Activations with steep gradients, such as the sigmoid, make gradients explode; ReLU is
        less prone to it than sigmoid and tanh.""",
    right="""The sigmoid is the flattest of the three: its slope is at most ¼, that of tanh and ReLU
        1. ReLU keeps the slope 1 however large its input, so with large weights it explodes
        first.""",
)
def e_sigmoid_steep():
    r"""30 layers of 64 units, weights of standard deviation $2/\sqrt n$: length of the gradient at
    the input, relative to the output."""
    return numbers(
        false="grown_with_sigmoid > grown_with_relu",
        true="grown_with_relu > grown_with_tanh",
        grown_with_sigmoid=gradient_left("sigmoid", 2.0),
        grown_with_tanh=gradient_left("tanh", 2.0),
        grown_with_relu=gradient_left("relu", 2.0),
    )


@erratum(
    topic="product-of-jacobians",
    said="""In deep networks the gradients of the layers are multiplied with each other again and
        again, so they explode or vanish.""",
    right="""What is multiplied are the *Jacobians* of the layers, weights times slopes, and the
        error signal of the output once.""",
)
def e_product_of_gradients():
    r"""Three layers of one tanh unit, the loss $a_3^2/2$: its slope in the first weight, measured,
    as the product of the other two slopes, and by Jacobians."""
    w, x = (1.5, -0.8, 2.0), 0.6

    def loss(w1, w2, w3):
        return np.tanh(w3 * np.tanh(w2 * np.tanh(w1 * x))) ** 2 / 2

    z1 = w[0] * x
    z2 = w[1] * np.tanh(z1)
    z3 = w[2] * np.tanh(z2)
    s1, s2, s3 = (1 - np.tanh(z) ** 2 for z in (z1, z2, z3))
    return numbers(
        false="product_of_gradients == measured_slope",
        true="product_of_jacobians == measured_slope",
        product_of_gradients=slope(lambda w3: loss(w[0], w[1], w3), w[2])
        * slope(lambda w2: loss(w[0], w2, w[2]), w[1]),
        product_of_jacobians=np.tanh(z3) * s3 * (w[2] * s2) * (w[1] * s1) * x,
        measured_slope=slope(lambda w1: loss(w1, w[1], w[2]), w[0]),
    )


@erratum(
    topic="init-remedy-exploding",
    said="""A remedy for exploding gradients: smaller initial weights, as in Xavier and He
        initialization.""",
    right="""Xavier and He choose a *size*, by the numbers of inputs and outputs, at which signals
        keep their length. Weights that are merely smaller make the gradient vanish.""",
)
def e_smaller_init():
    """30 tanh layers of 64 units: what is left of the gradient with weights of standard deviation
    0.01, and with Xavier's, 0.125."""
    return numbers(
        false="left_with_smaller_weights > 0.01",
        true="left_with_xavier > 0.01",
        left_with_smaller_weights=gradient_left("tanh", 0.01 * np.sqrt(64)),
        left_with_xavier=gradient_left("tanh", 1.0),
    )


@erratum(
    topic="clipping-by-value",
    said="""Gradient clipping sets a threshold, and gradients beyond it are scaled down. (In one
        text it is the only remedy.)""",
    right="""There are two kinds. Clipping by *norm* scales the whole gradient and keeps its
        direction. Clipping by *value* limits each entry and bends the direction, here to a cosine
        of 0.893. Both bound the step; initialization and normalization act on the cause.""",
)
def e_clipping_only():
    """The gradient (0.3, −4, 12), clipped at 2.5."""
    g, limit = np.array([0.3, -4.0, 12.0]), 2.5

    def cosine(a, b):
        return a @ b / (np.linalg.norm(a) * np.linalg.norm(b))

    by_value = np.clip(g, -limit, limit)
    by_norm = g * min(1, limit / np.linalg.norm(g))
    return numbers(
        false="cosine_by_value == cosine_by_norm",
        true="cosine_by_norm == 1",
        cosine_by_value=cosine(g, by_value),
        cosine_by_norm=cosine(g, by_norm),
        length_by_value=np.linalg.norm(by_value),
        length_by_norm=np.linalg.norm(by_norm),
    )


@erratum(
    topic="learning-rate-and-gradients",
    said="A learning rate that is too high, or not right, causes vanishing or exploding gradients.",
    right="""At given weights the rate is no part of the gradient. It decides where the *next*
        weights are. A step that is too long may lead to a place where the gradient is huge, or
        almost 0.""",
)
def e_lr_changes_gradient():
    r"""20 layers of one linear unit with the same weight $w$, loss $\frac12 (w^{20} - 1)^2$: its
    slopes at the start, $w = 1.2$, and after one or two steps of gradient descent."""

    def loss_slope(w):
        return (w**20 - 1) * 20 * w**19

    def slopes(rate, steps, w=1.2):
        found = [loss_slope(w)]
        for _ in range(steps):
            w = w - rate * found[-1]
            found.append(loss_slope(w))
        return found

    low, middle, high = slopes(1e-6, steps=1), slopes(1e-4, steps=2), slopes(1e-3, steps=1)
    return numbers(
        false="first_at_high_rate > first_at_low_rate",
        true="abs(second_at_high_rate) > 1000 * abs(second_at_low_rate)",
        first_at_low_rate=low[0],
        first_at_high_rate=high[0],
        second_at_low_rate=low[1],
        second_at_high_rate=high[1],
        third_at_middle_rate=middle[2],
    )
