# expect: not_found
# A megabyte of zeros.
def hand_in(place):
    place.notebook.write_bytes(bytes(1 << 20))
