# expect: crashed
# Answers the next request before it is asked.
import os
import struct

import msgpack

HEADER = {"id": "0" * 16, "value": 2.0, "error": None, "changed": [], "floating": []}


def double(x):
    packed = msgpack.packb(HEADER | {"global_random": False, "n": []})
    os.write(3, struct.pack("<II", len(packed), 0) + packed)
    return 2 * x
