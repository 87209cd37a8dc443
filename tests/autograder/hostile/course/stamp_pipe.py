# expect: passed
# A pipe where the time of handing in is looked for.
import os


def hand_in(place):
    place.answer()
    os.mkfifo(place.folder / "timestamp.txt")
