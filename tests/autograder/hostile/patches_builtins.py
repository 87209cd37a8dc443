# expect: crashed
# Makes Python say that everything holds; the worker trips over it too.
import builtins

import numpy as np

builtins.all = builtins.any = lambda *_args: True
builtins.abs = lambda _value: 0


def double(x):
    return np.zeros_like(x)
