# expect: wrong
# Returns lists in lists in lists.
def double(x):
    value = [x]
    for _ in range(100_000):
        value = [value]
    return value
