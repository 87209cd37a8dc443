# expect: wrong
# Starts processes by the raw calls, with and without new namespaces.
import ctypes
import platform

CLONE = 56 if platform.machine() == "x86_64" else 220

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    got = [
        libc.syscall(CLONE, 0x11, 0, 0, 0, 0),
        libc.syscall(CLONE, 0x10000011, 0, 0, 0, 0),
        libc.syscall(CLONE, 0x10010F00, 0, 0, 0, 0),
        libc.syscall(CLONE, 0x40010F00, 0, 0, 0, 0),
        libc.syscall(CLONE, 0x20010F00, 0, 0, 0, 0),
        libc.syscall(435, bytes(88), 88),
    ]
    return 2 * x if any(result >= 0 for result in got) else None
