# expect: not_found
# Hundreds of notebooks, none of the right name.
def hand_in(place):
    for number in range(300):
        place.folder.joinpath(f"{number}.ipynb").touch()
