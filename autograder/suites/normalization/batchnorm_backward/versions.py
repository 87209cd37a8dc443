"""Versions of `batchnorm_backward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

DIRECT = "d - d.mean(axis=0) - X_hat * (d * X_hat).mean(axis=0)"

edited(
    "const",
    DIRECT,
    "d",
    message="mean and variance are treated as constants: both ways through them are missing",
    look_at="the ways on which an entry of X reaches the output",
)

edited(
    "no_var",
    DIRECT,
    "d - d.mean(axis=0)",
    message="the way through the variance is missing in dX",
    look_at="the ways on which an entry of X reaches the output",
)

edited(
    "no_mean",
    DIRECT,
    "d - X_hat * (d * X_hat).mean(axis=0)",
    message="the way through the mean is missing in dX",
    look_at="the ways on which an entry of X reaches the output",
)

edited(
    "no_gamma",
    "d = dout * gamma",
    "d = dout * 1.0",
    message="gamma is missing in dX",
    look_at="what stands between X_hat and the output",
)

edited(
    "dgamma_x",
    "(dout * X_hat).sum(axis=0), dout",
    "(dout * X).sum(axis=0), dout",
    message="dgamma is made with X, not with the normalized X_hat",
    look_at="what gamma is multiplied by in the forward pass",
)

edited(
    "means",
    "(dout * X_hat).sum(axis=0), dout.sum(axis=0)",
    "(dout * X_hat).mean(axis=0), dout.mean(axis=0)",
    message="dgamma and dbeta are averaged over the rows, where they are added up",
    look_at="which function divides by the number of rows",
)

edited(
    "sums",
    DIRECT,
    "d - d.sum(axis=0) - X_hat * (d * X_hat).sum(axis=0)",
    message="the two terms that are subtracted in dX are sums over the rows, not means",
    look_at="the 1/N in the mean and in the variance",
)

edited(
    "no_eps",
    "X.var(axis=0) + eps",
    "X.var(axis=0) + 1e-300",
    message="epsilon is left out of the root",
    look_at="what the forward pass divides by",
)

edited(
    "no_std",
    f"({DIRECT}) / std",
    DIRECT,
    message="dX lacks the division by the deviation",
    look_at="what the forward pass divides by",
)

edited(
    "dgamma_gamma",
    "(dout * X_hat).sum(axis=0), dout",
    "(d * X_hat).sum(axis=0), dout",
    message="gamma stands in its own gradient",
    look_at="the derivative of gamma · X_hat with respect to gamma",
)


@right("paths", message="the three ways one after the other; a list")
def batchnorm_backward(dout, cache):
    X, gamma, eps = cache
    N = len(X)
    centred = X - np.mean(X, axis=0)
    v = np.mean(centred**2, axis=0) + eps
    d = gamma * dout
    dvar = np.sum(d * centred, axis=0) * -0.5 * v**-1.5
    dmean = -np.sum(d, axis=0) / np.sqrt(v)
    dX = d / np.sqrt(v) + dvar * 2 / N * centred + dmean / N
    return [dX, np.sum(dout * centred, axis=0) / np.sqrt(v), np.sum(dout, axis=0) * 1.0]


@right("reused", message="with the sums that dgamma and dbeta are")
def batchnorm_backward(dout, cache):
    X, gamma, eps = cache
    inverse = 1 / np.sqrt(X.var(axis=0) + eps)
    X_hat = (X - X.mean(axis=0)) * inverse
    dbeta, dgamma = dout.sum(axis=0), np.einsum("nd,nd->d", dout, X_hat)
    dX = gamma * inverse / len(X) * (len(X) * dout - dbeta - X_hat * dgamma)
    return dX, dgamma, dbeta


@right("jacobian", message="the whole Jacobian of each feature")
def batchnorm_backward(dout, cache):
    X, gamma, eps = cache
    N = len(X)
    dX, dgamma = np.zeros(X.shape), np.zeros(X.shape[1])
    for j, x in enumerate(X.T):
        std = (x.var() + eps) ** 0.5
        x_hat = (x - x.mean()) / std
        J = (np.eye(N) - 1 / N - np.outer(x_hat, x_hat) / N) / std
        dX[:, j], dgamma[j] = gamma[j] * (dout[:, j] @ J), dout[:, j] @ x_hat
    return dX, dgamma, np.ones(N) @ dout
