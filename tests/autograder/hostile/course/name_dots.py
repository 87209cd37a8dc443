# expect: passed
# A name with the dots of the folder above.
STUDENT = "x..y..."


def hand_in(place):
    place.answer()
