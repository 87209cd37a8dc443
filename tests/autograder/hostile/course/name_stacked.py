# expect: passed
# A name that grows over the lines above it.
STUDENT = "Z" + "\u0351" * 100


def hand_in(place):
    place.answer()
