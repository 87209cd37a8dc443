"""Versions of `random_flip`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "vertical",
    "X[flip, :, :, ::-1]",
    "X[flip, :, ::-1]",
    message="the rows of an image are turned round: top and bottom are exchanged",
    look_at="which axis runs from left to right",
)

edited(
    "channel",
    "X[flip, :, :, ::-1]",
    "X[flip, ::-1]",
    message="the channels are turned round, not the columns: with one channel nothing happens",
    look_at="which axis runs from left to right",
)

edited(
    "half_turn",
    "X[flip, :, :, ::-1]",
    "X[flip, :, ::-1, ::-1]",
    message="the images are turned by half a turn: top and bottom are exchanged as well",
    look_at="how many axes are turned round",
)

edited(
    "batch",
    "rng.random(len(X)) < p",
    "np.full(len(X), rng.random() < p)",
    message="one decision is drawn for the whole batch",
    look_at="how many numbers are drawn",
)

edited(
    "each_row",
    "flip = rng.random(len(X)) < p",
    "flip = rng.random(X.shape[:3]) < p",
    "out[flip] = X[flip, :, :, ::-1]",
    "out[flip] = X[flip][:, ::-1]",
    message="each row of pixels is flipped by a decision of its own: images are torn",
    look_at="how many numbers are drawn",
)

edited(
    "always",
    "rng.random(len(X)) < p",
    "np.ones(len(X), dtype=bool)",
    message="every image is flipped, whatever p is",
    look_at="what p decides",
)

edited(
    "opposite",
    "rng.random(len(X)) < p",
    "rng.random(len(X)) > p",
    message="images are kept with probability p; it is that of being flipped",
    look_at="what p is the probability of",
)

edited(
    "floats",
    "X.copy()",
    "X * 1.0",
    message="whole numbers become floats: images keep their type",
    look_at="the type of X before and after",
)


@right("where", message="chooses between each image and its mirror image")
def random_flip(X, p, rng):
    flip = rng.random((len(X), 1, 1, 1)) < p
    return np.where(flip, np.flip(X, axis=3), X)


@right("loop", message="one image after the other")
def random_flip(X, p, rng):
    return np.stack([image[:, :, ::-1] if rng.uniform() < p else image for image in X])


@right("binomial", message="draws zeros and ones")
def random_flip(X, p, rng):
    out = np.array(X)
    for i in np.flatnonzero(rng.binomial(1, p, size=X.shape[0])):
        out[i] = np.flip(out[i], axis=-1).copy()
    return out
