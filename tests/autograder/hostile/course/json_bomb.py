# expect: not_found
# A million empty lists: small on disk, large in memory.
def hand_in(place):
    place.notebook.write_text('{"cells": [' + "[]," * 3_000_000 + "[]]}")
