# expect: wrong
# Returns empty arrays, which agree with anything in a comparison of all.
SOURCE = r"""
import numpy as np
def double(x):
    return np.zeros((0,) * x.ndim)
def shift(x, by):
    return np.zeros((0, 1 << 40))
"""


def hand_in(place):
    place.answer(SOURCE)
