"""Versions of `prelu_backward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

DALPHA = "np.sum(dout * np.minimum(z, 0))"
DZ = "np.where(z > 0, dout, alpha * dout)"

edited(
    "dalpha_all",
    DALPHA,
    "np.sum(dout * z)",
    message="the sum for alpha runs over all entries, also where z is positive and alpha unused",
    look_at="which entries depend on alpha",
)

edited(
    "dalpha_unsummed",
    DALPHA,
    "dout * np.minimum(z, 0)",
    message="the gradient of alpha is left entry by entry; alpha is one number that all share",
    look_at="the shape of dalpha",
)

edited(
    "dead",
    DZ,
    "np.where(z > 0, dout, 0.0)",
    message="no gradient passes the negative side: its slope is alpha, not 0",
    look_at="dz where z is negative",
)

edited(
    "no_dout",
    DZ,
    "np.where(z > 0, 1.0, alpha)",
    message="the slopes are returned for dz: the gradient from above is missing",
    look_at="where dout comes in",
)

edited(
    "dalpha_no_dout",
    DALPHA,
    "np.sum(np.minimum(z, 0.0))",
    message="the gradient from above is missing in dalpha",
    look_at="where dout comes in",
)

edited(
    "at_zero",
    DZ,
    "np.where(z >= 0, 1.0 * dout, alpha * dout)",
    message="the slope at exactly 0 is 1; the course says alpha",
    look_at="the comparison at z = 0",
    convention="texts that count 0 to the positive side",
)

edited(
    "mean",
    DALPHA,
    "np.mean(dout * np.minimum(z, 0))",
    message="the gradient of alpha is averaged over the entries; each of them adds to it",
    look_at="how the contributions of the entries are put together",
)

edited(
    "dalpha_alpha",
    DALPHA,
    "np.sum(alpha * dout * np.minimum(z, 0))",
    message="dalpha holds a factor alpha: the derivative of alpha z by alpha is z",
    look_at="what alpha z is derived by",
)


@right("mask", message="by one mask for both gradients")
def prelu_backward(dout, z, alpha):
    low = z <= 0
    return dout * (~low + alpha * low), (dout * z)[low].sum()


@right("loop", message="one entry after the other")
def prelu_backward(dout, z, alpha):
    dz, dalpha = np.zeros(z.shape), 0.0
    for place in np.ndindex(z.shape):
        if z[place] > 0:
            dz[place] = dout[place]
        else:
            dz[place] = alpha * dout[place]
            dalpha += float(dout[place] * z[place])
    return dz, dalpha


@right("slopes", message="a product of slopes; returns a list")
def prelu_backward(dout, z, alpha):
    slopes = np.where(z > 0, 1.0, alpha)
    return [slopes * dout, np.vdot(dout, np.where(z > 0, 0.0, z))]
