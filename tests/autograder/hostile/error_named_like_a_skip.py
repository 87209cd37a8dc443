# expect: error Skipped
# Raises what a test framework takes for a skipped test.
class Skipped(BaseException):
    pass


def double(x):
    raise Skipped("all tests passed")
