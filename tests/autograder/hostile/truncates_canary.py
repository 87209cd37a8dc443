# expect: error
# Empties a file without opening it.
import os


def double(x):
    os.truncate(CANARY, 0)
    return 2 * x
