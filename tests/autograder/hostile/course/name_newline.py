# expect: passed
# A name of two lines.
STUDENT = "a\nb"
ID = "a%0ab"


def hand_in(place):
    place.answer()
