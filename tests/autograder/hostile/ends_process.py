# expect: crashed
# Ends the process with the exit code of success.
import os


def double(x):
    os._exit(0)
