# expect: time_limit
# Blocks every signal, then never returns.
import signal


def double(x):
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while True:
        signal.sigtimedwait(signal.valid_signals(), 1)
