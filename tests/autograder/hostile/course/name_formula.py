# expect: passed
# A name that a spreadsheet would run.
STUDENT = "=cmd|'calc'!A0"


def hand_in(place):
    place.answer()
