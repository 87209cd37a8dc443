# expect: wrong or crashed or error
# Returns a list and a dict that lie about their length.
class Long(list):
    def __len__(self):
        return 1 << 62

    def __iter__(self):
        return iter(int, 1)


class Wide(dict):
    def items(self):
        return iter(int, 1)

    keys = __iter__ = items


def double(x):
    return [Long([1]), Wide({1: 2})]
