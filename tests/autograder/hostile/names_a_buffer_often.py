# expect: crashed
# Sends two megabytes and names them 250 times in one answer.
import inspect

from autograder.sandbox import wire


def find(name):
    for frame in inspect.stack():
        if name in frame.frame.f_locals:
            return frame.frame.f_locals[name]


def double(x):
    tagged = {"t": "a", "d": "|u1", "s": [2 << 20], "b": 0}
    answer = {"error": None, "changed": [], "floating": [], "global_random": False}
    answer |= {"id": find("request")["id"], "value": [tagged] * 250}
    wire.send_frame(find("rpc"), answer, [bytes(2 << 20)])
    while True:
        pass
