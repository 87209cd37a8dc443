# expect: passed
# A name that is markup.
STUDENT = "<script>alert(1)<∕script>"


def hand_in(place):
    place.answer()
