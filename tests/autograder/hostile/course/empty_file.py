# expect: not_found
# Nothing at all.
def hand_in(place):
    place.notebook.touch()
