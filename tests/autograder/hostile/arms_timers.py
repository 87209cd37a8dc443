# expect: passed
# Arms timers until the kernel refuses; each takes memory of the kernel.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def double(x):
    timer = ctypes.c_void_p()
    armed = 0
    while libc.timer_create(1, None, ctypes.byref(timer)) == 0 and armed < 1000:
        armed += 1
    return 2 * x if armed < 1000 else None
