"""An alternative right version of `shift`."""

from autograder.bank.exercise import right


@right("minus", says="takes away the negative")
def shift(x, by):
    return x - -by
