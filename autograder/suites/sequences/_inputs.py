"""What the exercises of this assignment share: drawn layers, and reading the reference values."""

import numpy as np


def layer(rng, inputs, units, gates=1, biases=1):
    """Wx (D, gates * H), Wh (H, gates * H) and so many biases, no block like another."""
    width = gates * units
    shapes = [(inputs, width), (units, width), *[(width,)] * biases]
    return [0.8 * rng.normal(size=shape) for shape in shapes]


def arrays(golden, *names):
    """Entries of golden.json as arrays, in order."""
    return [np.array(golden[name]) for name in names]
