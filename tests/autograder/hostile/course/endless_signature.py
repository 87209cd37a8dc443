# expect: not_found|passed
# A function whose signature never ends to be computed.
SOURCE = r"""
class Endless:
    __module__ = "__main__"
    @property
    def __signature__(self):
        while True:
            pass
    def __call__(self, x):
        return x + x
endless = Endless()
"""


def hand_in(place):
    place.answer(SOURCE)
