"""Versions of `gradient_norm_profile`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "reversed",
    "return norms",
    "return norms[::-1]",
    message="the norms are listed from the last layer to the first",
    look_at="which layer the first entry belongs to",
)

edited(
    "one_number",
    "return norms",
    "return norms[0] / norms[-1]",
    message="one number is returned, the ratio of both ends; what lies between is lost",
    look_at="how many layers there are",
)

edited(
    "no_slope",
    "d * slope(A[layer + 1])",
    "d",
    message="the slopes are left out: the gradient passes each layer as if it were linear",
    look_at="what lies between a layer's output and its product with the weights",
)

edited(
    "slope_of_input",
    "slope(A[layer + 1])",
    "slope(A[layer])",
    message="the slope is computed from what the layer was given, not from its output",
    look_at="which output the slope belongs to",
)

edited(
    "error_signal",
    "np.linalg.norm(A[layer].T @ dZ)",
    "np.linalg.norm(dZ)",
    message="the norm is that of the error signal, not of the gradient of the weights",
    look_at="whose gradient is wanted",
)

edited(
    "output",
    "A[layer].T @ dZ",
    "A[layer + 1].T @ dZ",
    message="the gradient of the weights is made with the layer's output, not with its input",
    look_at="what the weights are multiplied by on the way forward",
)

edited(
    "squared",
    "np.linalg.norm(A[layer].T @ dZ)",
    "np.sum((A[layer].T @ dZ) ** 2)",
    message="the root is missing: the sums of the squares are returned",
    look_at="the unit of a norm",
)

edited(
    "spectral",
    "np.linalg.norm(A[layer].T @ dZ)",
    "np.linalg.norm(A[layer].T @ dZ, 2)",
    message="the norm is the spectral one, the largest stretch of the matrix",
    look_at="how many entries of the gradient enter the norm",
)

edited(
    "mean_over_rows",
    "A[layer].T @ dZ",
    "A[layer].T @ dZ / 16",
    message="the gradient is divided by the number of rows; the gradient that arrives belongs to "
    "the loss already",
    look_at="which function divides by the number of rows",
)

edited(
    "not_transposed",
    "dZ @ W[layer].T",
    "dZ @ W[layer]",
    message="W is not transposed on the way back; since it is square, no error is raised",
    look_at="which axis of W belongs to the inputs",
)

edited(
    "passed_unmasked",
    "d = dZ @ W",
    "d = d @ W",
    message="the slopes do not enter what is passed on to the layer before",
    look_at="which gradient goes back through the weights",
)

edited(
    "not_passed_on",
    "        d = dZ @ W[layer].T\n",
    "",
    message="every layer gets the gradient that arrives behind the last one",
    look_at="how the gradient comes to the layer before",
)

edited(
    "scale_as_variance",
    "scale / np.sqrt(32)",
    "np.sqrt(scale / 32)",
    message="the variance of the weights is scale/32; scale multiplies the weights themselves",
    look_at="what scale multiplies",
)

edited(
    "no_root",
    "scale / np.sqrt(32)",
    "scale / 32",
    message="the weights are divided by 32, not by its root: they are far too small",
    look_at="the variance of the weights",
)

edited(
    "scale_left_out",
    "scale / np.sqrt(32)",
    "1 / np.sqrt(32)",
    message="scale is not used",
    look_at="what scale multiplies",
)

edited(
    "same_weights",
    "size=(depth, 32, 32))",
    "size=(1, 32, 32)).repeat(depth, axis=0)",
    message="all layers have the same weights",
    look_at="how many matrices are drawn",
)


@right("lists", message="lists, drawn and multiplied layer by layer")
def gradient_norm_profile(depth, act, scale, rng):
    sigmoid = act == "sigmoid"
    inputs, weights, slopes = [], [], []
    a = rng.standard_normal((16, 32))
    for _ in range(depth):
        W = rng.standard_normal((32, 32)) * (scale / 32**0.5)
        z = a @ W
        inputs.append(a)
        weights.append(W)
        a = (
            1 / (1 + np.exp(-z))
            if sigmoid
            else np.tanh(z)
            if act == "tanh"
            else np.clip(z, 0, None)
        )
        slopes.append(a - a * a if sigmoid else 1 - a * a if act == "tanh" else np.sign(a))
    g, norms = rng.standard_normal((16, 32)), []
    while weights:
        g = g * slopes.pop()
        norms.insert(0, np.sqrt(np.sum(np.einsum("ni,nj->ij", inputs.pop(), g) ** 2)))
        g = g @ weights.pop().T
    return np.array(norms)


@right("recursive", message="each layer calls the one behind it")
def gradient_norm_profile(depth, act, scale, rng):
    phi = {
        "sigmoid": lambda z: 0.5 + 0.5 * np.tanh(z / 2),
        "tanh": np.tanh,
        "relu": lambda z: z * (z > 0),
    }[act]
    slope = {
        "sigmoid": lambda z: 0.25 / np.cosh(z / 2) ** 2,
        "tanh": lambda z: 1 / np.cosh(z) ** 2,
        "relu": lambda z: np.heaviside(z, 0.0),
    }[act]
    X = rng.normal(size=(16, 32))
    W = rng.normal(0.0, scale / np.sqrt(32), size=(depth, 32, 32))
    d, norms = rng.normal(size=(16, 32)), np.empty(depth)

    def back(a, layer):
        if layer == depth:
            return d
        z = a @ W[layer]
        dz = back(phi(z), layer + 1) * slope(z)
        norms[layer] = np.linalg.norm(np.ravel(a.T @ dz))
        return dz @ W[layer].T

    back(X, 0)
    return norms


@right("kept", message="error signals first, all gradients in one product")
def gradient_norm_profile(depth, act, scale, rng):
    A = np.empty((depth + 1, 16, 32))
    A[0] = rng.normal(size=(16, 32))
    W = [rng.normal(size=(32, 32)) * scale / np.sqrt(32) for _ in range(depth)]
    d = rng.normal(size=(16, 32))
    for k in range(depth):
        Z = A[k] @ W[k]
        A[k + 1] = {"sigmoid": 1 / (1 + np.exp(-Z)), "tanh": np.tanh(Z)}.get(act, np.fmax(Z, 0))
    signals = np.empty((depth, 16, 32))
    for k in range(depth - 1, -1, -1):
        a = A[k + 1]
        signals[k] = d * {"sigmoid": a * (1 - a), "tanh": 1 - a * a}.get(act, a > 0)
        d = np.inner(signals[k], W[k])
    return np.linalg.norm(A[:-1].swapaxes(1, 2) @ signals, axis=(1, 2))
