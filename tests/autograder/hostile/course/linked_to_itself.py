# expect: absent
# A student's folder that is a link to itself.
def hand_in(place):
    (place.submitted / place.student).symlink_to(place.student)
