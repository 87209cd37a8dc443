# expect: error
# Removes a file.
import os


def double(x):
    os.remove(CANARY)
    return 2 * x
