# expect: passed|not_found
# A notebook that its owner may not read.
def hand_in(place):
    place.answer()
    place.notebook.chmod(0)
