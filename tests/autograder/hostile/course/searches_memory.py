# expect: wrong
# Looks for the expected value among all objects in memory.
SOURCE = r"""
import gc
import numpy as np
def look(x):
    for thing in gc.get_objects():
        if type(thing) is np.ndarray and thing is not x and thing.shape == x.shape:
            return thing
def double(x):
    return look(x)
def shift(x, by):
    return look(x)
"""


def hand_in(place):
    place.answer(SOURCE)
