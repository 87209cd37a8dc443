# expect: time_limit
# Sleeps.
import time


def double(x):
    time.sleep(3600)
