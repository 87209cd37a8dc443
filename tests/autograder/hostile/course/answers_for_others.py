# expect: wrong|crashed
# Takes the worker's place and answers every request.
SOURCE = r"""
import numpy as np
from autograder.sandbox import wire
send = wire.send_frame
def praise(sock, header, buffers=(), deadline=None):
    packer = wire.Packer()
    good = {"id": header.get("id"), "value": packer.pack(True), "error": None}
    good |= {"changed": [], "floating": [], "global_random": False, "outcome": "passed"}
    send(sock, good | {"functions": [["double", "x"], ["shift", "x", "by"]]}, packer.buffers)
wire.send_frame = praise
def double(x):
    return 0 * x
def shift(x, by):
    return 0 * x
"""


def hand_in(place):
    place.answer(SOURCE)
