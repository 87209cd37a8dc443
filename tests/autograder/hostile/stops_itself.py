# expect: error PermissionError
# Stops itself, so that the grader waits.
import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return 2 * x
