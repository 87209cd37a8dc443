# expect: passed
# A name that is a device on another system.
STUDENT = "CON"


def hand_in(place):
    place.answer()
