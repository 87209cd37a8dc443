# expect: crashed
# Writes without end where one answer is due.
import os


def double(x):
    while True:
        os.write(3, bytes(1 << 16))
