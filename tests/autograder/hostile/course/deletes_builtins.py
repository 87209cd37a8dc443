# expect: crashed|not_found
# Deletes the built-in functions.
SOURCE = r"""
import builtins
for name in list(vars(builtins)):
    if name not in ("__import__", "list", "vars", "setattr"):
        delattr(builtins, name)
"""


def hand_in(place):
    place.answer(SOURCE)
