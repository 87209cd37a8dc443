# expect: wrong
# Returns a list that holds itself.
def double(x):
    value = [x]
    value.append(value)
    return value
