# expect: error SystemExit
# Has an alarm interrupt the code around it.
import signal
import sys
import time


def double(x):
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(0))
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    time.sleep(10)
    return 2 * x
