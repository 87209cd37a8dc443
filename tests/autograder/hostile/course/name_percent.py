# expect: passed
# A name that leads elsewhere once it is decoded.
STUDENT = "%2e%2e%2fx"


def hand_in(place):
    place.answer()
