# expect: passed
# Writes modules of the names that are imported next.
SOURCE = r"""
import os, sys
for name in ("json", "traceback", "msgpack", "statistics"):
    try:
        open(name + ".py", "w").write("raise SystemExit")
    except OSError:
        pass
sys.path.insert(0, os.getcwd())
sys.modules.pop("statistics", None)
sys.modules["traceback"] = sys.modules["copy"] = None
"""


def hand_in(place):
    place.answer(SOURCE)
