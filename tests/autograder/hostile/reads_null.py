# expect: crashed
# Reads address 0.
import ctypes


def double(x):
    return ctypes.string_at(0)
