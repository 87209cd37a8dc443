"""Versions of `ewma`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "first_value",
    "v = 0.0",
    "v = 1.0 * x[0]",
    message="the average starts at the first value; in the course it starts at 0",
    look_at="what the average is before the first value",
)

edited(
    "no_correction",
    "v / (1 - beta**t) if correct else v",
    "v",
    message="the correction is left out: the average starts at 0 and is too small at first",
    look_at="what is divided by what before it is kept",
)

edited(
    "t_from_0",
    "enumerate(x, start=1)",
    "enumerate(x)",
    message="the steps are counted from 0: at the first one the correction divides by 1 - "
    "beta**0 = 0",
    look_at="the exponent at the first value",
)

edited(
    "corrected_state",
    "averages.append(v / (1 - beta**t) if correct else v)",
    "v = v / (1 - beta**t) if correct else v\n        averages.append(v)",
    message="the corrected average is carried on, so it is corrected again at every step",
    look_at="what the next average is computed from",
)

edited(
    "swapped",
    "beta * v + (1 - beta) * x_t",
    "(1 - beta) * v + beta * x_t",
    message="beta and 1 - beta are exchanged: beta is the weight of the past",
    look_at="which of the two shares is that of the past",
)

edited(
    "alpha",
    "beta * v + (1 - beta) * x_t",
    "(1 - beta) * v + beta * x_t",
    "beta**t",
    "(1 - beta) ** t",
    message="beta is taken as the weight of the new value; in the course it is that of the past",
    look_at="which of the two shares is that of the past",
    convention="pandas, ewm(alpha=…), where alpha = 1 - beta",
)

edited(
    "start_uncorrected",
    "v = 0.0",
    "v = 1.0 * x[0]",
    "v / (1 - beta**t) if correct else v",
    "v",
    message="the average starts at the first value and is not corrected; in the course it "
    "starts at 0",
    look_at="what the average is before the first value",
    convention="pandas, ewm(adjust=False)",
)

edited(
    "always_corrected",
    "v / (1 - beta**t) if correct else v",
    "v / (1 - beta**t)",
    message="the averages are corrected even with correct=False",
    look_at="what becomes of the flag",
)

edited(
    "flag_reversed",
    "if correct else",
    "if not correct else",
    message="the averages are corrected with correct=False and left as they are with correct=True",
    look_at="which way round the flag is used",
)

edited(
    "stale_t",
    "beta**t",
    "beta",
    message="every average is corrected as if it were the first: the power t is missing",
    look_at="how the correction changes from value to value",
)

edited(
    "last_t",
    "beta**t",
    "beta ** len(x)",
    message="all averages are corrected with the last t; each has its own",
    look_at="how the correction changes from value to value",
)

edited(
    "no_weight",
    "(1 - beta) * x_t",
    "x_t",
    message="the new value enters with the weight 1: a fading sum, not an average",
    look_at="whether the two weights add up to 1",
)

edited(
    "previous_value",
    "beta * v + (1 - beta) * x_t",
    "beta * (x[t - 2] if t > 1 else 0.0) + (1 - beta) * x_t",
    message="the value before takes the place of the average before: older values are forgotten",
    look_at="what the past is",
)

edited(
    "with_start",
    "averages = []",
    "averages = [0.0]",
    message="the start v = 0 is returned as well: one entry too many",
    look_at="how many averages are returned",
)

edited(
    "last_only",
    "return np.array(averages)",
    "return averages[-1]",
    message="only the last average is returned; one for each step is expected",
    look_at="how many averages are returned",
)

edited(
    "like_x",
    "np.array(averages)",
    "np.array(averages, dtype=np.asarray(x).dtype)",
    message="the answer takes over the integer type of x: the fractions are cut off",
    look_at="the type of the array that holds the averages",
)

edited(
    "times_t",
    "beta**t",
    "beta * t",
    message="the correction multiplies beta by t; beta is raised to the power t",
    look_at="how the weight of the start fades from value to value",
)


@right("loop", message="fills an array by index")
def ewma(x, beta, correct=True):
    averages = np.zeros(len(x))
    v = 0
    for i in range(len(x)):
        v = beta * v + (1 - beta) * x[i]
        averages[i] = v / (1 - beta ** (i + 1)) if correct else v
    return averages


@right("weights", message="a matrix of the weights of all values in all averages")
def ewma(x, beta, correct=True):
    steps = np.arange(len(x))
    age = steps[:, None] - steps
    weights = np.where(age >= 0, (1 - beta) * beta ** np.maximum(age, 0), 0.0)
    if correct:
        weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ x


@right(
    "blend", message="moves towards each value by a share; with the correction the share shrinks"
)
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for t, x_t in enumerate(x, start=1):
        share = (1 - beta) / (1 - beta**t) if correct else 1 - beta
        v += share * (x_t - v)
        averages.append(v)
    return np.array(averages)


@right("correct_after", message="corrects all averages at once, after the loop")
def ewma(x, beta, correct=True):
    raw = [0.0]
    for x_t in x.tolist():
        raw.append(beta * raw[-1] + (1 - beta) * x_t)
    averages = np.array(raw[1:])
    return averages / (1 - np.power(beta, np.arange(1, len(x) + 1))) if correct else averages
