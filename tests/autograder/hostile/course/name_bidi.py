# expect: passed
# A name that is read backwards.
STUDENT = "\u202esetadmin\u2066"


def hand_in(place):
    place.answer()
