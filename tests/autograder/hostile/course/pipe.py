# expect: not_found
# A pipe named like a notebook: whoever opens it waits for ever.
import os


def hand_in(place):
    os.mkfifo(place.notebook)
