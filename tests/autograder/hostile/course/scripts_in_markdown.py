# expect: passed
# Scripts in cells of text and in raw cells.
def hand_in(place):
    text = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))"
    place.answer(*({"cell_type": t, "metadata": {}, "source": text} for t in ("markdown", "raw")))
