# expect: not_found
# A folder named like a notebook.
def hand_in(place):
    place.notebook.mkdir()
