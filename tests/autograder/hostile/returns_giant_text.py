# expect: wrong
# Returns more text than may cross.
def double(x):
    return "2" * (1 << 24)
