# expect: passed
# A name that a shell would run.
STUDENT = "; rm -rf ~"


def hand_in(place):
    place.answer()
