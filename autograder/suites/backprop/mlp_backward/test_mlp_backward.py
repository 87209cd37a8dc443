"""Hidden tests of `mlp_backward`. Reference values: PyTorch, float64."""

from itertools import pairwise

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def network(rng, widths):
    layers = list(pairwise(widths))
    return [rng.normal(size=layer) for layer in layers], [rng.normal(size=w) for _, w in layers]


def loss(X, y, Ws, bs):
    for W, b in zip(Ws[:-1], bs[:-1], strict=True):
        X = np.maximum(X @ W + b, 0)
    Z = X @ Ws[-1] + bs[-1]
    return np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(y)), y])


def test_all_gradients_follow_the_reference_values(student, golden, close):
    lists = {k: [np.array(part) for part in golden[k]] for k in ("Ws", "bs", "dWs", "dbs")}
    X, y = np.array(golden["X"]), np.array(golden["y"])
    got = student.mlp_backward(X, y, lists["Ws"], lists["bs"])
    close(got, (lists["dWs"], lists["dbs"]), rtol=1e-9)


def test_they_are_the_slopes_of_the_loss(student, rng, close):
    (Ws, bs), X, y = network(rng, (3, 4, 2)), rng.normal(size=(5, 3)), rng.integers(2, size=5)
    dWs, dbs = student.mlp_backward(X, y, Ws, bs)
    below = [loss(X, y, [moved, Ws[1]], bs) for moved in nearby(Ws[0])]
    close(dWs[0], slopes(below, Ws[0]), rtol=1e-5, atol=1e-8)
    biases = [loss(X, y, Ws, [bs[0], moved]) for moved in nearby(bs[1])]
    close(dbs[1], slopes(biases, bs[1]), rtol=1e-5, atol=1e-8)


@group("edges")
def test_a_layer_that_is_off_stops_the_gradient(student, rng, close):
    (Ws, bs), X, y = network(rng, (3, 4, 2)), rng.normal(size=(5, 3)), rng.integers(2, size=5)
    dWs, dbs = student.mlp_backward(X, y, Ws, [bs[0] - 100.0, bs[1]])
    close((dWs, dbs[0]), ([np.zeros((3, 4)), np.zeros((4, 2))], np.zeros(4)))
    assert np.all(dbs[1] != 0)


@group("edges")
def test_the_same_rows_twice_leave_every_gradient_as_it_is(student, rng, close):
    (Ws, bs), X, y = network(rng, (3, 4, 2)), rng.normal(size=(3, 3)), rng.integers(2, size=3)
    calls = [X, y, Ws, bs], [np.vstack([X, X]), np.append(y, y), Ws, bs]
    (dWs, dbs), twice = student.mlp_backward.each(*calls)
    close(twice, (dWs, dbs))
