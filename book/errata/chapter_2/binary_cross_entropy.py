"""Cross-entropy for two classes."""

import numpy as np
from booksite.errata.entries import erratum, numbers
from booksite.errata.functions import gradient, sigmoid, slope


@erratum(
    topic="loss-reduction",
    said="The mean squared error carries $1/n$; the cross-entropy, in the same list, does not.",
    right="""Both are losses of one example and need the same decision: mean or sum over the
        examples. It changes every gradient by the factor $n$. This book takes means.""",
)
def e_bce_reduction():
    """Three examples: the length of the gradient in the logits, of the sum and of the mean."""
    logits, y = np.array([2.2, -1.4, 0.4]), np.array([1, 0, 0])

    def losses(z):
        return -y * np.log(sigmoid(z)) - (1 - y) * np.log(1 - sigmoid(z))

    return numbers(
        false="gradient_of_sum == gradient_of_mean",
        true="gradient_of_sum == 3 * gradient_of_mean",
        gradient_of_sum=np.linalg.norm(gradient(lambda z: np.sum(losses(z)), logits)),
        gradient_of_mean=np.linalg.norm(gradient(lambda z: np.mean(losses(z)), logits)),
    )


@erratum(
    topic="log-zero-problem",
    said="BCE = −(y log(p) + (1 − y) log(1 − p)), for any prediction from 0 to 1.",
    right=r"""At $p$ exactly 0 or 1 a program gets infinity, or `nan` for $0 \cdot \log 0$. Compute
        the loss from the logit, or clip the probability.""",
)
def e_bce_log_zero():
    """A logit of 800, whose probability rounds to 1, and a target of 0; the exact loss is 800."""
    z = 800.0
    with np.errstate(divide="ignore"):
        from_probability = -np.log(1 - sigmoid(z))
    return numbers(
        false="from_probability == 800",
        true="from_logit == 800",
        from_probability=from_probability,
        from_logit=max(z, 0) + np.log1p(np.exp(-abs(z))),
    )


@erratum(
    topic="binary-cross-entropy",
    said="In the cross-entropy, log is the logarithm that is used to compute the loss.",
    right="""The *natural* logarithm. Only its derivative is $1/x$, which the same text uses in its
        backward pass.""",
)
def e_log_base():
    """Slopes of two logarithms at 0.8."""
    return numbers(
        false="slope_of_log_2 == 1 / x",
        true="slope_of_ln == 1 / x",
        slope_of_log_2=slope(np.log2, 0.8),
        slope_of_ln=slope(np.log, 0.8),
        x=0.8,
    )


@erratum(
    topic="sigmoid-cross-entropy",
    said=r"""Sigmoid cross-entropy: $-y \log \sigma(\hat y) - (1 - y) \log(1 - \sigma(\hat y))$, in
        a table where $\hat y$ is the prediction.""",
    right=r"""The argument of $\sigma$ is the logit $z$. The prediction is $\hat y = \sigma(z)$; a
        second sigmoid gives another loss.""",
)
def e_sigmoid_ce_missing_argument():
    """A logit of 2, the target 1: the formula with the logit, and read with the prediction."""

    def loss(argument):
        return -np.log(sigmoid(argument))

    z = 2.0
    return numbers(
        false="with_the_prediction == with_the_logit",
        with_the_prediction=loss(sigmoid(z)),
        with_the_logit=loss(z),
    )


@erratum(
    topic="ce-faster-than-mse",
    said="A disadvantage of sigmoid cross-entropy: it can suffer from vanishing gradients.",
    right=r"""In the logit its gradient is $\sigma(z) - y$, close to −1 or 1 for a confident
        mistake: the slope of the sigmoid cancels. It is the squared error that keeps this slope,
        and vanishes.""",
)
def e_sigmoid_ce_vanishing():
    """A confident mistake, logit −8 with the target 1: slopes of both losses in the logit."""
    z, y = -8.0, 1
    return numbers(
        false="abs(slope_of_cross_entropy) < 0.01",
        true="abs(slope_of_squared_error) < 0.01",
        slope_of_cross_entropy=slope(lambda z: -np.log(sigmoid(z)), z),
        slope_of_squared_error=slope(lambda z: (sigmoid(z) - y) ** 2 / 2, z),
    )
