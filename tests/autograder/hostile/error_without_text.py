# expect: error
# Raises an error whose text raises an error.
class Silent(Exception):
    def __str__(self):
        raise RuntimeError


def double(x):
    raise Silent
