"""Versions of `layernorm`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "with_batch",
    "axes = (1, 2, 3)",
    "axes = (0, 1, 2, 3)",
    message="mean and variance are taken over the batch as well: an image depends on its company",
    look_at="the axes over which mean and variance are taken",
)

edited(
    "per_channel",
    "axes = (1, 2, 3)",
    "axes = (2, 3)",
    message="each channel of an image is normalized by itself, as in instance norm",
    look_at="the axes over which mean and variance are taken",
)

edited(
    "batch_norm",
    "axes = (1, 2, 3)",
    "axes = (0, 2, 3)",
    message="each channel is normalized over the batch, as in batch norm",
    look_at="the axes over which mean and variance are taken",
)

edited(
    "over_channels",
    "axes = (1, 2, 3)",
    "axes = (1,)",
    message="each pixel is normalized over its channels alone",
    look_at="the axes over which mean and variance are taken",
    convention="ConvNeXt",
)

edited(
    "ddof",
    "keepdims=True)\n    return",
    "keepdims=True, ddof=min(1, X[0].size - 1))\n    return",
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


@right("loop", message="one image after the other")
def layernorm(X, g, b, eps):
    out = np.empty(X.shape)
    for n, image in enumerate(X):
        image = (image - image.mean()) / np.sqrt(image.var() + eps)
        for c, channel in enumerate(image):
            out[n, c] = g[c] * channel + b[c]
    return out


@right("flat", message="every image as one row")
def layernorm(X, g, b, eps):
    rows = np.reshape(X, (len(X), -1)) * 1.0
    rows = rows - np.mean(rows, axis=1, keepdims=True)
    rows *= (np.mean(rows**2, axis=1, keepdims=True) + eps) ** -0.5
    return rows.reshape(X.shape) * g.reshape(1, -1, 1, 1) + b.reshape(1, -1, 1, 1)


@right("einsum", message="scales by einsum")
def layernorm(X, g, b, eps):
    mean = np.einsum("nchw->n", X)[:, None, None, None] / X[0].size
    var = ((X - mean) ** 2).sum(axis=(1, 2, 3), keepdims=True) / X[0].size
    return np.einsum("c,nchw->nchw", g, (X - mean) / np.sqrt(var + eps)) + b[None, :, None, None]
