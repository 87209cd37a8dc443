# expect: wrong
# Returns what is neither larger nor smaller than anything.
SOURCE = r"""
import numpy as np
def double(x):
    return np.full(x.shape, np.nan)
def shift(x, by):
    return np.full(x.shape, np.nan)
"""


def hand_in(place):
    place.answer(SOURCE)
