# expect: passed
# A name that would leave an attribute.
STUDENT = '" onmouseover="alert(1)'


def hand_in(place):
    place.answer()
