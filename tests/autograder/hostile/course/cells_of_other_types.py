# expect: passed
# Cells that are no cells, and fields of the wrong type.
import json


def hand_in(place):
    odd = [None, 3, [], "cell", {}, {"cell_type": 3, "source": {}}, {"source": [1, None, "x = 1"]}]
    given = [None, [], 3, {"nbgrader": []}, {"nbgrader": {"grade_id": []}}, {"tags": [[]]}]
    odd += [{"cell_type": "code", "source": "x = 1", "metadata": m} for m in given]
    cells = [json.dumps(cell) for cell in odd]
    place.answer()
    text = place.notebook.read_text()
    place.notebook.write_text(text.replace('"cells": [', '"cells": [' + ", ".join(cells) + ", ", 1))
