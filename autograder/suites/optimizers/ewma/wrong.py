"""Named wrong versions of `ewma`."""

import numpy as np

from autograder.bank.exercise import wrong

# Not corrected: 1 and 2.75; corrected: 4 and 6.2857.
PLAIN = {"x": np.array([4.0, 8.0]), "beta": 0.75, "correct": False}
CORRECTED = {"x": np.array([4.0, 8.0]), "beta": 0.75, "correct": True}
CONSTANT = {"x": np.array([4.0, 4.0, 4.0]), "beta": 0.75, "correct": True}


@wrong(
    "first_value",
    says="the average starts at the first value; in the course it starts at 0",
    shows_on=CONSTANT,
)
def ewma(x, beta, correct=True):
    v = x[0]
    averages = []
    for t, x_t in enumerate(x, start=1):
        v = beta * v + (1 - beta) * x_t
        averages.append(v / (1 - beta**t) if correct else v)
    return np.array(averages)


@wrong(
    "no_correction",
    says="the correction is left out: the average starts at 0 and is too small at first",
    shows_on=CONSTANT,
)
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for x_t in x:
        v = beta * v + (1 - beta) * x_t
        averages.append(v)
    return np.array(averages)


@wrong(
    "t_from_0",
    says="the steps are counted from 0: at the first one the correction divides by 1 - beta**0 = 0",
    shows_on=CONSTANT,
)
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for t, x_t in enumerate(x):
        v = beta * v + (1 - beta) * x_t
        averages.append(v / (1 - beta**t) if correct else v)
    return np.array(averages)


@wrong(
    "corrected_state",
    says="the corrected average is carried on, so it is corrected again at every step",
    shows_on=CONSTANT,
)
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for t, x_t in enumerate(x, start=1):
        v = beta * v + (1 - beta) * x_t
        if correct:
            v = v / (1 - beta**t)
        averages.append(v)
    return np.array(averages)


@wrong(
    "swapped",
    says="beta and 1 - beta are exchanged: beta is the weight of the past",
    shows_on=PLAIN,
)
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for t, x_t in enumerate(x, start=1):
        v = (1 - beta) * v + beta * x_t
        averages.append(v / (1 - beta**t) if correct else v)
    return np.array(averages)


@wrong(
    "alpha",
    says="beta is taken as the weight of the new value; in the course it is that of the past",
    shows_on=CORRECTED,
    convention="pandas, ewm(alpha=…), where alpha = 1 - beta",
)
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for t, x_t in enumerate(x, start=1):
        v = (1 - beta) * v + beta * x_t
        averages.append(v / (1 - (1 - beta) ** t) if correct else v)
    return np.array(averages)


@wrong(
    "start_uncorrected",
    says="the average starts at the first value and is not corrected; in the course it starts at 0",
    shows_on=CORRECTED,
    convention="pandas, ewm(adjust=False)",
)
def ewma(x, beta, correct=True):
    averages = [1.0 * x[0]]
    for x_t in x[1:]:
        averages.append(beta * averages[-1] + (1 - beta) * x_t)
    return np.array(averages)


@wrong(
    "always_corrected",
    says="the averages are corrected even with correct=False",
    shows_on=PLAIN,
)
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for t, x_t in enumerate(x, start=1):
        v = beta * v + (1 - beta) * x_t
        averages.append(v / (1 - beta**t))
    return np.array(averages)


@wrong(
    "flag_reversed",
    says="the averages are corrected with correct=False and left as they are with correct=True",
    shows_on=PLAIN,
)
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for t, x_t in enumerate(x, start=1):
        v = beta * v + (1 - beta) * x_t
        averages.append(v if correct else v / (1 - beta**t))
    return np.array(averages)


@wrong(
    "stale_t",
    says="every average is corrected as if it were the first: the power t is missing",
    shows_on=CONSTANT,
)
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for x_t in x:
        v = beta * v + (1 - beta) * x_t
        averages.append(v / (1 - beta) if correct else v)
    return np.array(averages)


@wrong(
    "last_t",
    says="all averages are corrected with the last t; each has its own",
    shows_on=CONSTANT,
)
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for x_t in x:
        v = beta * v + (1 - beta) * x_t
        averages.append(v)
    averages = np.array(averages)
    return averages / (1 - beta ** len(x)) if correct else averages


@wrong(
    "no_weight",
    says="the new value enters with the weight 1: a fading sum, not an average",
    shows_on=PLAIN,
)
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for t, x_t in enumerate(x, start=1):
        v = beta * v + x_t
        averages.append(v / (1 - beta**t) if correct else v)
    return np.array(averages)


@wrong(
    "previous_value",
    says="the value before takes the place of the average before: older values are forgotten",
    shows_on=PLAIN | {"x": np.array([4.0, 8.0, 0.0])},
)
def ewma(x, beta, correct=True):
    previous = 0.0
    averages = []
    for t, x_t in enumerate(x, start=1):
        v = beta * previous + (1 - beta) * x_t
        averages.append(v / (1 - beta**t) if correct else v)
        previous = x_t
    return np.array(averages)


@wrong(
    "with_start",
    says="the start v = 0 is returned as well: one entry too many",
    shows_on=PLAIN,
)
def ewma(x, beta, correct=True):
    averages = [0.0]
    v = 0.0
    for t, x_t in enumerate(x, start=1):
        v = beta * v + (1 - beta) * x_t
        averages.append(v / (1 - beta**t) if correct else v)
    return np.array(averages)


@wrong("last_only", says="only the last average is returned; one a step is due", shows_on=PLAIN)
def ewma(x, beta, correct=True):
    v = 0.0
    for x_t in x:
        v = beta * v + (1 - beta) * x_t
    return v / (1 - beta ** len(x)) if correct else v


@wrong(
    "like_x",
    says="the answer takes over the integer type of x: the fractions are cut off",
    shows_on={**PLAIN, "x": np.array([6, 2])},
)
def ewma(x, beta, correct=True):
    averages = np.zeros_like(x)
    v = 0.0
    for i, x_t in enumerate(x):
        v = beta * v + (1 - beta) * x_t
        averages[i] = v / (1 - beta ** (i + 1)) if correct else v
    return averages


@wrong(
    "in_place",
    says="the series of the caller is changed: the averages are written over it",
    shows_on=PLAIN,
)
def ewma(x, beta, correct=True):
    x *= 1 - beta
    for i in range(1, len(x)):
        x[i] += beta * x[i - 1]
    return x / (1 - beta ** np.arange(1, len(x) + 1)) if correct else x
