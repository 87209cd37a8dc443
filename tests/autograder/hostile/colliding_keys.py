# expect: wrong
# Returns a dict whose keys all have one hash.
def double(x):
    return {k * ((1 << 61) - 1): k for k in range(4000)}
