# expect: wrong wrong
# Metadata that claim points, and outputs that claim success.
def hand_in(place):
    claims = {"grade": True, "grade_id": "double-score", "points": 1000, "locked": False}
    cell = {"cell_type": "code", "source": "10 / 10", "metadata": {"nbgrader": claims}}
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "10 of 10 points"}]
    wrong = "def double(x):\n    return x\ndef shift(x, by):\n    return x"
    place.write(wrong, cell, points=1000, max_points=1000, outcome="passed")
