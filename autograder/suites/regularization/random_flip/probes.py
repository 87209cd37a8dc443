"""Inputs for `random_flip(X, p, rng)`, each called twice with one generator.

What is flipped is random, so answers are compared by `summary`: facts that every right answer
shares. No image is its own mirror image, and there are more channels than one.
"""

import numpy as np

from handbook.check.exercise_data import Probe
from handbook.check.plain_data import Rng


def probe(X, p, seed, label="", *, edge=False):
    return Probe({"X": X, "p": p, "rng": Rng(seed)}, repeat=2, label=label, edge=edge)


def visible():
    images = np.arange(480.0).reshape(40, 2, 2, 3)
    return [
        probe(images, 0.5, 1, "40 images of two channels, half of them flipped"),
        probe(np.arange(320).reshape(40, 1, 4, 2), 0.25, 2, "whole numbers, one channel"),
        probe(images[:3], 1.0, 3, "p is 1: all are flipped", edge=True),
        probe(images[:3], 0.0, 4, "p is 0: none is flipped", edge=True),
    ]


def hidden(rng):
    seed = int(rng.integers(2**31))
    return [
        probe(rng.normal(size=(60, 3, 2, 5)), 0.8, seed),
        probe(rng.normal(size=(60, 2, 3, 4)), 0.2, seed),
        probe(rng.normal(size=(2, 2, 3, 4)), 1.0, seed, "p is 1: all are flipped", edge=True),
    ]


def summary(value, X, p, rng):
    """Facts about two calls that do not depend on what was drawn."""
    if all(each is None for each in value):
        return None
    if not all(isinstance(each, np.ndarray) for each in value):
        return {"what is returned": "not an array"}
    if any(each.shape != X.shape for each in value):
        return {"what is returned": "an array of another shape than that of X"}

    def images(array):
        return array.reshape(len(array), -1)

    got = np.array([images(each) for each in value])
    kept = (got == images(X)).all(axis=2)
    flipped = (got == images(X[..., ::-1])).all(axis=2)
    return {
        "images that are neither kept nor mirrored": int((~kept & ~flipped).sum()),
        "images that are upside down": int((got == images(X[:, :, ::-1])).all(axis=2).sum()),
        "the share that is flipped is near p": bool(abs(flipped.mean() - p) < 0.26),
        "all images share one decision": bool((flipped == flipped[:, :1]).all()),
        "the second call flips others": bool((flipped[0] != flipped[1]).any()),
        "the type of X is kept": all(each.dtype == X.dtype for each in value),
    }
