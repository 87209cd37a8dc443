"""Layers."""

import math

import numpy as np
from booksite.errata.entries import erratum, numbers
from booksite.errata.functions import GATES, gradient, sigmoid


@erratum(
    topic="input-layer",
    said="Two features need two input layers.",
    right="""One input layer of two units, one for each feature. Nothing is computed there: its
        values are a row of $X$.""",
)
def e_two_input_layers():
    """The first weight matrix of a network for two features: rows are what the input layer
    holds."""
    X = np.ones((5, 2))
    W1 = np.ones((2, 3))
    hidden = X @ W1
    return numbers(
        false="features_of_one_input_layer == 1",
        true="hidden.shape == (5, 3)",
        features_of_one_input_layer=W1.shape[0],
        hidden=hidden,
    )


@erratum(
    topic="parameter-counting",
    said="""In practice the number of hidden layers, with their weights and biases, can exceed
        billions.""",
    right="""Parameters are counted in billions. Layers are counted in tens or hundreds: of width
        4096 it takes 60 for a billion parameters.""",
)
def e_billions_of_layers():
    """Dense layers of 4096 units that it takes for a billion parameters."""
    parameters_of_a_layer = 4096 * 4096 + 4096
    return numbers(
        false="layers > 10**9",
        true="layers == 60",
        layers=math.ceil(1e9 / parameters_of_a_layer),
    )


@erratum(
    topic="hidden-layer",
    said="The hidden layers are where the learning happens.",
    right="""Every layer with parameters learns. In this network the output layer has the longer
        gradient.""",
)
def e_hidden_only_learning():
    """The sigmoid network of the 2-2-1 example: lengths of its two gradients."""
    x, W1, b1 = np.array([0.5, 0.8]), np.array([[0.2, 0.3], [0.4, 0.7]]), np.array([0.1, 0.2])
    W2, b2 = np.array([0.5, 0.6]), 0.3

    def loss(W1, W2):
        return (1 - sigmoid(sigmoid(x @ W1 + b1) @ W2 + b2)) ** 2 / 2

    return numbers(
        false="output_gradient == 0",
        true="output_gradient > hidden_gradient",
        output_gradient=np.linalg.norm(gradient(lambda W: loss(W1, W), W2)),
        hidden_gradient=np.linalg.norm(gradient(lambda W: loss(W, W2), W1)),
    )


@erratum(
    topic="more-weights-alone",
    said="For more complex problems, simply add more weights.",
    right="""Without an activation in between, layers multiply to one matrix, however many weights
        they have. It is hidden units *with a non-linear activation* that add something.""",
)
def e_more_weights():
    """Five inputs through 50 linear hidden units, and through one layer whose weights are the
    product."""
    rng = np.random.default_rng(0)
    X, W1, W2 = rng.normal(size=(5, 2)), rng.normal(size=(2, 50)), rng.normal(size=(50, 1))
    return numbers(
        false="max(abs(two_layers - one_layer)) > 1e-9",
        two_layers=((X @ W1) @ W2).ravel(),
        one_layer=(X @ (W1 @ W2)).ravel(),
    )


@erratum(
    topic="mlp-two-sweeps",
    said="""Training a network with a hidden layer is like training a perceptron, done twice, once
        for each layer.""",
    right="""The perceptron rule needs a target for each unit, and hidden units have none. With
        steps the loss has no slope in their weights either. It takes differentiable activations and
        backpropagation.""",
)
def e_mlp_perceptron_twice():
    """Slopes of the squared error on XOR in the hidden weights of a 2-2-1 network: steps, then
    sigmoids."""
    W1, b1, W2, b2 = np.array([[0.9, -0.4], [0.5, 0.8]]), [0.2, -0.3], np.array([0.7, -0.6]), 0.1

    def slopes(activation):
        def loss(W):
            return np.mean((activation(activation(GATES @ W + b1) @ W2 + b2) - [0, 1, 1, 0]) ** 2)

        return gradient(loss, W1)

    return numbers(
        false="max(abs(slopes_with_steps)) > 0",
        true="min(abs(slopes_with_sigmoids)) > 0",
        slopes_with_steps=slopes(lambda z: (z >= 0).astype(float)).ravel(),
        slopes_with_sigmoids=slopes(sigmoid).ravel(),
    )


@erratum(
    topic="universal-approximation",
    said="An advantage of neural networks, without further conditions: universal approximation.",
    right="""The theorem says that *some* network with enough units comes close to a continuous
        function, on a *bounded* set of inputs. It does not say how many units, that training finds
        them, or what happens outside.""",
)
def e_universal_approximation():
    """The polyline through 65 points of $x^2$ on [−1, 1], which a network of ReLUs can be; its
    errors     inside and at 3."""
    knots = np.linspace(-1, 1, 65)
    inside = np.linspace(-1, 1, 2001)
    last_slope = (knots[-1] ** 2 - knots[-2] ** 2) / (knots[-1] - knots[-2])
    return numbers(
        false="error_at_3 <= largest_error_inside",
        largest_error_inside=np.max(abs(np.interp(inside, knots, knots**2) - inside**2)),
        error_at_3=abs(1 + last_slope * (3 - 1) - 3**2),
    )
