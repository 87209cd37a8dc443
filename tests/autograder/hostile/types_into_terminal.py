# expect: wrong
# Types into the terminal of whoever grades, and takes it over.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    got = [
        *(libc.ioctl(fd, request, b"x") for fd in range(5) for request in (0x5412, 0x540E, 0x5414)),
        *(libc.ioctl(fd, ctypes.c_ulong(0x1_0000_5412), b"x") for fd in range(5)),
        libc.open(b"/dev/tty", 2),
        libc.open(b"/dev/ptmx", 2),
        libc.open(b"/dev/console", 2),
    ]
    return 2 * x if any(result >= 0 for result in got) else None
