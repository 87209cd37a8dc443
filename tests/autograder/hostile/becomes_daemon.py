# expect: error
# Leaves its parent to live on by itself.
import os


def double(x):
    os.setsid()
    if os.fork():
        os._exit(0)
    return 2 * x
