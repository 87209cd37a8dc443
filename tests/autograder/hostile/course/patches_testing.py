# expect: wrong
# Makes every comparison of NumPy and of Python succeed.
SOURCE = r"""
import builtins
import numpy as np
import unittest
yes = lambda *_args, **_kwargs: True
for name in dir(np.testing):
    if name.startswith("assert"):
        setattr(np.testing, name, yes)
np.allclose = np.isclose = np.array_equal = np.array_equiv = yes
builtins.isinstance_, builtins.AssertionError = builtins.isinstance, ZeroDivisionError
for name in dir(unittest.TestCase):
    if name.startswith("assert"):
        setattr(unittest.TestCase, name, yes)
def double(x):
    return 0 * x
def shift(x, by):
    return 0 * x
"""


def hand_in(place):
    place.answer(SOURCE)
