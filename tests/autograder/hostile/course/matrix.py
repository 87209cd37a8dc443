# expect: wrong
# Returns a matrix, which always has two dimensions.
SOURCE = r"""
import numpy as np
def double(x):
    return np.matrix(x + x) if x.ndim == 1 else np.matrix(x)
def shift(x, by):
    return np.matrix(x + by)
"""


def hand_in(place):
    place.answer(SOURCE)
