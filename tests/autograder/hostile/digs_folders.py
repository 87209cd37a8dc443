# expect: passed
# Makes folders in folders until the kernel refuses.
import os


def double(x):
    depth = 0
    try:
        while depth < 10_000:
            os.mkdir("d")
            os.chdir("d")
            depth += 1
    except OSError:
        pass
    return 2 * x if depth < 10_000 else None
