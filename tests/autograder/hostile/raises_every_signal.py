# expect: error or crashed
# Sends itself every signal there is.
import signal


def double(x):
    for number in signal.valid_signals():
        signal.raise_signal(number)
    return 2 * x
