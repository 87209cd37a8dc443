# expect: passed
# Prints fifty megabytes in a cell and in each call.
SOURCE = r"""
print("x" * 50_000_000)
def double(x):
    print("\x1b[2J" * 1_000_000)
    return x + x
"""


def hand_in(place):
    place.answer(SOURCE)
