"""Versions of `groupnorm`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "layer",
    "X.reshape(N, G, C // G, H, W)",
    "X.reshape(N, 1, C, H, W)",
    message="all channels form one group: this is layer norm, whatever G is",
    look_at="the number of means of an image",
)

edited(
    "per_channel",
    "X.reshape(N, G, C // G, H, W)",
    "X.reshape(N, C, 1, H, W)",
    message="each channel is a group: this is instance norm, whatever G is",
    look_at="the number of means of an image",
)

edited(
    "with_batch",
    "axes = (2, 3, 4)",
    "axes = (0, 2, 3, 4)",
    message="mean and variance are taken over the batch as well: an image depends on its company",
    look_at="the axes over which mean and variance are taken",
)

edited(
    "interleave",
    "X.reshape(N, G, C // G, H, W)",
    "X.reshape(N, C // G, G, H, W).swapaxes(1, 2)",
    "(blocks - mean) / np.sqrt(var + eps)",
    "((blocks - mean) / np.sqrt(var + eps)).swapaxes(1, 2)",
    message="channels are dealt out to the groups in turn; a group is a block of neighbours",
    look_at="which channels share a group",
)

edited(
    "size_for_number",
    "X.reshape(N, G, C // G, H, W)",
    "X.reshape(N, C // G, G, H, W)",
    message="G is taken for the number of channels of a group; it is the number of groups",
    look_at="what G counts",
)

edited(
    "per_pixel",
    "axes = (2, 3, 4)",
    "axes = (2,)",
    message="each pixel is normalized by itself, over the channels of the group",
    look_at="the axes over which mean and variance are taken",
)

edited(
    "ddof",
    "keepdims=True)\n    X_hat",
    "keepdims=True, ddof=min(1, blocks[0, 0].size - 1))\n    X_hat",
    message="the variance is the one of a sample; the course divides by the number of values",
    look_at="what the sum of squares is divided by",
)

edited(
    "eps_out",
    "np.sqrt(var + eps)",
    "(np.sqrt(var) + eps)",
    message="epsilon is added to the deviation, where it stands inside the root",
    look_at="what epsilon is added to",
)

edited(
    "nosqrt",
    "np.sqrt(var + eps)",
    "(var + eps)",
    message="the values are divided by the variance, not by its root",
    look_at="the unit of what is divided by",
)

edited(
    "one_gamma",
    "g[:, None, None]",
    "g[0]",
    message="all channels have the scale of the first",
    look_at="the scale of each channel",
)

edited(
    "no_shift",
    " + b[:, None, None]",
    " + 0.0 * b[:, None, None]",
    message="b is left out",
    look_at="what b is for",
)

edited(
    "no_scale",
    "g[:, None, None] * ",
    "",
    message="g is left out",
    look_at="what g is for",
)


@right("loop", message="one block after the other")
def groupnorm(X, g, b, G, eps):
    out, size = np.empty(X.shape), X.shape[1] // G
    for n in range(len(X)):
        for first in range(0, X.shape[1], size):
            block = X[n, first : first + size]
            out[n, first : first + size] = (block - block.mean()) / np.sqrt(block.var() + eps)
    return out * g[:, None, None] + b[:, None, None]


@right("flat", message="every block as one row")
def groupnorm(X, g, b, G, eps):
    rows = np.reshape(X, (len(X) * G, -1)) * 1.0
    rows = rows - np.mean(rows, axis=1, keepdims=True)
    rows *= (np.mean(rows**2, axis=1, keepdims=True) + eps) ** -0.5
    return rows.reshape(X.shape) * g.reshape(1, -1, 1, 1) + b.reshape(1, -1, 1, 1)


@right("split", message="splits the channels and joins them again")
def groupnorm(X, g, b, G, eps):
    normalized = []
    for block in np.split(X, G, axis=1):
        centred = block - block.mean(axis=(1, 2, 3), keepdims=True)
        var = np.mean(centred**2, axis=(1, 2, 3), keepdims=True)
        normalized.append(centred / np.sqrt(var + eps))
    return np.einsum("c,nchw->nchw", g, np.concatenate(normalized, axis=1)) + b[:, None, None]
