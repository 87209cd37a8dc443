# expect: passed
# A name like an option.
STUDENT = "--course=x"


def hand_in(place):
    place.answer()
