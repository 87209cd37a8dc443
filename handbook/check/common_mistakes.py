"""The mistakes that are looked for in every exercise: id, name in a few words, sentence.

Wherever one of them is named, its id, its name and its sentence come from here. A sentence may
have places for what was measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class CommonMistake(NamedTuple):
    """One mistake; `name` labels maps and tables, `sentence` tells it to the student."""

    id: str
    name: str
    sentence: str


X1 = CommonMistake("X1", "not started", "The function is as it was handed out.")
X2 = CommonMistake(
    "X2",
    "returns None",
    "Nothing is returned (None): a printed value is not a returned value.",
)
X3 = CommonMistake("X3", "number or order", "{found}; expected: {expected}.")
X4 = CommonMistake("X4", "shape", "{name} has shape {got}, expected {want}.")
X5 = CommonMistake("X5", "transposed", "{name} is transposed.")
X6 = CommonMistake("X6", "sum or mean confused", "{name} is {count} times too {which}.")
X7 = CommonMistake("X7", "sign", "{name} has the opposite sign.")
X8 = CommonMistake("X8", "factor 2 or 1/2", "{name} is {times} the expected value.")
X9 = CommonMistake(
    "X9",
    "changes an argument",
    "The call changes the {arguments}: the caller's own data are overwritten.",
)
X10 = CommonMistake(
    "X10",
    "integers",
    "{name} holds integers: the fractions are cut off.",
)
X11 = CommonMistake(
    "X11",
    "global generator",
    "The call draws from NumPy's global generator, not from the one passed in.",
)
X12 = CommonMistake("X12", "constant answer", "{name} is the same for every input.")
X13 = CommonMistake(
    "X13",
    "nan, inf, overflow",
    "The values are right, but a floating-point fault occurs: {faults}.",
)
X14 = CommonMistake("X14", "one example only", "Only an input of one example is answered right.")
X15 = CommonMistake(
    "X15",
    "forbidden helper",
    "The answer uses {names}; the exercise is to be solved in NumPy.",
)

X16 = CommonMistake(
    "X16", "precision", "The values are right; {name} is of type {got}, {want} is expected."
)
X17 = CommonMistake(
    "X17",
    "differs from call to call",
    "The same call gives something else the second time: something is kept between calls (a global "
    "variable, a counter, a default argument that is changed).",
)
X18 = CommonMistake("X18", "blank left", "A blank is left in {places}.")
X19 = CommonMistake("X19", "form of a line", "{faults}.")

_ALL = (X1, X2, X3, X4, X5, X6, X7, X8, X9, X10, X11, X12, X13, X14, X15, X16, X17, X18, X19)
COMMON_MISTAKES: Mapping[str, CommonMistake] = MappingProxyType(
    {mistake.id: mistake for mistake in _ALL}
)
