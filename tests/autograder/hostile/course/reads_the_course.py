# expect: wrong
# Looks for the course with its seed, for the suites, the solutions and other students' work.
from tests.autograder.sandbox.handing_in import SOLUTIONS, SUITES

SOURCE = """
import pathlib
def look():
    found = []
    for place in PLACES:
        try:
            for path in [pathlib.Path(place), *pathlib.Path(place).rglob("*")]:
                found.append(path.read_text() if path.is_file() else "")
        except OSError:
            pass
    return [text for text in found if text]
def double(x):
    return x + x if look() else None
def shift(x, by):
    return x + by if look() else None
"""


def hand_in(place):
    places = [str(p) for p in (place.submitted.parent, SUITES, SOLUTIONS, place.canary)]
    place.answer(f"PLACES = {places!r}", SOURCE)
