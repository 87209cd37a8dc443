# expect: wrong
# Returns types that only look like numbers.
SOURCE = r"""
import datetime, decimal, fractions
import numpy as np
def double(x):
    return [decimal.Decimal("1"), fractions.Fraction(1, 3), datetime.date.today(), range(3)]
def shift(x, by):
    return np.array([(1.0, 2)], dtype=[("a", float), ("b", int)])
"""


def hand_in(place):
    place.answer(SOURCE)
