# expect: error PermissionError
# Starts processes without end.
import os


def double(x):
    while True:
        os.fork()
