# expect: not_found|passed
# An object that never says where it comes from.
SOURCE = r"""
class Endless:
    def __call__(self):
        pass
    def __getattribute__(self, name):
        while True:
            pass
endless = Endless()
"""


def hand_in(place):
    place.answer(SOURCE)
