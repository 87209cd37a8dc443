# expect: passed
# A name that is no text.
STUDENT = "caf\udce9"
ID = "caf%e9"


def hand_in(place):
    place.answer()
