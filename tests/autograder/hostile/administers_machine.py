# expect: wrong
# Does what only an administrator may.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    got = [
        libc.sethostname(b"mine", 4),
        libc.reboot(0),
        libc.swapon(b"/swap", 0),
        libc.acct(None),
        libc.settimeofday(bytes(16), None),
        libc.setpriority(0, 0, -20),
        libc.sched_setscheduler(0, 1, bytes(4)),
        libc.setuid(0),
        libc.setgroups(1, bytes(4)),
        libc.capset(bytes(8), bytes(24)),
        libc.quotactl(0, None, 0, None),
    ]
    return 2 * x if any(result >= 0 for result in got) else None
