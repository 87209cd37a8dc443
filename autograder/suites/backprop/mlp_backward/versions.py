"""Versions of `mlp_backward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "no_mask",
    "dA * (A[i] > 0)",
    "dA",
    message="the gradient goes back through units that are off: the slope of the ReLU is missing",
    look_at="what a unit with a negative z passes back",
)

edited(
    "mask_of_d",
    "(A[i] > 0)",
    "(dA > 0)",
    message="the sign of the gradient decides what goes back; it is the sign of what the unit saw",
    look_at="of which array the ReLU has looked at the sign",
)

edited(
    "extra_n",
    "dA * (A[i] > 0)",
    "dA * (A[i] > 0) / len(X)",
    message="every layer divides by the number of rows; the gradient at the top has done so",
    look_at="the lower layers beside the top one",
)

edited(
    "relu_on_input",
    "A = [X]",
    "A = [np.maximum(X, 0)]",
    message="the input goes through a ReLU, too: its negative entries are lost",
    look_at="what the first layer is multiplied by",
)

edited(
    "relu_on_logits",
    "Z = A[-1] @ Ws[-1] + bs[-1]",
    "Z = np.maximum(A[-1] @ Ws[-1] + bs[-1], 0)",
    message="the logits go through a ReLU before the softmax; the last layer has none",
    look_at="what the softmax is taken of",
)

edited(
    "no_mean",
    "d = (P - np.eye(Z.shape[1])[y]) / len(X)",
    "d = P - np.eye(Z.shape[1])[y]",
    message="all gradients are those of a sum; the loss is a mean over the rows",
    look_at="the gradient at the top of the network",
)

edited(
    "top_first",
    "return dWs, dbs",
    "return dWs[::-1], dbs[::-1]",
    message="the lists begin with the last layer; they are to begin with the first",
    look_at="the order in which the gradients are appended",
)

edited(
    "sign",
    "(P - np.eye(Z.shape[1])[y])",
    "(np.eye(Z.shape[1])[y] - P)",
    message="all gradients point downhill: their sign is flipped at the top",
    look_at="the gradient at the top of the network",
)

edited(
    "labels_as_numbers",
    "np.eye(Z.shape[1])[y]",
    "y[:, np.newaxis]",
    message="the number of the true class is subtracted from every probability",
    look_at="the gradient at the top of the network",
)

edited(
    "no_bias",
    "A[i] @ Ws[i] + bs[i], 0",
    "A[i] @ Ws[i], 0",
    message="the hidden layers are computed without their biases on the way forwards",
    look_at="the inputs of the second layer",
)


edited(
    "no_shift",
    "np.exp(Z - np.max(Z, axis=1, keepdims=True))",
    "np.exp(Z)",
    message="the exponential of a large logit overflows",
    look_at="the largest number that is computed on the way",
)


@right("by_hand", message="without affine_backward, on arrays kept in a dict")
def mlp_backward(X, y, Ws, bs):
    last, seen = len(Ws) - 1, {0: X}
    for i in range(last):
        z = seen[i] @ Ws[i] + bs[i]
        seen[i + 1] = z * (z > 0)
    Z = seen[last] @ Ws[last] + bs[last]
    d = np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))
    d[np.arange(len(y)), y] -= 1
    d /= len(y)
    dWs, dbs = [], []
    for i in range(last, -1, -1):
        dWs.append(seen[i].T @ d)
        dbs.append(d.sum(axis=0))
        d = np.where(seen[i] > 0, d @ Ws[i].T, 0)
    return dWs[::-1], dbs[::-1]


@right("recursion", message="a function that calls itself for the layers above; tuples")
def mlp_backward(X, y, Ws, bs):
    def back(A, i):
        z = A @ Ws[i] + bs[i]
        if i == len(Ws) - 1:
            e = np.exp(z - z.max(axis=1, keepdims=True))
            d = (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[y]) / len(A)
            above = ((), ())
        else:
            dA, above = back(np.maximum(z, 0), i + 1)
            d = dA * np.heaviside(z, 0)
        return d @ Ws[i].T, ((A.T @ d, *above[0]), (d.sum(axis=0), *above[1]))

    return back(X, 0)[1]


@right("row_by_row", message="a gradient for each row, then their mean")
def mlp_backward(X, y, Ws, bs):
    dWs, dbs = [np.zeros(W.shape) for W in Ws], [np.zeros(b.shape) for b in bs]
    for x, label in zip(X, y):
        inputs = [x]
        for W, b in zip(Ws[:-1], bs[:-1]):
            inputs.append(np.clip(inputs[-1] @ W + b, 0, None))
        z = inputs[-1] @ Ws[-1] + bs[-1]
        p = np.exp(z - z.max())
        d = p / p.sum() - (np.arange(z.size) == label)
        for i in range(len(Ws))[::-1]:
            dWs[i] += np.outer(inputs[i], d) / len(X)
            dbs[i] += d / len(X)
            d = (Ws[i] @ d) * (inputs[i] > 0)
    return [dWs, dbs]
