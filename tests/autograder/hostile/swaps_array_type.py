# expect: error or wrong
# Puts its own class where NumPy's is looked for.
import sys

import numpy as np


class Right(np.ndarray):
    __eq__ = __ne__ = lambda self, other: True


np.ndarray = np.array = Right
sys.modules["numpy"].asarray = lambda value, **_kwargs: value


def double(x):
    return x
