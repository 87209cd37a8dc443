# expect: passed
# A name that acts on a terminal.
STUDENT = "\x1b]0;pwned\x07\x1b[2J"
ID = "%1b]0;pwned%07%1b[2J"


def hand_in(place):
    place.answer()
