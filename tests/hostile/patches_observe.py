# expect: wrong
# Replaces what observes it with something that praises it.
import handbook.observe
from autograder.sandbox import worker


def praise(function, args, repeat=1):
    return handbook.observe.Observation(value="right")


handbook.observe.observe = worker.observe = praise


def double(x):
    return None
