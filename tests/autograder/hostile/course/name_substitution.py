# expect: passed
# A name that a shell would run, too.
STUDENT = "$(touch pwned) `touch pwned`"


def hand_in(place):
    place.answer()
