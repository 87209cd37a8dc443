# expect: not_found
# A link to the folder of the solutions.
from tests.autograder.sandbox.handing_in import ASSIGNMENT, SOLUTIONS


def hand_in(place):
    folder = place.folder
    folder.rmdir()
    folder.symlink_to(SOLUTIONS / ASSIGNMENT)
