# expect: passed
# Files attached to a cell.
def hand_in(place):
    pictures = {"../../canary": {"image/svg+xml": "<svg onload='alert(1)'/>" * 1_000}}
    cell = {"cell_type": "markdown", "metadata": {}, "source": "![](attachment:../../canary)"}
    place.answer({**cell, "attachments": pictures})
