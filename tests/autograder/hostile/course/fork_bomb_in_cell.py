# expect: passed
# Starts processes and threads without end while the cells run.
SOURCE = r"""
import os, threading, time
for _ in range(1000):
    try:
        os.fork()
    except OSError:
        break
for _ in range(1000):
    try:
        threading.Thread(target=time.sleep, args=(60,)).start()
    except RuntimeError:
        break
"""


def hand_in(place):
    place.answer(SOURCE)
