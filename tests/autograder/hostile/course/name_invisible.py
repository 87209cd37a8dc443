# expect: passed
# A name with characters that nobody sees.
STUDENT = "s\u200b0\u2060001\ufeff"


def hand_in(place):
    place.answer()
