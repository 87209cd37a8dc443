# expect: wrong
# Returns text that acts on terminals and browsers.
SOURCE = r"""
text = "\x1b]0;pwned\x07\x1b[2J<script>alert(1)</script>\u202e\x00"
def double(x):
    return text
def shift(x, by):
    return {text: text}
"""


def hand_in(place):
    place.answer(SOURCE)
