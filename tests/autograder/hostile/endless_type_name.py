# expect: wrong
# Returns an object whose class has a name of a megabyte.
def double(x):
    return type("x" * (1 << 20), (), {"__module__": "\x1b[2J" * 1000})()
