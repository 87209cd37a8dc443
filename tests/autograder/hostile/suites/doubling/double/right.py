"""An alternative right version of `double`."""

from autograder.bank.exercise import right


@right("sum", says="adds the number to itself")
def double(x):
    return x + x
