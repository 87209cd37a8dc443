# expect: crashed
# Announces an answer of four gigabytes.
import os


def double(x):
    os.write(3, b"\xff\xff\xff\xff\xff\xff\xff\xff")
    return 2 * x
