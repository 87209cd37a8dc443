# expect: wrong|time_limit
# Returns a long column, which meets a row in a sum.
SOURCE = r"""
import numpy as np
def double(x):
    return np.zeros((1_000_000, 1))
def shift(x, by):
    return np.zeros((8_000_000, 1))
"""


def hand_in(place):
    place.answer(SOURCE)
