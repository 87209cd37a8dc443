"""Functions that many entries need, as the book defines them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def sigmoid(z: ArrayLike) -> Any:
    return 1 / (1 + np.exp(-np.asarray(z, float)))


def softmax(z: ArrayLike) -> NDArray[np.float64]:
    """Softmax of a vector, or of each row."""
    shifted = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def slope(f: Callable[[Any], Any], x: float, h: float = 1e-6) -> float:
    """The derivative of f at a number, by a central difference."""
    return float((f(x + h) - f(x - h)) / (2 * h))


def gradient(f: Callable[[Any], Any], x: ArrayLike, h: float = 1e-6) -> NDArray[np.float64]:
    """The derivatives of f in every entry of an array, by central differences."""
    x = np.array(x, float)
    slopes = np.zeros_like(x)
    for entry in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[entry] = h
        slopes[entry] = (f(x + step) - f(x - step)) / (2 * h)
    return slopes


GATES = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def train_perceptron(
    targets: list[int],
    lr: float = 1.0,
    *,
    constant: float = 1.0,
    fires_at_zero: bool = True,
    epochs: int = 100,
) -> tuple[NDArray[np.float64], list[int]]:
    """Train on the four inputs of a gate; give the weights and the mistakes of each epoch.

    The weights start at zero; the last one belongs to a constant input.
    """
    w, mistakes = np.zeros(3), []
    for _ in range(epochs):
        mistakes.append(0)
        for x, target in zip(GATES, targets, strict=True):
            inputs = np.append(x, constant)
            z = inputs @ w
            output = float(z >= 0 if fires_at_zero else z > 0)
            mistakes[-1] += int(output != target)
            w = w + lr * (target - output) * inputs
        if mistakes[-1] == 0:
            break
    return w, mistakes
