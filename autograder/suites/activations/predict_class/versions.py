"""Versions of `predict_class`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "np.argmax(Z, axis=1)"

edited(
    "axis0",
    SOLUTION,
    "np.argmax(Z, axis=0)",
    message="the largest entry is looked for in each column; a row is an example",
    look_at="the axis along which the classes lie",
)

edited(
    "flat",
    SOLUTION,
    "np.argmax(Z)",
    message="one place in the whole array is returned; there is one class a row",
    look_at="the shape of the answer",
)

edited(
    "last_tie",
    SOLUTION,
    "Z.shape[1] - 1 - np.argmax(Z[:, ::-1], axis=1)",
    message="of two equal logits the last is taken; the course takes the first",
    look_at="which way the comparison goes where entries are equal",
)

edited(
    "value",
    SOLUTION,
    "np.max(Z, axis=1)",
    message="the largest logit itself is returned, not its place",
    look_at="what a class is",
)

edited(
    "argmin",
    SOLUTION,
    "np.argmin(Z, axis=1)",
    message="the place of the smallest logit is returned",
    look_at="which logit wins",
)

edited(
    "size",
    SOLUTION,
    "np.argmax(np.abs(Z), axis=1)",
    message="the logit of the largest size wins; a large negative one is to lose",
    look_at="the sign of what is compared",
)

edited(
    "from_one",
    SOLUTION,
    "np.argmax(Z, axis=1) + 1",
    message="the classes are counted from 1; the course counts them from 0",
    look_at="the number of the first class",
)

edited(
    "one_hot",
    SOLUTION,
    "np.eye(Z.shape[1], dtype=int)[np.argmax(Z, axis=1)]",
    message="a row of zeros and a one is returned for each example; a class is one number",
    look_at="the shape of the answer",
)

edited(
    "floats",
    SOLUTION,
    "1.0 * np.argmax(Z, axis=1)",
    message="the classes are right, but they are floats, which cannot index an array",
    look_at="the type of the answer",
)


@right("method", message="by the method of the array, along the last axis")
def predict_class(Z):
    return Z.argmax(axis=-1)


@right("loop", message="one row after the other")
def predict_class(Z):
    return np.array([row.index(max(row)) for row in Z.tolist()])


@right("sorted", message="by a stable sort of each row")
def predict_class(Z):
    return np.argsort(-Z, axis=1, kind="stable")[:, 0]


@right("compared", message="by a comparison with the largest entry")
def predict_class(Z):
    return np.argmax(Z == Z.max(axis=1, keepdims=True), axis=1)
