# expect: passed
# Leaves work for the end of the process.
import atexit
import os
import signal


def later():
    with open(CANARY, "w") as file:
        file.write("changed")
    os.fork()


def double(x):
    atexit.register(later)
    signal.signal(signal.SIGTERM, lambda *_: later())
    return 2 * x
