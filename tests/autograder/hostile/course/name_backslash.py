# expect: passed
# A name that leads elsewhere on another system.
STUDENT = "x\\..\\..\\y"
ID = "x%5c..%5c..%5cy"


def hand_in(place):
    place.answer()
