# expect: passed
# Version 3 of the format, which keeps its cells in worksheets.
import json

from tests.autograder.sandbox.handing_in import DOUBLE, SHIFT


def hand_in(place):
    cells = [{"cell_type": "code", "input": s, "language": "python"} for s in (DOUBLE, SHIFT)]
    old = {"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells}]}
    place.notebook.write_text(json.dumps(old))
