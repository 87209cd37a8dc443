# expect: error
# Lists the hidden suites.
import os


def double(x):
    return os.listdir(SUITES)
