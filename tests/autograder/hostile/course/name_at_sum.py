# expect: passed
# A name that another spreadsheet would run.
STUDENT = "@SUM(1+1)*cmd"


def hand_in(place):
    place.answer()
