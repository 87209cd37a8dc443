# expect: crashed
# Overflows the C stack, which Python's limit on recursion does not see.
def double(x):
    value = ()
    for _ in range(1_000_000):
        value = (value,)
    return hash(value)
