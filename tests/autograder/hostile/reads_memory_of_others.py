# expect: wrong
# Reads the memory of the grader and of what is above it.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    got = [
        libc.process_vm_readv(GRADER, bytes(16), 1, bytes(16), 1, 0),
        libc.process_vm_writev(1, bytes(16), 1, bytes(16), 1, 0),
        libc.ptrace(16, GRADER, None, None),
        libc.ptrace(0, 0, None, None),
        libc.syscall(440, 0, bytes(16), 1, 0, 0),
        libc.mlock(bytes(1 << 20), 1 << 20),
    ]
    return 2 * x if any(result >= 0 for result in got) else None
