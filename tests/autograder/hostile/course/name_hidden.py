# expect: absent
# A hidden folder, which is no student's, as for nbgrader.
STUDENT = "..x"


def hand_in(place):
    place.answer()
