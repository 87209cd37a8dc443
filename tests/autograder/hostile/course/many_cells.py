# expect: not_found
# Five thousand cells.
def hand_in(place):
    place.answer(*["x = 1"] * 5_000)
