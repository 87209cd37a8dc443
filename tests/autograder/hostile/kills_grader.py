# expect: error PermissionError
# Kills the grader.
import os
import signal


def double(x):
    os.kill(GRADER, signal.SIGKILL)
    return 2 * x
