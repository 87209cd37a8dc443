"""The contract of an exercise: what its function must take, declared and not written out.

`[contract]` in `exercise.toml` turns into inputs, made by the exercise's own `draw(rng, shape)`:
visible ones from a seed that everybody knows, hidden ones from the course's. Each kind of input is
a test of its own in the group of edge cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.bank.errors import ExerciseError
from handbook.check.exercise_data import Probe

SHAPES: Mapping[int, tuple[int, ...]] = {1: (4,), 2: (2, 3), 3: (3, 1, 2), 4: (2, 1, 3, 2)}
NUMBERS, WHOLE_NUMBERS = "test_plain_numbers", "test_whole_numbers"
AXES, ONE_ENTRY = "test_arrays_of_several_axes", "test_a_single_entry"
LABELS = {
    NUMBERS: "plain numbers",
    WHOLE_NUMBERS: "whole numbers",
    ONE_ENTRY: "arrays of a single entry",
}
WHOLE_SCALE = 3.0  # drawn numbers of size 1 become whole ones that differ

Draw = Callable[[np.random.Generator, tuple[int, ...]], Mapping[str, Any]]


@dataclass(frozen=True)
class Contract:
    """What holds for the inputs and results of an exercise.

    `numbers`: plain numbers are taken; `axes`: arrays of so many axes are; `one_entry`: arrays of
    one entry are. `whole_numbers` names the parameters that may hold integers. `pure`: nothing but
    the result changes, and the same call gives the same result. `dtype`: results have the types of
    the reference's, in double precision. Where one of the last two is off, `reason` says why.
    """

    numbers: bool = False
    whole_numbers: tuple[str, ...] = ()
    axes: tuple[int, ...] = ()
    one_entry: bool = False
    pure: bool = True
    dtype: bool = True
    reason: str = ""

    @property
    def has_inputs(self) -> bool:
        return bool(self.numbers or self.whole_numbers or self.axes or self.one_entry)


def read_contract(where: str, data: Mapping[str, Any]) -> Contract:
    """Read `[contract]`; raises ExerciseError, with `where`, for what it may not hold."""
    known = Contract.__dataclass_fields__
    if unknown := set(data) - set(known):
        raise ExerciseError(
            f"{where}: [contract] has unknown {sorted(unknown)}; known: {list(known)}"
        )
    for key in ("numbers", "one_entry", "pure", "dtype"):
        if not isinstance(data.get(key, True), bool):
            raise ExerciseError(f"{where}: [contract] {key} must be true or false")
    axes = data.get("axes", [])
    if not isinstance(axes, list) or any(number not in SHAPES for number in axes):
        raise ExerciseError(f"{where}: [contract] axes must be a list of numbers from 1 to 4")
    names = data.get("whole_numbers", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ExerciseError(
            f'{where}: [contract] whole_numbers must name parameters, such as ["w", "g"]'
        )
    off = [key for key in ("pure", "dtype") if not data.get(key, True)]
    if off and not data.get("reason"):
        raise ExerciseError(
            f"{where}: [contract] {off[0]} = false needs a `reason`: why can it not be tested?"
        )
    return Contract(**{**data, "axes": tuple(axes), "whole_numbers": tuple(names)})


def contract_probes(
    contract: Contract, draw: Draw, rng: np.random.Generator, digits: int | None
) -> list[Probe]:
    """The inputs that a contract asks for; rounded to `digits` where they are shown."""

    def probe(test: str, shape: tuple[int, ...], label: str) -> Probe:
        args = {name: _plain(value) for name, value in draw(rng, shape).items()}
        if digits is not None:
            args = {name: _rounded(value, digits) for name, value in args.items()}
        return Probe(args, label=label, test=test)

    made = []
    if contract.numbers:
        made.append(probe(NUMBERS, (), LABELS[NUMBERS]))
    if contract.whole_numbers:
        drawn = probe(WHOLE_NUMBERS, SHAPES[1], LABELS[WHOLE_NUMBERS])
        if unknown := set(contract.whole_numbers) - set(drawn.args):
            raise ExerciseError(f"[contract] whole_numbers: no parameter {sorted(unknown)}")
        whole = {name: _whole(drawn.args[name]) for name in contract.whole_numbers}
        made.append(Probe({**drawn.args, **whole}, label=drawn.label, test=WHOLE_NUMBERS))
    if contract.one_entry:
        made.append(probe(ONE_ENTRY, (1,), LABELS[ONE_ENTRY]))
    for number in contract.axes if digits is None else contract.axes[-1:]:
        made.append(probe(AXES, SHAPES[number], f"arrays of {number} axes"))
    return made


def _plain(value: Any) -> Any:
    """A drawn array without axes as a number."""
    return value.item() if isinstance(value, np.ndarray | np.generic) and not value.ndim else value


def _rounded(value: Any, digits: int) -> Any:
    if isinstance(value, list):
        return [_rounded(item, digits) for item in value]
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return np.round(value, digits) + 0.0  # no -0.0
    # Rates and the like are small: two digits more.
    return round(value, digits + 2) if isinstance(value, float) else value


def _whole(value: Any) -> Any:
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, np.ndarray):
        return np.rint(WHOLE_SCALE * value).astype(np.int64)
    return round(WHOLE_SCALE * value) if isinstance(value, float) else value
