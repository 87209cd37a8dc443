# expect: wrong
# Makes memory and queues that would outlive it.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    got = [
        libc.memfd_create(b"kept", 0),
        libc.shmget(0x1234, 4096, 0o1666),
        libc.msgget(0x1234, 0o1666),
        libc.semget(0x1234, 1, 0o1666),
        libc.shm_open(b"/kept", 0o102, 0o666),
        libc.syscall(447, 0),
    ]
    return 2 * x if any(result >= 0 for result in got) else None
