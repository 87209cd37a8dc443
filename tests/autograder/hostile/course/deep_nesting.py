# expect: not_found
# Lists in lists in lists.
def hand_in(place):
    place.notebook.write_text('{"cells": [], "metadata": ' + "[" * 100_000 + "]" * 100_000 + "}")
