# expect: time_limit
# A regular expression that takes for ever, in one call of C.
import re


def double(x):
    return re.match(r"(a+)+$", "a" * 60 + "b")
