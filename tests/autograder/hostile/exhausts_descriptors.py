# expect: passed or crashed
# Opens all the files that it may, then answers.
import os

KEPT = []


def double(x):
    try:
        while True:
            KEPT.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        return 2 * x
