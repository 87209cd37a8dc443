# expect: passed
# Leaves work for the end of the process, and a thread.
SOURCE = r"""
import atexit, os, signal, threading, time
def later(*_args):
    open(CANARY, "w").write("changed")
    os.fork()
atexit.register(later)
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM):
    signal.signal(number, later)
def wait():
    while True:
        try:
            later()
        except OSError:
            time.sleep(0.01)
threading.Thread(target=wait, daemon=False).start()
"""


def hand_in(place):
    place.answer(f"CANARY = {str(place.canary)!r}", SOURCE)
