"""Residual connections and other remedies."""

import numpy as np
from booksite.errata.entries import erratum, numbers
from booksite.errata.functions import gradient, sigmoid


@erratum(
    topic="residual-gradient",
    said=r"""For $y = x + F(x)$: $\frac{\partial E}{\partial x} = \frac{\partial E}{\partial y} (1 +
        F'(x))$, and so, in the last line, $\frac{\partial E}{\partial y}\, F'(x)$.""",
    right=r"""The line before was right. The 1 is the shortcut, and it stays: $\delta\, (I + D
        W^\top)$ for a row $\delta$ and $F(x) = \varphi(xW)$.""",
)
def e_residual_drops_one():
    r"""$F(x) = \tanh(xW)$ with three units, $E$ the sum of the sines of $y$."""
    W = np.array([[0.5, -0.3, 0.2], [0.1, 0.4, -0.6], [-0.2, 0.7, 0.3]])
    x = np.array([0.4, -1.1, 0.8])
    delta = np.cos(x + np.tanh(x @ W))
    branch = (delta * (1 - np.tanh(x @ W) ** 2)) @ W.T
    measured = gradient(lambda x: np.sum(np.sin(x + np.tanh(x @ W))), x)
    return numbers(
        false="branch == measured_slopes",
        true="delta + branch == measured_slopes",
        branch=branch,
        delta=delta,
        measured_slopes=measured,
    )


@erratum(
    topic="residual-in-sequence-models",
    said=r"""A residual connection in a recurrent network adds the input $x_t$ to the output, which
        connects time steps directly.""",
    right=r"""That is a shortcut across one layer at one step, and it needs equal sizes. To $x_t$
        the past contributes nothing, so no path through time is shortened. The sum $h_t = h_{t-1}
        + F$ shortens them all; unscaled, its states grow.""",
)
def e_residual_rnn():
    r"""What is left of a small change of $h_0$ in $h_{60}$, for $F = \tanh(h_{t-1} W + x_t)$ with
    16 units and weights of variance 0.25/16."""

    def left_of_a_change(add_input, add_state):
        rng = np.random.default_rng(0)
        W = 0.5 * rng.normal(size=(16, 16)) / 4
        h, change = np.zeros(16), rng.normal(size=16) / 4
        start = np.linalg.norm(change)
        for x in rng.normal(size=(60, 16)):
            F = np.tanh(h @ W + x)
            change = (change @ W) * (1 - F**2) + add_state * change
            h = F + add_input * x + add_state * h
        return np.linalg.norm(change) / start

    return numbers(
        false="left_with_input_added > 0.01",
        true="left_with_state_added > 1",
        left_as_it_is=left_of_a_change(add_input=0, add_state=0),
        left_with_input_added=left_of_a_change(add_input=1, add_state=0),
        left_with_state_added=left_of_a_change(add_input=0, add_state=1),
    )


@erratum(
    topic="remedy-batch-norm",
    said="With batch normalization gradients neither vanish nor explode.",
    right="""It often helps. But in deep stacks without shortcuts it makes the gradients *grow* with
        depth at the start of training. Shortcuts and a norm inside each branch go together.""",
)
def e_bn_never_vanishes():
    """50 ReLU layers of 32 units at the start, 32 examples: length of the gradient at the input,
    relative to the output, with batch norm and with He's weights alone."""

    def gradient_left(norm, n=32, layers=50):
        rng = np.random.default_rng(0)
        a, g, kept = rng.normal(size=(n, n)), rng.normal(size=(n, n)), []
        start = np.linalg.norm(g)
        for _ in range(layers):
            W = np.sqrt(2 / n) * rng.normal(size=(n, n))
            z, std = a @ W, 1.0
            if norm:
                std = z.std(axis=0)
                z = (z - z.mean(axis=0)) / std
            kept.append((W, z, std))
            a = np.maximum(z, 0)
        for W, z, std in kept[::-1]:
            g = g * (z > 0)
            if norm:
                g = (g - g.mean(axis=0) - z * (g * z).mean(axis=0)) / std
            g = g @ W.T
        return np.linalg.norm(g) / start

    return numbers(
        false="left_with_batch_norm < 10",
        true="left_with_batch_norm > 100 * left_with_he",
        left_with_batch_norm=gradient_left(norm=True),
        left_with_he=gradient_left(norm=False),
    )


@erratum(
    topic="remedy-batch-norm",
    said="Batch normalization of the input layer prevents small gradients.",
    right="""The layers behind it take their factors as before. A norm acts on the layer it stands
        in: to keep *all* sums near mean 0 and variance 1 it has to stand in each layer.""",
)
def e_bn_input_layer():
    r"""30 sigmoid layers of 32 units, 32 examples, weights of standard deviation $1/\sqrt{32}$:
    length of the gradient at the input, relative to the output."""

    def gradient_left(norm_each, n=32, layers=30):
        rng = np.random.default_rng(0)
        a, g, kept = 3 + rng.normal(size=(n, n)), rng.normal(size=(n, n)), []
        a = (a - a.mean(axis=0)) / a.std(axis=0)
        start = np.linalg.norm(g)
        for _ in range(layers):
            W = rng.normal(size=(n, n)) / np.sqrt(n)
            z, std = a @ W, 1.0
            if norm_each:
                std = z.std(axis=0)
                z = (z - z.mean(axis=0)) / std
            a = sigmoid(z)
            kept.append((W, z, a, std))
        for W, z, a, std in kept[::-1]:
            g = g * a * (1 - a)
            if norm_each:
                g = (g - g.mean(axis=0) - z * (g * z).mean(axis=0)) / std
            g = g @ W.T
        return np.linalg.norm(g) / start

    return numbers(
        false="left_with_norm_of_input > 1e-6",
        true="left_with_norm_in_each_layer > 0.01",
        left_with_norm_of_input=gradient_left(norm_each=False),
        left_with_norm_in_each_layer=gradient_left(norm_each=True),
    )
