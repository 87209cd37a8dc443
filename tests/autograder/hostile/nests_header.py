# expect: crashed
# Answers with a header nested as deep as a megabyte allows.
import os
import struct


def double(x):
    os.write(3, struct.pack("<II", 1 << 20, 0) + b"\x91" * (1 << 20))
    return 2 * x
