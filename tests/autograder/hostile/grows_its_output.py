# expect: error or crashed
# Makes the file of its output a terabyte long.
import os


def double(x):
    os.ftruncate(1, 1 << 40)
    return None
