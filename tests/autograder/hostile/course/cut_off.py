# expect: not_found
# A notebook whose upload broke off.
def hand_in(place):
    place.answer()
    whole = place.notebook.read_bytes()
    place.notebook.write_bytes(whole[: len(whole) // 2])
