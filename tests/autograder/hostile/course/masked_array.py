# expect: wrong
# Returns arrays whose wrong entries are masked.
SOURCE = r"""
import numpy as np
def double(x):
    return np.ma.array(np.zeros(x.shape), mask=np.ones(x.shape, bool))
def shift(x, by):
    return np.ma.masked_all(x.shape)
"""


def hand_in(place):
    place.answer(SOURCE)
