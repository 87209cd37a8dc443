# expect: wrong
# Looks for open files that it has inherited.
import contextlib
import os


def double(x):
    found = []
    for descriptor in range(4, 5000):
        with contextlib.suppress(OSError):
            found.append(os.fstat(descriptor))
    return 2 * x if found else None
