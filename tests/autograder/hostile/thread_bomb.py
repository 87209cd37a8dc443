# expect: error RuntimeError
# Starts threads without end.
import threading
import time


def double(x):
    while True:
        threading.Thread(target=time.sleep, args=(60,)).start()
