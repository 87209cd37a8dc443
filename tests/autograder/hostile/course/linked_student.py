# expect: not_found
# A student's folder that is a link to another student's.
def hand_in(place):
    (place.submitted / place.student).symlink_to(place.honest)
