# expect: time_limit
# Takes the next request from under the worker.
import os


def double(x):
    return os.read(3, 100)
