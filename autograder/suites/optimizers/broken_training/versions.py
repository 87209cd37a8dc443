"""Versions of `broken_training`: the mistakes planted in it, other mistakes, other right ways."""

import numpy as np

from autograder.bank.versions import edited, planted, right

ZEROS = "            dw, db = np.zeros(X.shape[1]), 0.0\n"
ORDER = "        order = rng.permutation(len(y))\n"
RATE = "        rate = lr / np.sqrt(2 + epoch)\n"
LOSS = "        losses[epoch] = np.mean((X @ w + b - y) ** 2)\n"
EMPTY = "    losses = np.zeros(epochs)\n"
OF_W, OF_B = "2 / len(error) * (x", "2 / len(error) * np.sum"

planted(
    "targets_in_the_old_order",
    "X[order], y[order]",
    "X[order], y",
    message="the rows are shuffled and their targets are not: each row gets the target of another",
    look_at="which target a row is compared with",
)

planted(
    "gradients_pile_up",
    EMPTY,
    EMPTY + "    dw, db = np.zeros(X.shape[1]), 0.0\n",
    ZEROS,
    "",
    message="the gradients of all earlier batches are still in those of this one",
    look_at="what the gradients hold when a batch begins",
)

planted(
    "bias_uphill",
    "b = b - rate * db",
    "b = b + rate * db",
    message="the bias is moved uphill",
    look_at="the sign of both updates",
)

planted(
    "rate_divided_again",
    "rate = lr / np.sqrt",
    "rate = rate / np.sqrt",
    message="each epoch divides the rate that the one before has divided already; it falls like "
    "one over the root of a factorial",
    look_at="the rates of the first four epochs",
)

planted(
    "loss_of_the_last_batch",
    "np.mean((X @ w + b - y) ** 2)",
    "np.mean(error**2)",
    message="the loss is that of the last batch, before its update; it is asked for over all rows",
    look_at="how many rows the loss of an epoch is a mean over",
)

edited(
    "uphill",
    "w = w - rate * dw",
    "w = w + rate * dw",
    message="the weights are moved uphill",
    look_at="the sign of both updates",
)

edited(
    "sum_of_losses",
    OF_W,
    "2 * (x",
    OF_B,
    "2 * np.sum",
    message="the gradients are those of a sum over the batch; the loss is a mean",
    look_at="where the number of rows comes in",
)

edited(
    "full_batch_size",
    OF_W,
    "2 / batch_size * (x",
    OF_B,
    "2 / batch_size * np.sum",
    message="the sums are divided by batch_size where the last batch has fewer rows",
    look_at="the last batch",
)

edited(
    "all_rows",
    OF_W,
    "2 / len(X) * (x",
    OF_B,
    "2 / len(X) * np.sum",
    message="the gradients of a batch are divided by the number of all rows",
    look_at="where the number of rows comes in",
)

edited(
    "no_factor_2",
    OF_W,
    "1 / len(error) * (x",
    OF_B,
    "1 / len(error) * np.sum",
    message="the factor 2 of the squared error is missing in the gradients",
    look_at="the slope of a square",
)

edited(
    "last_batch_dropped",
    "np.split(rows, cuts)",
    "np.split(rows, cuts)[: len(y) // batch_size]",
    "np.split(targets, cuts)",
    "np.split(targets, cuts)[: len(y) // batch_size]",
    message="the rest of the rows, a shorter batch, is left out",
    look_at="the last batch",
)

edited(
    "one_order",
    ORDER,
    "",
    EMPTY,
    EMPTY + "    order = rng.permutation(len(y))\n",
    message="the order is drawn once; each epoch draws a new one",
    look_at="the order of the rows in the second epoch",
)

edited(
    "no_decay",
    RATE,
    "",
    message="the rate stays that of the first epoch",
    look_at="the rates of the first four epochs",
)

edited(
    "decay_without_root",
    "np.sqrt(2 + epoch)",
    "(2 + epoch)",
    message="the rate is divided by the number of the epoch, not by its root",
    look_at="the rates of the first four epochs",
)

edited(
    "decay_late",
    "np.sqrt(2 + epoch)",
    "np.sqrt(1 + epoch)",
    message="the second epoch still has the rate of the first",
    look_at="the rates of the first four epochs",
)

edited(
    "loss_before",
    LOSS,
    "",
    ORDER,
    LOSS + ORDER,
    message="the loss is taken before the epoch; it is asked for after it",
    look_at="when the loss of an epoch is taken",
)

edited(
    "own_generator",
    "rng.permutation",
    "np.random.default_rng(epoch).permutation",
    message="every call draws the same orders: the numbers do not come from rng",
    look_at="where the order comes from",
)

edited(
    "global_generator",
    "rng.permutation",
    "np.random.permutation",
    message="the order comes from NumPy's global generator, not from rng",
    look_at="where the order comes from",
    verdict="X11",
)


@right("column_of_ones", message="b is the weight of a column of ones; batches by splitting")
def broken_training(X, y, epochs, batch_size, lr, rng):
    wide, theta, losses = np.column_stack([X, np.ones(len(X))]), np.zeros(X.shape[1] + 1), []
    for epoch in range(1, epochs + 1):
        order = rng.permutation(len(X))
        for batch in np.split(order, range(batch_size, len(X), batch_size)):
            error = wide[batch] @ theta - y[batch]
            theta = theta - lr * epoch**-0.5 * 2 * error @ wide[batch] / len(batch)
        losses.append(np.mean(np.square(wide @ theta - y)))
    return np.array(losses), theta[:-1], theta[-1]


@right("row_by_row", message="adds up the gradients of the rows")
def broken_training(X, y, epochs, batch_size, lr, rng):
    w, b, losses = np.zeros(X.shape[1]), 0.0, np.empty(epochs)
    for epoch in range(epochs):
        left = list(rng.permutation(len(X)))
        while left:
            batch, left = left[:batch_size], left[batch_size:]
            dw, db = np.zeros(len(w)), 0.0
            for row in batch:
                miss = np.dot(X[row], w) + b - y[row]
                dw = dw + miss * X[row]
                db += miss
            step = 2 * lr / np.sqrt(epoch + 1) / len(batch)
            w, b = w - step * dw, b - step * db
        losses[epoch] = sum((np.dot(x, w) + b - t) ** 2 for x, t in zip(X, y, strict=True)) / len(X)
    return losses, w, b


@right("rates_first", message="all rates beforehand, batches by index arrays, means of products")
def broken_training(X, y, epochs, batch_size, lr, rng):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for rate in lr / np.sqrt(np.arange(1, epochs + 1)):
        order = rng.permutation(len(X))
        for start in range(0, len(order), batch_size):
            chosen = order[start : start + batch_size]
            error = np.subtract(X[chosen] @ w + b, y[chosen])
            w, b = (
                w - 2 * rate * np.mean(error[:, None] * X[chosen], axis=0),
                b - 2 * rate * np.mean(error),
            )
        losses.append(((X @ w + b - y) ** 2).mean())
    return np.array(losses), w, b
