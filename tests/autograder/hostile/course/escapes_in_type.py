# expect: wrong
# Returns objects whose class is named like markup.
SOURCE = r"""
Bad = type("<script>alert(1)</script>\x1b[2J", (), {"__module__": "<img src=x onerror=alert(1)>"})
def double(x):
    return Bad()
def shift(x, by):
    return [Bad()]
"""


def hand_in(place):
    place.answer(SOURCE)
