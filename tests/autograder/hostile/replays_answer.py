# expect: crashed
# Answers a call with the answer to an earlier request.
import inspect

from autograder.sandbox import wire


def find(name):
    for frame in inspect.stack():
        if name in frame.frame.f_locals:
            return frame.frame.f_locals[name]


EARLIER = find("request")["id"]


def double(x):
    answer = {"value": 1, "error": None, "changed": [], "floating": [], "global_random": False}
    wire.send_frame(find("rpc"), {**answer, "id": EARLIER})
    return 2 * x
