# expect: passed
# A second name of somebody else's notebook: it is as good as a copy.
import os

from tests.autograder.sandbox.handing_in import ASSIGNMENT


def hand_in(place):
    os.link(place.honest / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", place.notebook)
