# expect: wrong
# Makes the worker say that nothing was changed and all was right.
from handbook.check import observe

observe.same = lambda *_args, **_kwargs: True
observe.plain = lambda value: True


def double(x):
    x[:] = 0
    return x
