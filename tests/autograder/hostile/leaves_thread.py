# expect: passed
# Answers, and leaves a thread that goes on trying.
import os
import threading


def go_on():
    while True:
        try:
            with open(CANARY, "w") as file:
                file.write("changed")
            os.fork()
        except OSError:
            pass


def double(x):
    threading.Thread(target=go_on, daemon=True).start()
    return 2 * x
