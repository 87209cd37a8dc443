"""What exercises of this assignment share: images whose channels lie at different places."""

import numpy as np

from handbook.check.exercise_data import Probe


def images(rng, sizes, groups=0):
    """Arguments of a norm of images (N, C, H, W); with `groups`, of one that takes them."""
    _, C, _, _ = sizes
    place, scale = 2 * rng.normal(size=(C, 1, 1)), rng.uniform(0.5, 2.0, size=(C, 1, 1))
    args = {
        "X": place + scale * rng.normal(size=sizes),
        "g": rng.uniform(0.5, 2.0, size=C),
        "b": rng.normal(size=C),
    }
    return args | ({"G": groups} if groups else {}) | {"eps": 0.05}


def two_images(channels):
    """Two small images of whole numbers, with scales and shifts that differ."""
    X = (np.arange(2.0 * channels * 6) * 7 % 11).reshape(2, channels, 2, 3)
    X += np.arange(channels)[:, None, None] ** 2
    g, b = 1 + np.arange(channels) / 2, 1 - np.arange(channels) * 1.0
    return {"X": X, "g": g, "b": b}


def drawn(rng, groups=0):
    sizes = [(3, 6, 2, 4), (2, 6, 3, 2)]
    return [Probe(images(rng, size, groups and 2 + place)) for place, size in enumerate(sizes)]
