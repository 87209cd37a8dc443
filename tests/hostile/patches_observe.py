# expect: wrong
# Replaces what observes it with something that praises it.
import handbook.observe
from autograder.sandbox import worker


def praise(*_args, **_kwargs):
    return handbook.observe.Observation(value="right")


handbook.observe.observe = worker.observe = praise


def double(x):
    return None
