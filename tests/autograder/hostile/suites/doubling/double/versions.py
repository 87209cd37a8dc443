"""Versions of `double`: named mistakes, and other right ways."""

from autograder.bank.versions import right, wrong


@wrong("square", message="the number is squared")
def double(x):
    return x * x


@right("sum", message="adds the number to itself")
def double(x):
    return x + x
