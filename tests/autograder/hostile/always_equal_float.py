# expect: wrong
# Returns a number that says it equals everything.
class Right(float):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


def double(x):
    return Right(0.0)
