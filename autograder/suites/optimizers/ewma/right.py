"""Alternative right versions of `ewma`: all of them must get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("loop", says="fills an array by index")
def ewma(x, beta, correct=True):
    averages = np.zeros(len(x))
    v = 0
    for i in range(len(x)):
        v = beta * v + (1 - beta) * x[i]
        averages[i] = v / (1 - beta ** (i + 1)) if correct else v
    return averages


@right("weights", says="a matrix of the weights of all values in all averages")
def ewma(x, beta, correct=True):
    steps = np.arange(len(x))
    age = steps[:, None] - steps
    weights = np.where(age >= 0, (1 - beta) * beta ** np.maximum(age, 0), 0.0)
    if correct:
        weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ x


@right("blend", says="moves towards each value by a share; with the correction the share shrinks")
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for t, x_t in enumerate(x, start=1):
        share = (1 - beta) / (1 - beta**t) if correct else 1 - beta
        v += share * (x_t - v)
        averages.append(v)
    return np.array(averages)


@right("correct_after", says="corrects all averages at once, after the loop")
def ewma(x, beta, correct=True):
    raw = [0.0]
    for x_t in x.tolist():
        raw.append(beta * raw[-1] + (1 - beta) * x_t)
    averages = np.array(raw[1:])
    return averages / (1 - np.power(beta, np.arange(1, len(x) + 1))) if correct else averages
