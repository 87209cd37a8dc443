# expect: passed|not_found
# A folder that its owner may not enter.
def hand_in(place):
    place.answer()
    place.folder.chmod(0)
