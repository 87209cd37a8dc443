# expect: wrong
# Sends urgent data on the socket that it answers on.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    sent = libc.send(3, b"x", 1, 1), libc.recv(3, ctypes.create_string_buffer(1), 1, 0x41)
    return 2 * x if max(sent) >= 0 else None
