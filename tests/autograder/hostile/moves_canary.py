# expect: error
# Moves a file of others, over folders and by other names.
import os


def double(x):
    os.rename(CANARY, CANARY + "-moved")
    return 2 * x
