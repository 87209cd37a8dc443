# expect: crashed or passed
# Has the kernel send it a signal without a name; as process 1 it does not hear it.
import ctypes
import time

SIGNAL = 40
libc = ctypes.CDLL(None)


def double(x):
    event = (ctypes.c_int * 16)(0, 0, SIGNAL, 0)
    timer = ctypes.c_void_p()
    libc.timer_create(0, event, ctypes.byref(timer))
    soon = (ctypes.c_long * 4)(0, 0, 0, 1_000_000)
    libc.timer_settime(timer, 0, soon, None)
    time.sleep(0.2)
    return 2 * x
