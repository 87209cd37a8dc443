# expect: passed
# A byte order mark, as Windows writes it.
def hand_in(place):
    place.answer()
    place.notebook.write_bytes(b"\xef\xbb\xbf" + place.notebook.read_bytes())
