# expect: passed
# A cell of two megabytes beside the answers.
def hand_in(place):
    place.answer("# " + "x" * (2 << 20))
