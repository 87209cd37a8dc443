# expect: error
# Lifts its limit on memory.
import resource


def double(x):
    resource.setrlimit(resource.RLIMIT_AS, (-1, -1))
    return 2 * x
