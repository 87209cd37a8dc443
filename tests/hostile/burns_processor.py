# expect: time_limit
# Keeps every processor busy from many threads.
import threading


def spin():
    while True:
        pass


def double(x):
    for _ in range(16):
        threading.Thread(target=spin, daemon=True).start()
    spin()
