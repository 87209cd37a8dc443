"""Versions of `broken_network`: the mistakes planted in it, other mistakes, other right ways."""

import numpy as np

from autograder.bank.versions import edited, planted, right

planted(
    "over_rows",
    "scores.sum(axis=1, keepdims=True)",
    "scores.sum(axis=0)",
    message="the probabilities of a row do not add up to 1: the sums run over the rows",
    look_at="the sums of the probabilities of each row",
)

planted(
    "no_mean",
    "delta2 = probabilities / len(y)",
    "delta2 = probabilities",
    "-= 1.0 / len(y)",
    "-= 1.0",
    message="the gradients are those of a sum of losses; the loss is a mean over the rows",
    look_at="where the number of rows comes in",
)

planted(
    "bias_averaged",
    "db2 = delta2.sum(axis=0)",
    "db2 = delta2.mean(axis=0)",
    message="db2 is averaged over the rows; each row adds its share",
    look_at="how db2 and db1 are made",
)

planted(
    "mask_of_gradient",
    "np.where(z1 > 0, back, 0.0)",
    "np.where(back > 0, back, 0.0)",
    message="the ReLU's slope is taken from the sign of the gradient; it is that of its input",
    look_at="of which array the ReLU has looked at the sign",
)

planted(
    "dW1_transposed",
    "dW1 = X.T @ delta1",
    "dW1 = delta1.T @ X",
    message="dW1 is transposed",
    look_at="the shape of dW1 where all widths differ",
)

edited(
    "indicator_scaled",
    "delta2 = probabilities / len(y)",
    "delta2 = probabilities",
    message="1/N is taken from the entry of the true class, and the probabilities are not divided",
    look_at="the two lines that make delta2",
)

edited(
    "mean_in_each_layer",
    "back = delta2 @ W2.T",
    "back = delta2 @ W2.T / len(y)",
    message="the lower layer divides by the number of rows again; the gradient above has done so",
    look_at="the lower layer beside the upper one",
)

edited(
    "no_relu_backwards",
    "np.where(z1 > 0, back, 0.0)",
    "back",
    message="units that are off pass the gradient on",
    look_at="what a unit that is off does to the gradient",
)

edited(
    "input_of_the_layer",
    "dW2 = hidden.T @ delta2",
    "dW2 = z1.T @ delta2",
    message="dW2 is made with what the ReLU got; the layer above got what the ReLU gave",
    look_at="what W2 was multiplied by",
)


@right("affine_layers", message="a function for the layer, the gradient at the top in one line")
def broken_network(X, y, W1, b1, W2, b2):
    def backwards(d, inputs, W):
        return d @ W.T, inputs.T @ d, np.sum(d, axis=0)

    hidden = np.maximum(X @ W1 + b1, 0)
    Z = hidden @ W2 + b2
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    d = (E / np.sum(E, axis=1, keepdims=True) - np.eye(len(b2))[y]) / len(X)
    d, dW2, db2 = backwards(d, hidden, W2)
    _, dW1, db1 = backwards(d * (hidden > 0), X, W1)
    return dW1, db1, dW2, db2


@right("row_by_row", message="adds up the gradients of the rows")
def broken_network(X, y, W1, b1, W2, b2):
    sums = [np.zeros_like(part, dtype=float) for part in (W1, b1, W2, b2)]
    for x, label in zip(X, y, strict=True):
        z = x @ W1 + b1
        a = z * (z > 0)
        p = np.exp(a @ W2 + b2)
        p = p / p.sum()
        p[label] -= 1
        below = (W2 @ p) * (z > 0)
        for total, part in zip(sums, (np.outer(x, below), below, np.outer(a, p), p), strict=True):
            total += part / len(X)
    return sums


@right("divided_last", message="the gradients of the sum, divided at the end")
def broken_network(X, y, W1, b1, W2, b2):
    z1 = X @ W1 + b1
    scores = np.exp(np.maximum(z1, 0) @ W2 + b2)
    delta2 = scores / scores.sum(axis=1)[:, None]
    delta2[np.arange(len(y)), y] -= 1
    delta1 = np.heaviside(z1, 0) * (delta2 @ W2.T)
    parts = X.T @ delta1, delta1.sum(axis=0), np.maximum(z1, 0).T @ delta2, delta2.sum(axis=0)
    return tuple(part / len(y) for part in parts)
