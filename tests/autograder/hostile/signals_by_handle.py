# expect: wrong
# Signals others by handles and by queues instead of kill.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    got = [
        libc.syscall(434, GRADER, 0),
        libc.syscall(434, 1, 0),
        libc.syscall(424, 0, 9, None, 0),
        libc.sigqueue(GRADER, 9, None),
        libc.tgkill(GRADER, GRADER, 9),
        libc.killpg(0, 9),
    ]
    return 2 * x if any(result >= 0 for result in got) else None
