# expect: time_limit
# Keeps every processor busy from as many threads as there can be.
import contextlib
import threading


def spin():
    while True:
        pass


def double(x):
    with contextlib.suppress(RuntimeError):  # no more threads
        for _ in range(16):
            threading.Thread(target=spin, daemon=True).start()
    spin()
