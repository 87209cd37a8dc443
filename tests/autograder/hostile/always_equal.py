# expect: wrong
# Returns something that says it equals everything.
class Right:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


def double(x):
    return Right()
