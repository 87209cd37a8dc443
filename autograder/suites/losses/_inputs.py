"""What the exercises of this assignment share: the slope of a loss, measured."""

import numpy as np

STEP = 1e-5


def nearby(x):
    """Each entry of x moved up and down by a small step: 2 · size arrays."""
    return [x + sign * STEP * e.reshape(x.shape) for e in np.eye(x.size) for sign in (1, -1)]


def slopes(losses, x):
    """The gradient at x by central differences, from the losses at `nearby(x)`."""
    up, down = np.array(losses, dtype=float).reshape(-1, 2).T
    return ((up - down) / (2 * STEP)).reshape(x.shape)
