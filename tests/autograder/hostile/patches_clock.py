# expect: time_limit
# Stops its own clocks, then takes for ever.
import time

time.time = time.monotonic = time.perf_counter = lambda: 0.0
time.sleep = lambda _seconds: None


def double(x):
    while time.monotonic() < 1:
        pass
