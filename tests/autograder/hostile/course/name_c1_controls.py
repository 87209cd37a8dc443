# expect: passed
# Controls that some terminals obey without an escape.
STUDENT = "\x9b31m\x85"
ID = "%c2%9b31m%c2%85"


def hand_in(place):
    place.answer()
