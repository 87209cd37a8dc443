# expect: wrong
# Returns a dict with keys that equal nothing, not even themselves.
def double(x):
    return {float("nan"): 1 for _ in range(3000)}
