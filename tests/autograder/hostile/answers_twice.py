# expect: crashed
# Answers a call itself, then lets the worker answer too.
import inspect

from autograder.sandbox import wire


def find(name):
    for frame in inspect.stack():
        if name in frame.frame.f_locals:
            return frame.frame.f_locals[name]


def double(x):
    packer = wire.Packer()
    answer = {"error": None, "changed": [], "floating": [], "global_random": False}
    answer |= {"id": find("request")["id"], "value": packer.pack(2 * x)}
    wire.send_frame(find("rpc"), answer, packer.buffers)
    return 2 * x
