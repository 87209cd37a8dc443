# expect: passed
# A time of handing in before all time.
def hand_in(place):
    place.answer()
    place.folder.joinpath("timestamp.txt").write_text("0001-01-01 00:00:00 +9999")
