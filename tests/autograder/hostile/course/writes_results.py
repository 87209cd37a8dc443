# expect: wrong
# Writes the files that a grader might read its results from.
def hand_in(place):
    names = ["results.json", "/autograder/results/results.json", "report.xml", "gradebook.db"]
    place.write(
        f"for name in {names!r}:\n    try:\n        open(name, 'w').write('passed')\n"
        "    except OSError:\n        pass",
        "def double(x):\n    return x\ndef shift(x, by):\n    return x",
    )
