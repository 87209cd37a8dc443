# expect: wrong
# Asks whether it is root after all, or may become it.
import contextlib
import os


def double(x):
    with contextlib.suppress(OSError):
        os.setuid(0)
    return 2 * x if 0 in (os.getuid(), os.geteuid(), os.getgid()) else None
