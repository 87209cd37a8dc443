# expect: time_limit or memory_limit
# A number of a billion digits, in one operation of C.
def double(x):
    return len(str(7 ** (1 << 32)))
