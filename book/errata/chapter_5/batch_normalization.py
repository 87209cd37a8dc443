"""Batch normalization."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording

RNG = np.random.default_rng(0)
X = RNG.normal(size=(50, 4))
W = RNG.normal(size=4)
TARGET = RNG.normal(size=50)


def batch_norm(X, gamma=1.0, beta=0.0, eps=0.0):
    return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + eps) + beta


def gradient(w, normalized=True):
    """The gradient of the mean squared error of one unit, with batch norm behind it or without."""
    if not normalized:
        return 2 / 50 * X.T @ (X @ w - TARGET)
    y = batch_norm(X @ w)
    g = 2 / 50 * (y - TARGET)
    return X.T @ (g - g.mean() - y * np.mean(g * y)) / np.std(X @ w)


def trained(lr, normalized=True, steps=50):
    """The loss of the unit after some steps."""
    w = W
    for _ in range(steps):
        w = w - lr * gradient(w, normalized)
    output = batch_norm(X @ w) if normalized else X @ w
    return np.mean((output - TARGET) ** 2)


@erratum(
    topic="batch-norm-scale-shift",
    said="Batch norm gives the outputs of a layer mean 0 and standard deviation 1.",
    right=r"""That is $\hat x$. The output is $y = \gamma \hat x + \beta$, with mean $\beta$ and
        standard deviation $\abs\gamma$, and both are learned.""",
)
def e_bn_output_moments():
    r"""Outputs of two units with $\gamma = (1.5, 0.5)$ and $\beta = (0.1, -0.2)$."""
    gamma, beta = np.array([1.5, 0.5]), np.array([0.1, -0.2])
    y = batch_norm(X[:, :2], gamma, beta)
    return numbers(
        false="deviations == (1, 1)",
        true="deviations == gamma",
        deviations=y.std(axis=0),
        means=y.mean(axis=0),
        gamma=gamma,
    )


e_bn_mu_beta = wording(
    topic="batch-norm-statistics",
    said=r"The mean of the mini-batch is $\mu_\beta$.",
    right=r"$\mu_B$, with the batch $B$. $\beta$ is the learned shift.",
    reason="""The paper writes a calligraphic B, for the batch, which looks like a β. The shift
        has nothing to do with the mean of the batch.""",
)


@erratum(
    topic="batch-norm-inference",
    said="""A program of batch norm has `mean = np.mean(X, axis=0)` and the variance, and no other
        branch.""",
    right=r"""This is training. At test time a single example would be its own mean, and the output
        $\beta$ for every input. Keep running averages in training, and use them in testing.""",
)
def e_bn_inference_missing():
    r"""Two very different examples, each alone through that program, with $\beta = 0.1$ and
    $\varepsilon = 10^{-5}$."""
    a, b = np.array([[3.0, -7.0]]), np.array([[-20.0, 0.4]])
    return numbers(
        false="abs(output_for_a - output_for_b) > 0",
        true="output_for_a == 0.1",
        output_for_a=batch_norm(a, beta=0.1, eps=1e-5)[0],
        output_for_b=batch_norm(b, beta=0.1, eps=1e-5)[0],
    )


@erratum(
    topic="internal-covariate-shift",
    said="""Batch norm makes training faster by reducing internal covariate shift: the inputs of a
        layer move less.""",
    right="""That was its motivation, and later experiments contradict it. It helps here, where
        no input moves at all: the rate 3 becomes usable. Weights ten times as large leave the
        output as it is and have a tenth of the gradient, so that long steps tame themselves.""",
)
def e_bn_covariate_shift():
    """One unit on fixed inputs: its loss after 50 steps with the learning rate 3, and the magnitude
    of the gradient at $w$ and at $10w$."""
    return numbers(
        false="loss_with_batch_norm >= loss_without",
        true="gradient_at_w == 10 * gradient_at_10_w",
        loss_with_batch_norm=trained(3.0),
        loss_without=trained(3.0, normalized=False),
        gradient_at_w=np.linalg.norm(gradient(W)),
        gradient_at_10_w=np.linalg.norm(gradient(10 * W)),
    )


@erratum(
    topic="batch-norm-placement",
    said="""Batch norm is applied to the output of the activation; in another place, before the
        activation.""",
    right="""Both are in use, and they are two networks. Behind the ReLU, batch norm hands on
        values with mean 0; in front of it, what is handed on is never negative. Say which order
        is meant.""",
)
def e_bn_placement():
    """What the next layer gets from four units: smallest value and mean, in both orders."""
    norm_first, relu_first = np.maximum(0, batch_norm(X)), batch_norm(np.maximum(0, X))
    return numbers(
        false="smallest_norm_first == smallest_relu_first",
        true="mean_norm_first > 0.3",
        smallest_norm_first=norm_first.min(),
        smallest_relu_first=relu_first.min(),
        mean_norm_first=norm_first.mean(),
        mean_relu_first=relu_first.mean(),
    )


@erratum(
    topic="batch-norm-advantages",
    said="Batch norm allows higher learning rates without overfitting.",
    right="""Without *diverging*. Too high a rate does not overfit, it fails to fit. Batch norm
        tolerates it because the output does not depend on the length of the weights.""",
)
def e_bn_rates_overfitting():
    """One unit without batch norm: training losses after 50 steps with the learning rates 0.3 and
    3."""
    return numbers(
        false="training_loss_at_3 <= training_loss_at_0_3",
        training_loss_at_3=trained(3.0, normalized=False),
        training_loss_at_0_3=trained(0.3, normalized=False),
    )


@erratum(
    topic="batch-norm-drawbacks",
    said="Batch norm cannot be used in recurrent networks, since their sequences vary in length.",
    right="""It can, with statistics of its own for each time step. For varying lengths this is
        awkward, as late steps have few examples. Layer norm needs no such statistics.""",
)
def e_batchnorm_in_rnn():
    """Eight sequences of five steps through three tanh units, each step's sums normalized over the
    batch: the largest mean of a unit in any step."""
    rng = np.random.default_rng(0)
    inputs, W_h = rng.normal(size=(5, 8, 3)), rng.normal(size=(3, 3))
    h, means = np.zeros((8, 3)), []
    for x in inputs:
        z = batch_norm(x + h @ W_h)
        means.append(z.mean(axis=0))
        h = np.tanh(z)
    return numbers(false="largest_mean > 1e-9", largest_mean=np.abs(means).max())
