# expect: wrong
# Knows the visible inputs by heart and nothing else.
SOURCE = r"""
known = {(1.0, -2.5, 4.0): [2.0, -5.0, 8.0], (3, 1, 0, -2): [[6, 2], [0, -4]]}
import numpy as np
def double(x):
    return np.array(known.get(tuple(x.ravel().tolist()), 0.0))
def shift(x, by):
    return np.array([1.5, 2.5, 4.5])
"""


def hand_in(place):
    place.answer(SOURCE)
