# expect: wrong
# Opens files by handles and by newer calls that a filter may not know.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    got = [
        libc.open_by_handle_at(-100, bytes(24), 0),
        libc.name_to_handle_at(-100, CANARY.encode(), bytes(136), bytes(4), 0),
        libc.syscall(437, -100, CANARY.encode(), bytes(24), 24),
        libc.syscall(428, -100, b"/", 1),
        libc.syscall(442, -100, b"/", 0, bytes(32), 32),
    ]
    return 2 * x if any(result >= 0 for result in got) else None
