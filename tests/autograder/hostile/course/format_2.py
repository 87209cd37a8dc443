# expect: passed
# Version 2 of the format, which keeps its cells in worksheets.
import json

from tests.autograder.sandbox.handing_in import DOUBLE, SHIFT


def hand_in(place):
    cells = [{"cell_type": "code", "input": s, "language": "python"} for s in (DOUBLE, SHIFT)]
    old = {"nbformat": 2, "metadata": {}, "worksheets": [{"cells": cells}]}
    place.notebook.write_text(json.dumps(old))
