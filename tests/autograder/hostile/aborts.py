# expect: crashed
# Aborts, which dumps core where that is allowed.
import os


def double(x):
    os.abort()
