# expect: wrong
# Returns a number with a million digits.
def double(x):
    return 1 << 4_000_000
