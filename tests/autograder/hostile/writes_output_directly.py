# expect: error OSError
# Writes to the output file past Python, without end.
import os


def double(x):
    while True:
        os.write(1, b"x" * 100_000)
