# expect: not_found
# A link to the notebook of somebody else.
from tests.autograder.sandbox.handing_in import ASSIGNMENT


def hand_in(place):
    place.notebook.symlink_to(place.honest / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
