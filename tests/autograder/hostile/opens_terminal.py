# expect: error
# Starts a process on a terminal of its own.
import pty


def double(x):
    pty.spawn(["/bin/sh"])
    return 2 * x
