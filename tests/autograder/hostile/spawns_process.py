# expect: error
# Starts a program without fork and exec.
import os


def double(x):
    os.posix_spawn("/bin/sh", ["sh", "-c", "sleep 1000"], {})
    return 2 * x
