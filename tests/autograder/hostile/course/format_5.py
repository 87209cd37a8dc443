# expect: passed
# A version of the format that does not exist yet.
def hand_in(place):
    place.answer(nbformat=5, cellular=True)
