"""Signals and gradients of deep networks with random weights, for many entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .functions import sigmoid

Function = Callable[[Any], Any]

ACTIVATIONS: dict[str, tuple[Function, Function]] = {  # the function, and its slope
    "none": (lambda z: z, np.ones_like),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0), lambda z: 1.0 * (z > 0)),
    "sin": (np.sin, np.cos),
    "softplus": (lambda z: np.logaddexp(0, z), sigmoid),
}


def deep_network(
    activation: str, scale: float, layers: int = 30, width: int = 64, networks: int = 5
) -> tuple[float, float]:
    """Send a normal input forward, and a random gradient back.

    The weights have the standard deviation scale / √width. Gives the root mean square of the last
    outputs, and the length of the gradient at the input as a multiple of its length at the output;
    medians of the networks.
    """
    rng = np.random.default_rng(0)
    function, slope = ACTIVATIONS[activation]
    a, g = rng.normal(size=(2, networks, 1, width))
    start = np.linalg.norm(g, axis=(1, 2))
    weights = scale / np.sqrt(width) * rng.normal(size=(layers, networks, width, width))
    sums = []
    for W in weights:
        sums.append(a @ W)
        a = function(sums[-1])
    for W, z in zip(weights[::-1], sums[::-1], strict=True):
        g = (g * slope(z)) @ W.swapaxes(1, 2)
    size = np.sqrt(np.mean(a**2, axis=(1, 2)))
    left = np.linalg.norm(g, axis=(1, 2)) / start
    return float(np.median(size)), float(np.median(left))


def gradient_left(
    activation: str, scale: float, layers: int = 30, width: int = 64, networks: int = 5
) -> float:
    """What `deep_network` gives for the gradient."""
    return deep_network(activation, scale, layers, width, networks)[1]
