# expect: not_found
# A student's folder that is a link to the hidden suites.
from tests.autograder.sandbox.handing_in import SUITES


def hand_in(place):
    (place.submitted / place.student).symlink_to(SUITES)
