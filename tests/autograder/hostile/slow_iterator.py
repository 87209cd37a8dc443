# expect: time_limit
# Returns an iterator that never gives anything.
def double(x):
    while True:
        pass
    yield x
