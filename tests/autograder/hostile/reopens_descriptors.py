# expect: wrong
# Opens descriptors of others again by way of /proc and /dev, and its own beyond those it was given.
import contextlib
import os


def double(x):
    found = []
    for place in ("/proc/self/fd", "/dev/fd", "/proc/1/fd", f"/proc/{GRADER}/fd"):
        own = place in ("/proc/self/fd", "/dev/fd")
        for number in range(4 if own else 0, 40):
            with contextlib.suppress(OSError):
                found.append(os.open(f"{place}/{number}", os.O_RDWR))
    return 2 * x if found else None
