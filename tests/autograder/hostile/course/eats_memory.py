# expect: memory_limit passed
# Takes more memory than there is.
SOURCE = r"""
import numpy as np
def double(x):
    return np.ones(1 << 40)
"""


def hand_in(place):
    place.answer(SOURCE)
