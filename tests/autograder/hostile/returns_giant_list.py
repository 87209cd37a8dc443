# expect: wrong
# Returns more items than may cross.
def double(x):
    return list(range(1_000_000))
