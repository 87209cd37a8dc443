# expect: time_limit
# Announces an answer and sends it a byte at a time.
import os
import struct
import time


def double(x):
    os.write(3, struct.pack("<II", 1000, 0))
    while True:
        os.write(3, b"x")
        time.sleep(0.05)
