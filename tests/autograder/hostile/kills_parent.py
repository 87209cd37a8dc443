# expect: error PermissionError
# Kills the process above it.
import os
import signal


def double(x):
    os.kill(os.getppid(), signal.SIGKILL)
    return 2 * x
