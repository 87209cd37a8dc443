# expect: passed
# A name that is a pattern.
STUDENT = "[!a]*?"


def hand_in(place):
    place.answer()
