"""The output layer."""

import numpy as np
from booksite.errata.entries import erratum, numbers
from booksite.errata.functions import softmax


@erratum(
    topic="default-hidden-activation",
    said="The default activation of hidden layers is ReLU or softmax.",
    right="""ReLU or a relative of it. Softmax couples all units of a layer, because they sum to 1,
        and its slopes are small. It belongs to the output of a classifier. (Attention uses it
        inside, for the weights of an average.)""",
)
def e_softmax_hidden_default():
    """Length of the gradient that reaches the input through 10 layers of 64 units; medians of five
    draws."""

    def length(activation, backward, seed):
        rng = np.random.default_rng(seed)
        a, steps = rng.normal(size=64), []
        for _ in range(10):
            W = rng.normal(size=(64, 64)) * np.sqrt(2 / 64)
            z = a @ W
            a = activation(z)
            steps.append((W, z, a))
        g = a / np.linalg.norm(a)  # the gradient of the length of the output
        for W, z, a in reversed(steps):
            g = W @ backward(g, z, a)
        return np.linalg.norm(g)

    def relu(z):
        return np.maximum(z, 0)

    relu_lengths = [length(relu, lambda g, z, a: g * (z > 0), seed) for seed in range(5)]
    softmax_lengths = [length(softmax, lambda g, z, a: a * (g - a @ g), seed) for seed in range(5)]
    return numbers(
        false="gradient_with_softmax >= gradient_with_relu",
        gradient_with_softmax=np.median(softmax_lengths),
        gradient_with_relu=np.median(relu_lengths),
    )


@erratum(
    topic="linear-activation",
    said="Nearly always, in 99 % of the cases, the linear activation is useless in deep learning.",
    right="""Between layers it adds nothing. As the *output* of a regression it is the standard: a
        sigmoid never leaves $(0, 1)$, and prices do.""",
)
def e_linear_useless():
    """Prices near 200, which depend on one feature; the smallest error that either output can
    have."""
    x = np.random.default_rng(0).normal(size=200)
    prices = 200 + 3 * x
    inputs = np.column_stack([np.ones(200), x])
    fitted = inputs @ np.linalg.lstsq(inputs, prices)[0]
    return numbers(
        false="error_of_linear >= error_of_sigmoid",
        error_of_linear=np.max(abs(fitted - prices)),
        error_of_sigmoid=np.min(prices) - 1,
    )


@erratum(
    topic="softmax-stability",
    said="A disadvantage of softmax: it can cause exploding gradients.",
    right="""Its slopes are at most 1/4, and the gradient $p - y$ of the cross-entropy at most 1 in
        each entry. What explodes is the exponential, unless the largest logit is subtracted
        first.""",
)
def e_softmax_exploding():
    """800 vectors of six logits, up to the thousands; then the logits 1000 and 0."""
    rng = np.random.default_rng(0)
    p = softmax(rng.normal(size=(200, 6)) * np.array([1, 10, 100, 1000])[:, None, None])
    slopes = p[..., :, None] * (np.eye(6) - p[..., None, :])
    with np.errstate(over="ignore", invalid="ignore"):
        naive = np.exp([1000.0, 0.0]) / np.exp([1000.0, 0.0]).sum()
    return numbers(
        false="largest_slope > 1",
        true="nans_with_subtraction < nans_without_it",
        largest_slope=np.max(abs(slopes)),
        nans_with_subtraction=np.isnan(softmax([1000.0, 0.0])).sum(),
        nans_without_it=np.isnan(naive).sum(),
    )
