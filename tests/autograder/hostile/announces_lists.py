# expect: crashed
# Answers with lists that are announced long and never come.
import os
import struct


def double(x):
    body = b"\xdd\x00\x01\xff\xff" * 1000
    os.write(3, struct.pack("<II", len(body), 0) + body)
    return 2 * x
