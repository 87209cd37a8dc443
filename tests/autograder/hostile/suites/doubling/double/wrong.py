"""Named wrong versions of `double`."""

from autograder.bank.exercise import wrong


@wrong("square", says="the number is squared", shows_on={"x": 3.0})
def double(x):
    return x * x
