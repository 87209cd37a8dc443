# expect: error PermissionError
# Replaces itself by another program.
import os
import sys


def double(x):
    os.execv(sys.executable, [sys.executable, "-c", "print('passed')"])
