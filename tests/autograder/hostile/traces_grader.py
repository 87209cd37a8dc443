# expect: wrong
# Attaches to the grader as a debugger.
import ctypes


def double(x):
    attached = ctypes.CDLL(None).ptrace(16, GRADER, 0, 0) == 0
    return 2 * x if attached else None
