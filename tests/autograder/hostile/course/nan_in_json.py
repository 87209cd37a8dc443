# expect: passed
# Numbers that JSON does not have but Python writes.
def hand_in(place):
    place.answer(nan=float("nan"), infinity=float("-inf"))
