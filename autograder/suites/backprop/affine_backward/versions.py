"""Versions of `affine_backward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "dw_transposed",
    "X.T @ dout",
    "dout.T @ X",
    message="dW is transposed: it has the shape (M, D), W has (D, M)",
    look_at="the shape of dW beside that of W",
)

edited(
    "db_mean",
    "np.sum(dout, axis=0)",
    "np.mean(dout, axis=0)",
    message="db is averaged over the rows, while dW is added up over them",
    look_at="whether the rows are treated alike in dW and in db",
)

edited(
    "db_unsummed",
    "np.sum(dout, axis=0)",
    "dout + 0.0",
    message="db is left with one row for each example; b is used in all of them",
    look_at="the shape of db beside that of b",
)

edited(
    "extra_n",
    "X.T @ dout, np.sum(dout, axis=0)",
    "X.T @ dout / len(X), np.mean(dout, axis=0)",
    message="dW and db are divided by the number of rows; the gradient of the loss has done so",
    look_at="which function divides by the number of rows",
)

edited(
    "no_transpose",
    "dout @ W.T",
    "dout @ W",
    message="W is not transposed in dX: the product fits only where W is square",
    look_at="the shapes of dout and of W",
)

edited(
    "db_over_outputs",
    "np.sum(dout, axis=0)",
    "np.sum(dout, axis=1)",
    message="db is added up over the outputs; each output has a bias of its own",
    look_at="the shape of db beside that of b",
)

edited(
    "db_keeps_an_axis",
    "np.sum(dout, axis=0)",
    "np.sum(dout, axis=0, keepdims=True)",
    message="db has the shape (1, M), b has (M,)",
    look_at="the shape of db beside that of b",
)

edited(
    "x_not_used",
    "X.T @ dout",
    "np.ones_like(X).T @ dout",
    message="dW does not depend on X: the input of the layer is missing in it",
    look_at="which factor stands beside W in the forward pass",
)

edited(
    "dx_mean",
    "dout @ W.T",
    "dout @ W.T / len(X)",
    message="dX is divided by the number of rows; the gradient of the loss has done so",
    look_at="which function divides by the number of rows",
)


@right("einsum", message="index by index")
def affine_backward(dout, X, W):
    dX = np.einsum("nm,dm->nd", dout, W)
    dW = np.einsum("nd,nm->dm", X, dout)
    return dX, dW, np.einsum("nm->m", dout) * 1.0


@right("rows", message="one row after the other; a list")
def affine_backward(dout, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for n in range(len(X)):
        dX[n] = W @ dout[n]
        dW += np.outer(X[n], dout[n])
        db += dout[n]
    return [dX, dW, db]


@right("transposed", message="the products transposed as a whole")
def affine_backward(dout, X, W):
    return (W @ dout.T).T, (dout.T @ X).T, np.ones(len(dout)) @ dout
