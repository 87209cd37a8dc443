# expect: not_found
# Ten gigabytes that take no room on the disk.
def hand_in(place):
    with place.notebook.open("wb") as file:
        file.truncate(10 << 30)
