# expect: passed
# Another encoding, which JSON may have.
def hand_in(place):
    place.answer()
    place.notebook.write_text(place.notebook.read_text(), encoding="utf-16")
