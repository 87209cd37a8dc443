"""Versions of `shift`: named mistakes, and other right ways."""

from autograder.bank.versions import right, wrong


@wrong("back", message="the number is moved the other way")
def shift(x, by):
    return x - by


@right("minus", message="takes away the negative")
def shift(x, by):
    return x - -by
