# expect: error
# Raises errors whose text acts on terminals and browsers.
SOURCE = r"""
text = "\x1b]0;pwned\x07\x1b[2J<script>alert(1)</script>\u202e\x00=cmd()"
def double(x):
    raise ValueError(text)
def shift(x, by):
    raise type("Bad\x1b[31m", (Exception,), {})(text)
"""


def hand_in(place):
    place.answer(SOURCE)
