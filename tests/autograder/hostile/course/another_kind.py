# expect: passed
# Returns the right numbers as numbers of another kind.
SOURCE = r"""
import numpy as np
def double(x):
    return (x + x).astype(float)
def shift(x, by):
    return x + by
"""


def hand_in(place):
    place.answer(SOURCE)
