# expect: passed
# Keys that stand twice in one object.
from tests.autograder.sandbox.handing_in import DOUBLE, IMPORTS, SHIFT, text_of


def hand_in(place):
    text = text_of(IMPORTS, DOUBLE, SHIFT)
    place.notebook.write_text('{"cells": 3, ' + text[1:])
