# expect: error PermissionError
# Becomes another program.
import os


def double(x):
    os.execv("/usr/bin/env", ["env"])
