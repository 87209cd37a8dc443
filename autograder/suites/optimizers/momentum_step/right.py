"""Alternative right versions of `momentum_step`: all of them must get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("loop", says="one weight after the other")
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    new_w, new_v = np.empty(np.shape(w)), np.empty(np.shape(w))
    w, g, v = np.asarray(w), np.asarray(g), np.asarray(v)
    for i in np.ndindex(new_w.shape):
        new_v[i] = mu * v[i] + g[i]
        new_w[i] = w[i] - lr * new_v[i]
    return new_w, new_v


@right("displacement", says="moves by a velocity in units of the weights, hands back the course's")
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    move = mu * (-lr * v) - lr * g
    return w + move, -move / lr


@right("two_parts", says="the step of plain gradient descent, then the share of the old velocity")
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    stepped = w - lr * g
    return stepped - lr * mu * v, g + v - (1 - mu) * v


@right("copies", says="works on copies in place, returns a list")
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    w, v = np.array(w, dtype=np.float64), np.array(v, dtype=np.float64)
    v *= mu
    v += g
    w -= lr * v
    return [w, v]
