# expect: absent
# A student's folder that is a link to the whole machine.
def hand_in(place):
    (place.submitted / place.student).symlink_to("/")
