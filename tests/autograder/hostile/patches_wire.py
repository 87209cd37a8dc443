# expect: crashed
# Makes the worker answer with nonsense.
from autograder.sandbox import wire

wire.pack_observation = lambda seen: ({"value": {"t": "right"}}, [])


def double(x):
    return 2 * x
