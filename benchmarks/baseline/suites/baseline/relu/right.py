"""Alternative right versions of `relu`: all of them must get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("where", says="chooses between x and zeros")
def relu(x):
    return np.where(x > 0, x, np.zeros_like(x))


@right("half", says="half the sum of x and its absolute value")
def relu(x):
    return (x + np.abs(x)) / 2


@right("copy", says="sets the negative entries of a copy to 0")
def relu(x):
    y = np.array(x)
    y[y < 0] = 0
    return y
