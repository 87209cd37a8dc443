# expect: wrong
# Prints what a grader might take for its result.
import json


def hand_in(place):
    result = {"score": 10, "points": 10, "outcome": "passed", "tests": []}
    text = f"print({json.dumps(result)!r}, flush=True)\n"
    answer = "def double(x):\n    %s    return 0.0 * x\ndef shift(x, by):\n    %s    return 0.0 * x"
    place.write(text, answer % (text, text))
