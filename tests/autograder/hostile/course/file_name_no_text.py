# expect: passed
# The only notebook's name is no text.
import os


def hand_in(place):
    place.answer()
    os.rename(place.notebook, os.fsencode(place.folder) + b"/d\xffubling.ipynb")
