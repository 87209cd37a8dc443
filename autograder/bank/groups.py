"""Groups of tests. The points of an exercise stand at its groups; a group is passed as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

VALUE, STATE, EDGES, SIDE_EFFECTS = "value", "state", "edges", "side_effects"
TITLES = {
    VALUE: "Values",
    STATE: "State",
    EDGES: "Edge cases",
    **{f"line_{number}": f"Line {number}" for number in range(1, 10)},  # of a derivation
    SIDE_EFFECTS: "Side effects",
}

Test = TypeVar("Test", bound=Callable[..., Any])


def group(name: str) -> Callable[[Test], Test]:
    """Put a hidden test into a group; without this it belongs to the group `value`.

    Raises ValueError for a name that is not a group.
    """
    if name not in TITLES:
        raise ValueError(f"no group of tests is named {name!r}; there are: {', '.join(TITLES)}")

    def mark(test: Test) -> Test:
        test.group = name  # type: ignore[attr-defined]
        return test

    return mark


def fixed(reason: str) -> Callable[[Test], Test]:
    """Say why the inputs of a hidden test are not drawn from the course's seed."""

    def mark(test: Test) -> Test:
        test.fixed = reason  # type: ignore[attr-defined]
        return test

    return mark
