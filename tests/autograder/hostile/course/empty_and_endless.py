# expect: wrong
# Returns arrays without entries whose product with another has billions.
SOURCE = r"""
import numpy as np
def double(x):
    return np.zeros((1 << 26, 0))
def shift(x, by):
    return np.zeros((0, 1 << 62), dtype=np.int8)
"""


def hand_in(place):
    place.answer(SOURCE)
