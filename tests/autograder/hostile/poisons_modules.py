# expect: wrong
# Writes into the folders that Python imports from.
import os
import sys


def double(x):
    written = []
    for place in [*sys.path, os.path.dirname(os.__file__), sys.prefix, "/usr/lib", "/dev/shm"]:
        try:
            with open(os.path.join(place, "sitecustomize.py"), "w"):
                written.append(place)
        except OSError:
            pass
    return 2 * x if [place for place in written if place not in ("", ".")] else None
