# expect: error RecursionError
# Calls itself without end.
def double(x):
    return double(x)
