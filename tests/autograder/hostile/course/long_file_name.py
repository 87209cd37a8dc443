# expect: passed
# The only notebook has a name of 255 bytes.
def hand_in(place):
    place.answer()
    place.notebook.rename(place.folder / ("n" * 249 + ".ipynb"))
