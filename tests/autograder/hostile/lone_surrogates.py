# expect: wrong
# Returns text that no encoding can hold.
def double(x):
    return ["\ud800", {"\udfff": 1}]
