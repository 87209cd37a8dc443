"""Versions of `thirty_layers`: the mistakes planted in it, other mistakes, other right ways."""

import numpy as np

from autograder.bank.versions import edited, planted, right

MASK = "(Z[layer] > 0)"
BACK = "dA = dA + dZ @ W[layer].T"

planted(
    "variance_of_a_plain_network",
    "np.sqrt(2 / (width * layers))",
    "np.sqrt(2 / width)",
    message="the weights have He's variance, which suits a plain layer; here each block adds to "
    "its input, and the mean square about doubles in every block",
    look_at="how the mean square grows over the blocks before the first update",
)

planted(
    "sigmoid_slope_twice",
    "d = (p - y) / len(y)",
    "d = (p - y) * p * (1 - p) / len(y)",
    message="the sigmoid's slope stands in d although p − y contains it: for the cross-entropy it "
    "has cancelled",
    look_at="the slope of the cross-entropy in the score",
)

planted(
    "mask_of_block_before",
    MASK,
    "(Z[layer - 1] > 0)",
    message="the ReLU's mask is that of another block",
    look_at="which weighted sums the ReLU of a block has seen",
)

planted(
    "no_skip_backwards",
    BACK,
    "dA = dZ @ W[layer].T",
    message="on the way back the gradient of the skip connection is not added",
    look_at="on how many ways the input of a block reaches its output",
)

edited(
    "branch_unmasked",
    f"dZ = dA * {MASK}",
    "dZ = 1.0 * dA",
    message="units that are off pass the gradient on",
    look_at="what lies between a block's weighted sums and its output",
)

edited(
    "skip_masked",
    BACK,
    "dA = dZ + dZ @ W[layer].T",
    message="the gradient of the skip connection is masked; the ReLU lies on the branch alone",
    look_at="which gradient goes past the branch",
)

edited(
    "output_of_the_block",
    "A[layer].T @ dZ",
    "A[layer + 1].T @ dZ",
    message="dW is made with the block's output; the weights got its input",
    look_at="what the weights are multiplied with on the way forward",
)

edited(
    "not_transposed",
    BACK,
    "dA = dA + dZ @ W[layer]",
    message="W is not transposed on the way back; it is square, so no shape complains",
    look_at="which axis of W belongs to the inputs",
)

edited(
    "sum_of_losses",
    "d = (p - y) / len(y)",
    "d = p - y",
    message="the gradients are those of a sum of losses; the loss is a mean over the rows",
    look_at="where the number of rows comes in",
)

edited(
    "uphill",
    "W = W - lr * dW",
    "W = W + lr * dW",
    message="the weights of the blocks are moved uphill",
    look_at="the sign of the update of W",
)

edited(
    "variance_of_depth_alone",
    "np.sqrt(2 / (width * layers))",
    "np.sqrt(2 / layers)",
    message="the variance does not depend on the width",
    look_at="over how many terms a weighted sum runs",
)


edited(
    "own_generator",
    "    W = np.sqrt(2",
    "    rng = np.random.default_rng(0)\n    W = np.sqrt(2",
    message="every call draws the same network: the numbers do not come from rng",
    look_at="where the numbers come from",
)

edited(
    "global_generator",
    "w = np.sqrt(1 / width) * rng.normal",
    "w = np.sqrt(1 / width) * np.random.normal",
    message="w comes from NumPy's global generator, not from rng",
    look_at="where the numbers come from",
    verdict="X11",
)


@right("backwards_by_recursion", message="each block calls the one behind it")
def thirty_layers(X, y, layers, steps, lr, rng):
    D = X.shape[1]
    W = rng.normal(size=(layers, D, D)) * (2 / (D * layers)) ** 0.5
    w = rng.normal(size=D) * D**-0.5
    losses, norms = np.empty(steps), np.empty((steps, layers))
    for step in range(steps):
        dW = np.empty(W.shape)

        def back(A, layer, W=W, w=w, dW=dW, step=step):
            if layer == layers:
                s = A @ w
                losses[step] = np.mean(np.log1p(np.exp(-np.abs(s))) + np.maximum(s, 0) - y * s)
                d = (1 / (1 + np.exp(-s)) - y) / len(y)
                return d[:, None] * w, A.T @ d
            Z = A @ W[layer]
            dA, dw = back(A + Z * (Z > 0), layer + 1)
            dZ = np.where(Z > 0, dA, 0.0)
            dW[layer] = A.T @ dZ
            return dA + dZ @ W[layer].T, dw

        _, dw = back(X, 0)
        norms[step] = np.sqrt(np.sum(dW**2, axis=(1, 2)))
        W, w = W - lr * dW, w - lr * dw
    return losses, norms, W, w


@right("divided_last", message="lists of matrices; gradients of a sum, divided at the end")
def thirty_layers(X, y, layers, steps, lr, rng):
    N, D = X.shape
    W = list(rng.standard_normal((layers, D, D)) * np.sqrt(2 / D / layers))
    w = rng.standard_normal(D) / np.sqrt(D)
    losses, norms = [], []
    for _ in range(steps):
        A, masks = [X], []
        for V in W:
            Z = A[-1] @ V
            masks.append(np.heaviside(Z, 0))
            A.append(A[-1] + masks[-1] * Z)
        s = A[-1] @ w
        losses.append(np.mean(np.logaddexp(0, np.where(y == 1, -s, s))))
        d = 0.5 + 0.5 * np.tanh(s / 2) - y
        dA, dw, parts = d[:, np.newaxis] @ w[np.newaxis], d @ A[-1] / N, []
        for V, a, mask in zip(W[::-1], A[-2::-1], masks[::-1], strict=True):
            parts.insert(0, a.T @ (dA * mask) / N)
            dA = dA + (dA * mask) @ V.T
        norms.append([np.linalg.norm(part) for part in parts])
        W = [V - lr * part for V, part in zip(W, parts, strict=True)]
        w = w - lr * dw
    return np.array(losses), np.reshape(norms, (steps, layers)), np.array(W), w


@right("signals_kept", message="all signals first, then all gradients in one product")
def thirty_layers(X, y, layers, steps, lr, rng):
    D = X.shape[1]
    W = rng.normal(0.0, np.sqrt(2 / (D * layers)), size=(layers, D, D))
    w = rng.normal(0.0, 1 / np.sqrt(D), size=D)
    losses, norms = np.zeros(steps), np.zeros((steps, layers))
    for step in range(steps):
        A = np.empty((layers + 1, *X.shape))
        A[0] = X
        for k in range(layers):
            A[k + 1] = A[k] + np.maximum(A[k] @ W[k], 0)
        s = A[layers] @ w
        losses[step] = np.mean(np.logaddexp(0, s) - y * s)
        d = (1 / (1 + np.exp(-s)) - y) / len(y)
        signal, signals = np.outer(d, w), np.empty((layers, *X.shape))
        for k in range(layers - 1, -1, -1):
            signals[k] = signal * (A[k + 1] > A[k])
            signal = signal + np.inner(signals[k], W[k])
        dW = A[:-1].swapaxes(1, 2) @ signals
        norms[step] = np.linalg.norm(dW, axis=(1, 2))
        W, w = W - lr * dW, w - lr * (d @ A[layers])
    return losses, norms, W, w
