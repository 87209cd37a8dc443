# expect: wrong
# Asks the kernel for new namespaces, in which it would be root.
import ctypes


def double(x):
    entered = ctypes.CDLL(None).unshare(0x10000000) == 0
    return 2 * x if entered else None
