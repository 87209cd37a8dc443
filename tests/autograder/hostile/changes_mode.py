# expect: error
# Changes the permissions of a file.
import os


def double(x):
    os.chmod(CANARY, 0o777)
    return 2 * x
