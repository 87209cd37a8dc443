# expect: not_found
# A number of a hundred thousand digits.
def hand_in(place):
    place.notebook.write_text('{"cells": [], "nbformat": ' + "9" * 100_000 + "}")
