# expect: not_found
# Objects in objects, as deep as the limit on brackets allows.
def hand_in(place):
    depth = 400_000
    place.notebook.write_text('{"cells":' * depth + "[]" + "}" * depth)
