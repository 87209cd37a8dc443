# expect: passed
# Does something else when it notices that it is graded.
SOURCE = r"""
import os
if "HANDBOOK_GRADING" in os.environ:
    try:
        open(CANARY, "w").write("graded")
    except OSError:
        pass
"""


def hand_in(place):
    place.answer(f"CANARY = {str(place.canary)!r}", SOURCE)
