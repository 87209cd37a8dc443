# expect: passed
# The longest name in letters of two bytes.
STUDENT = "é" * 127


def hand_in(place):
    place.answer()
