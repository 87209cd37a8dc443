# expect: wrong
# Returns complex numbers and truth values.
SOURCE = r"""
import numpy as np
def double(x):
    return x + x + 0j
def shift(x, by):
    return (x + by).astype(bool)
"""


def hand_in(place):
    place.answer(SOURCE)
