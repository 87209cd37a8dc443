# expect: passed
# A time of handing in that is none.
def hand_in(place):
    place.answer()
    place.folder.joinpath("timestamp.txt").write_text("the day before yesterday \x1b[2J")
