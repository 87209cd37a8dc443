# expect: wrong
# Takes its own lockdown back.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    got = [
        libc.prctl(4, 1, 0, 0, 0),
        libc.prctl(1, 0, 0, 0, 0),
        libc.prctl(22, 0, 0, 0, 0),
        libc.prctl(35, 1, 0, 0, 0),
        libc.prctl(59, 0, 0, 0, 0),
        libc.prctl(0x59616D61, -1, 0, 0, 0),
        libc.prctl(36, 1, 0, 0, 0),
        libc.fcntl(3, 8, 1),
        libc.fcntl(1, 1031, 1 << 20),
        libc.fcntl(1, 1033, 1),
        libc.setrlimit(7, bytes(16)),
    ]
    return 2 * x if any(result >= 0 for result in got) else None
