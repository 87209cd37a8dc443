# expect: wrong
# Asks for the parts of the kernel that are attacked most.
import ctypes
import platform

X86 = platform.machine() == "x86_64"
BPF, PERF, KEYCTL, USERFAULT = (321, 298, 250, 323) if X86 else (280, 241, 219, 282)

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    got = [
        libc.syscall(425, 8, bytes(120)),
        libc.syscall(BPF, 0, bytes(120), 120),
        libc.syscall(PERF, bytes(120), 0, -1, -1, 0),
        libc.syscall(KEYCTL, 0, -3, 1),
        libc.syscall(USERFAULT, 0),
        libc.fanotify_init(0, 0),
        libc.inotify_init(),
        libc.syscall(444, bytes(8), 8, 0),
        libc.personality(0x40000),
        libc.klogctl(3, bytes(10), 10),
    ]
    return 2 * x if any(result >= 0 for result in got) else None
