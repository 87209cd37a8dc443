"""Named wrong versions of `shift`."""

from autograder.bank.exercise import wrong


@wrong("back", says="the number is moved the other way", shows_on={"x": 3.0, "by": 1.0})
def shift(x, by):
    return x - by
