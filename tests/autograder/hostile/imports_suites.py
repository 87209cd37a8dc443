# expect: error ModuleNotFoundError or wrong
# Imports the hidden suites; where only their folder's name can be seen, it finds nothing in it.
import pkgutil


def double(x):
    import autograder.suites

    found = list(pkgutil.walk_packages(autograder.suites.__path__))
    return 2 * x if found else None
