# expect: error ValueError
# Raises an error with text that no encoding can hold.
def double(x):
    raise ValueError("\ud800")
