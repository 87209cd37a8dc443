"""An exercise as data: what is called, what must come back, and what known mistakes give.

`checks.json` holds these data for the visible inputs. The grader builds them from an exercise's
folder, with the hidden inputs as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from handbook.check.observe import CallError, Observation
from handbook.check.plain_data import from_json, show

FORMAT = 2


@dataclass(frozen=True)
class Probe:
    """One input of an exercise, by parameter name, in the order of the signature.

    `repeat` calls the function that often on the same arguments, a random generator going on
    from call to call. `label` says in a few words what is special about the input. An `edge` is a
    special case: it is judged by a test of its own, which bears its label. `test` names the test
    that an input belongs to where neither holds.
    """

    args: Mapping[str, Any]
    repeat: int = 1
    label: str = ""
    edge: bool = False
    test: str = ""


@dataclass(frozen=True)
class Wrong:
    """A named wrong version as data: its message and its outcome on each probe.

    `look_at` says where to look, without the code. `convention` names where the version is right,
    if it is another convention.
    """

    name: str
    message: str
    outcomes: tuple[Observation, ...]
    look_at: str = ""
    convention: str | None = None


@dataclass(frozen=True)
class Exercise:
    """What the diagnosis needs to know of an exercise.

    `returns` names the returned values in order; those in `state` are handed to the next call.
    `requires` names earlier exercises, whose functions this one may call. `lines` holds, for a
    derivation with blanks, the names that each of its lines may use. `blocks` names the
    blocks of columns that the returned values in `block_values` consist of, such as the gates of an
    LSTM in the gradient of its weights.
    """

    function: str
    title: str
    parameters: tuple[str, ...]
    returns: tuple[str, ...]
    rtol: float
    atol: float
    probes: tuple[Probe, ...]
    expected: tuple[Observation, ...]
    wrong: tuple[Wrong, ...] = ()
    hints: tuple[str, ...] = ()
    points: float = 0.0
    section: str = ""
    summary: Callable[..., Any] | None = None
    forbidden: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blocks: tuple[str, ...] = ()
    block_values: tuple[str, ...] = ()


def call_text(exercise: Exercise, args: Mapping[str, Any]) -> str:
    """The call as it would be typed, long values cut."""
    inner = ", ".join(f"{name}={show(value, 120)}" for name, value in args.items())
    return f"{exercise.function}({inner})"


def exercise_from_json(function: str, data: Mapping[str, Any]) -> Exercise:
    """Read one exercise of `checks.json`.

    Raises ValueError where the data are not those written by `autograder release`.
    """
    try:
        namespace: dict[str, Any] = {"np": np}
        if data.get("summary"):
            exec(data["summary"], namespace)
        return Exercise(
            function=function,
            title=data["title"],
            parameters=tuple(data["parameters"]),
            returns=tuple(data["returns"]),
            rtol=data["tolerance"]["rtol"],
            atol=data["tolerance"]["atol"],
            probes=tuple(
                Probe(_args_from_json(p["args"]), p["repeat"], p["label"]) for p in data["probes"]
            ),
            expected=tuple(observation_from_json(p["expected"]) for p in data["probes"]),
            wrong=tuple(_wrong_from_json(w) for w in data["wrong"]),
            hints=tuple(data["hints"]),
            points=data["points"],
            section=data["section"],
            summary=namespace.get("summary"),
            forbidden=tuple(data.get("forbidden", ())),
            state=tuple(data.get("state", ())),
            requires=tuple(data.get("requires", ())),
            lines={line: tuple(names) for line, names in data.get("lines", {}).items()},
            blocks=tuple(data.get("blocks", {}).get("names", ())),
            block_values=tuple(data.get("blocks", {}).get("of", ())),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(
            f"checks.json: the entry of {function} is damaged ({error!r}); download the "
            "assignment again"
        ) from error


def _args_from_json(pairs: Sequence[Sequence[Any]]) -> dict[str, Any]:
    return {name: from_json(value) for name, value in pairs}


def _wrong_from_json(data: Mapping[str, Any]) -> Wrong:
    return Wrong(
        name=data["name"],
        message=data["message"],
        outcomes=tuple(observation_from_json(o) for o in data["outcomes"]),
        look_at=data.get("look_at", ""),
        convention=data.get("convention"),
    )


def observation_from_json(data: Mapping[str, Any]) -> Observation:
    """The inverse of `observation_to_json` in `autograder.authoring.visible_checks`."""
    error = data.get("error")
    return Observation(
        value=from_json(data.get("value")),
        error=CallError(error["type"], error["message"]) if error else None,
        changed=tuple(data.get("changed", ())),
        floating=tuple(data.get("floating", ())),
        global_random=data.get("global_random", False),
    )
