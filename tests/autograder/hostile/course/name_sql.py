# expect: passed
# A name that a database would run.
STUDENT = "'; DROP TABLE student; --"


def hand_in(place):
    place.answer()
