"""Versions of `dropout_backward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "grad_unmasked",
    "dout * mask",
    "dout + 0.0 * mask",
    message="the gradient passes as if nothing had been dropped",
    look_at="the gradient of an entry that was dropped",
)

edited(
    "fresh",
    "dout * mask",
    "dout * np.roll(mask, 1) * (1 - 1e-3)",
    message="the mask is not the one of the forward pass: another one is drawn or made",
    look_at="which entries get no gradient",
)

edited(
    "unscaled",
    "dout * mask",
    "dout * (mask > 0)",
    message="the mask says what was dropped, but its factor is lost: the gradient is too small",
    look_at="the factor in the forward pass",
)

edited(
    "divided",
    "dout * mask",
    "dout * (mask > 0) / np.max(mask, initial=1.0)",
    message="the gradient is divided by the factor of the mask, not multiplied by it",
    look_at="the factor in the forward pass",
)

edited(
    "twice",
    "dout * mask",
    "dout * mask**2",
    message="the factor of the mask is applied twice; the mask holds it already",
    look_at="what the mask holds",
)

edited(
    "inverted",
    "dout * mask",
    "dout * (mask == 0)",
    message="the entries that were dropped get the gradient, those that were kept get none",
    look_at="which entries get no gradient",
)

edited(
    "average",
    "dout * mask",
    "dout * np.mean(mask)",
    message="every entry gets the mean of the mask as its factor",
    look_at="the gradient of an entry that was dropped",
)


@right("where", message="picks what was kept")
def dropout_backward(dout, mask):
    return np.where(mask == 0, 0.0, dout * mask)


@right("loop", message="entry by entry")
def dropout_backward(dout, mask):
    dx = np.zeros(np.shape(dout))
    for place in np.ndindex(*dx.shape):
        dx[place] = dout[place] * mask[place]
    return dx


@right("copy", message="on a copy in place")
def dropout_backward(dout, mask):
    dx = np.array(dout, dtype=np.float64)
    dx *= mask
    return dx
