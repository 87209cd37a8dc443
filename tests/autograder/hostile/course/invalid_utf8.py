# expect: not_found
# Bytes that are no text.
def hand_in(place):
    place.answer()
    place.notebook.write_bytes(place.notebook.read_bytes().replace(b"double", b"d\xff\xfeuble"))
