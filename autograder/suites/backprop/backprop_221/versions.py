"""Versions of `backprop_221`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "updated",
    "(W2 @ d2)",
    "((W2 - lr * np.outer(a1, d2)) @ d2)",
    message="the error of the hidden layer goes back through the new output weights; the forward "
    "pass used the old ones",
    look_at="the order of the two updates",
)

edited(
    "no_out",
    "(yh - y) * yh * (1 - yh)",
    "(yh - y)",
    message="the slope of the sigmoid is missing at the output: that is the error of a "
    "cross-entropy, not of a squared error",
    look_at="the derivative of the loss with respect to z2",
)

edited(
    "no_hid",
    "(W2 @ d2) * a1 * (1 - a1)",
    "W2 @ d2",
    message="the slope of the sigmoid is missing in the hidden layer",
    look_at="the derivative of a1 with respect to z1",
)

edited(
    "z",
    "* a1 * (1 - a1)",
    "* (x @ W1 + b1) * (1 - (x @ W1 + b1))",
    message="the slope of the sigmoid is computed from z, as z (1 − z); it is a (1 − a)",
    look_at="what the slope of the sigmoid is a formula of",
)

edited(
    "swap",
    "np.outer(x, d1)",
    "np.outer(d1, x)",
    message="dW1 is transposed: the weight from i to j gets the gradient of the one from j to i",
    look_at="which index of W1 belongs to the input",
)

edited(
    "input_for_hidden",
    "np.outer(a1, d2)",
    "np.outer(x, d2)",
    message="dW2 is built from the input x; what goes into the output layer is a1",
    look_at="what W2 is multiplied by in the forward pass",
)

edited(
    "before_sigmoid",
    "np.outer(a1, d2)",
    "np.outer(x @ W1 + b1, d2)",
    message="dW2 is built from z1, before the sigmoid; what goes into the output layer is a1",
    look_at="what W2 is multiplied by in the forward pass",
)

edited(
    "double",
    "(yh - y) * yh",
    "2 * (yh - y) * yh",
    message="the error is twice too large: the loss has a half before the square",
    look_at="the derivative of half a square",
)

edited(
    "no_rate",
    "lr * np.outer(x, d1), b1 - lr * d1",
    "np.outer(x, d1), b1 - d1",
    message="the hidden layer takes its step without the rate",
    look_at="each of the four updates",
)


@right("loops", message="weight by weight")
def backprop_221(x, y, W1, b1, W2, b2, lr):
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    a = [sigmoid(sum(x[i] * W1[i, j] for i in range(2)) + b1[j]) for j in range(2)]
    yh = sigmoid(a[0] * W2[0, 0] + a[1] * W2[1, 0] + b2[0])
    d2 = (yh - y[0]) * yh * (1 - yh)
    d1 = [W2[j, 0] * d2 * a[j] * (1 - a[j]) for j in range(2)]
    new_W1 = [[W1[i, j] - lr * x[i] * d1[j] for j in range(2)] for i in range(2)]
    new_b1 = [b1[j] - lr * d1[j] for j in range(2)]
    new_W2 = [[W2[j, 0] - lr * a[j] * d2] for j in range(2)]
    return np.array(new_W1), np.array(new_b1), np.array(new_W2), np.array([b2[0] - lr * d2])


@right("rows", message="a batch of one row")
def backprop_221(x, y, W1, b1, W2, b2, lr):
    X = x.reshape(1, 2)
    A = 0.5 * (1 + np.tanh((X @ W1 + b1) / 2))
    P = 0.5 * (1 + np.tanh((A @ W2 + b2) / 2))
    D2 = (P - y) * (P - P**2)
    D1 = D2 @ W2.T * (A - A**2)
    return [
        W1 - lr * X.T @ D1,
        b1 - lr * D1.sum(axis=0),
        W2 - lr * A.T @ D2,
        b2 - lr * D2.sum(axis=0),
    ]


@right("copies", message="works on copies in place, the hidden layer first")
def backprop_221(x, y, W1, b1, W2, b2, lr):
    W1, b1, W2, b2 = (np.array(part, dtype=float) for part in (W1, b1, W2, b2))
    a = 1 / (1 + np.exp(-(x @ W1 + b1)))
    yh = 1 / (1 + np.exp(-(a @ W2 + b2)))
    d2 = lr * (yh - y) * yh * (1 - yh)
    d1 = W2[:, 0] * d2 * a * (1 - a)
    W1 -= x[:, np.newaxis] * d1
    b1 -= d1
    W2 -= a[:, np.newaxis] * d2
    b2 -= d2
    return W1, b1, W2, b2
