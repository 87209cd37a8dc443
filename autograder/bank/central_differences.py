"""Central differences for hidden tests: a gradient measured from values that were asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

STEP = 1e-5


def nearby(x: np.ndarray) -> list[np.ndarray]:
    """Each entry of x moved up and down by a small step: 2 · size arrays."""
    return [x + sign * STEP * e.reshape(x.shape) for e in np.eye(x.size) for sign in (1, -1)]


def slopes(values: Sequence[float], x: np.ndarray) -> np.ndarray:
    """The gradient at x, of its shape, from the values at `nearby(x)`."""
    up, down = np.array(values, dtype=float).reshape(-1, 2).T
    measured: np.ndarray = ((up - down) / (2 * STEP)).reshape(x.shape)
    return measured
