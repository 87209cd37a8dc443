# expect: wrong
# Mounts, unmounts and changes its root.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    got = [
        libc.mount(b"none", b"/scratch", b"tmpfs", 0, None),
        libc.mount(b"/", b"/scratch", None, 4096, None),
        libc.umount2(b"/proc", 2),
        libc.chroot(b"/"),
        libc.syscall(429, -100, b"/", -100, b"/scratch", 0),
        libc.syscall(430, b"tmpfs", 0),
    ]
    return 2 * x if any(result >= 0 for result in got) else None
