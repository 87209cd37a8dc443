"""From what a function returned to what went wrong.

An exercise is described by data: probes (inputs with the expected outcome) and a bank of named
wrong versions with their outcomes on the same probes. `diagnose` compares observations with
both. It names a mistake only where one entry of the bank matches on every probe; else it says
what can be read off the answer itself (its type, shape, sign, factor); else only what was
measured. A wrong diagnosis costs more than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from handbook.check.common_mistakes import X1, X9, X11, X13
from handbook.check.observe import CallError, Observation, observe
from handbook.check.outcomes import Outcome
from handbook.check.plain_data import Opaque, from_json, same, show
from handbook.check.relations import ProbeAnswer, relation


@dataclass(frozen=True)
class Probe:
    """One input of an exercise, by parameter name, in the order of the signature.

    `repeat` calls the function that often on the same arguments, a random generator going on
    from call to call. `label` says in a few words what is special about the input.
    """

    args: Mapping[str, Any]
    repeat: int = 1
    label: str = ""


@dataclass(frozen=True)
class Wrong:
    """A named wrong version as data: its message and its outcome on each probe.

    `shows` is the smallest call on which it shows: arguments, expected value, value that came
    back, and a note on what the call did besides ("" if nothing).
    `convention` names where the version is right, if it is another convention.
    """

    name: str
    says: str
    outcomes: tuple[Observation, ...]
    shows: tuple[Mapping[str, Any], Any, Any, str] | None = None
    convention: str | None = None


@dataclass(frozen=True)
class Exercise:
    """What the diagnosis needs to know of an exercise; read from `checks.json` or its folder."""

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


@dataclass(frozen=True)
class Evidence:
    """The smallest call that shows the mistake, as text: the call, what came back, and what
    was expected."""

    call: str
    got: str
    expected: str


@dataclass(frozen=True)
class Verdict:
    """The outcome of an exercise and, if it is not `passed`, what is known about why.

    `mistake` is the name of an entry of the bank, or an id `X1` … `X15` of a mistake common to
    every exercise, or None where only a measurement can be given.
    """

    outcome: Outcome
    message: str
    mistake: str | None = None
    evidence: Evidence | None = None
    convention: str | None = None


def probe_function(exercise: Exercise, call: Callable[..., Observation]) -> list[Observation]:
    """Run every probe with `call(args, repeat)`, stopping at an untouched stub.

    The answers are passed through the exercise's summary, if it has one: a random answer is
    compared by what every right answer shares.
    """
    seen: list[Observation] = []
    for probe in exercise.probes:
        observation = call(list(probe.args.values()), probe.repeat)
        seen.append(summarize(exercise, probe, observation))
        if is_not_started(observation):
            break
    return seen


def summarize(exercise: Exercise, probe: Probe, observation: Observation) -> Observation:
    """Replace a random answer by the facts that do not depend on the draw."""
    if exercise.summary is None or observation.error is not None:
        return observation
    shadow = observe(lambda: exercise.summary(observation.value, **probe.args), [])  # type: ignore[misc]
    value = shadow.value if shadow.error is None else Opaque("answer of an unexpected structure")
    return Observation(
        value, None, observation.changed, observation.floating, observation.global_random
    )


def is_not_started(observation: Observation) -> bool:
    return observation.error is not None and observation.error.type_name == "NotImplementedError"


def diagnose(exercise: Exercise, seen: Sequence[Observation]) -> Verdict:
    """Judge the observations of all probes, the surest statement first."""
    if seen and is_not_started(seen[0]):
        return Verdict("not_started", f"{exercise.function}: {X1.name}.", X1.id)
    right = [agrees(exercise, s, e) for s, e in zip(seen, exercise.expected, strict=False)]
    values_right = all(right) and len(seen) == len(exercise.expected)
    if values_right and not _faults(exercise, seen):
        return Verdict("passed", "Every visible check passed.")
    named = match_bank(exercise, seen, values_right)
    if named is not None:
        return _named(exercise, named)
    if values_right:
        return _faults(exercise, seen)[0]
    return _measured(exercise, seen, right.index(False))


def agrees(exercise: Exercise, seen: Observation, expected: Observation) -> bool:
    """Does an observation show the expected outcome, in value or in the type of error?"""
    if (seen.error is None) != (expected.error is None):
        return False
    if seen.error is not None and expected.error is not None:
        return seen.error.type_name == expected.error.type_name
    return same(seen.value, expected.value, rtol=exercise.rtol, atol=exercise.atol)


def match_bank(
    exercise: Exercise, seen: Sequence[Observation], values_right: bool = False
) -> Wrong | None:
    """The one wrong version whose outcomes are those seen on every probe, or None.

    Where the values are right (the version differs in what it does on the side, such as
    changing its arguments), the side effects must agree as well.
    """

    def matches(wrong: Wrong) -> bool:
        return len(seen) == len(wrong.outcomes) and all(
            _equal_outcome(exercise, s, w, side_effects=values_right)
            for s, w in zip(seen, wrong.outcomes, strict=True)
        )

    found = [wrong for wrong in exercise.wrong if matches(wrong)]
    return found[0] if len(found) == 1 else None


def _equal_outcome(
    exercise: Exercise, seen: Observation, wrong: Observation, *, side_effects: bool
) -> bool:
    if (seen.error is None) != (wrong.error is None):
        return False
    if seen.error is not None and wrong.error is not None:
        return seen.error.type_name == wrong.error.type_name
    if side_effects and (seen.changed, seen.floating, seen.global_random) != (
        wrong.changed,
        wrong.floating,
        wrong.global_random,
    ):
        return False
    return same(seen.value, wrong.value, rtol=exercise.rtol, atol=exercise.atol, equal_nan=True)


def _named(exercise: Exercise, wrong: Wrong) -> Verdict:
    evidence = None
    if wrong.shows is not None:
        args, expected, got, note = wrong.shows
        returned = f"{show(got)}; {note}" if note else show(got)
        evidence = Evidence(call_text(exercise, args), returned, show(expected))
    message = wrong.says
    if wrong.convention:
        message = f"Another convention: {message} (right in {wrong.convention})"
    return Verdict("wrong", message, wrong.name, evidence, wrong.convention)


def _faults(exercise: Exercise, seen: Sequence[Observation]) -> list[Verdict]:
    """Mistakes that leave the values right: X9, X11, X13."""
    found = []
    for probe, s, e in zip(exercise.probes, seen, exercise.expected, strict=False):
        for mistake, text in _side_effects(list(probe.args), s, e):
            where = Evidence(call_text(exercise, probe.args), show(s.value), show(e.value))
            found.append(Verdict("wrong", text, mistake, where))
    return found


def _side_effects(
    names: Sequence[str], seen: Observation, expected: Observation
) -> Iterator[tuple[str, str]]:
    for i in seen.changed:
        if i not in expected.changed:
            yield X9.id, X9.sentence.format(argument=names[i])
    if seen.global_random and not expected.global_random:
        yield X11.id, X11.sentence
    for fault in seen.floating:
        if fault not in expected.floating:
            yield X13.id, X13.sentence.format(fault=fault)


def _measured(exercise: Exercise, seen: Sequence[Observation], first: int) -> Verdict:
    """Nothing in the bank matches: say what the answer itself shows."""
    probe, got, want = exercise.probes[first], seen[first], exercise.expected[first]
    call = call_text(exercise, probe.args)
    if got.error is not None:
        error = got.error
        place = f" at the line `{error.source_line}`" if error.source_line else ""
        text = f"The call raises {error.type_name}: {error.message}{place}"
        expected = show(want.value) if want.error is None else want.error.type_name
        return Verdict("error", text, None, Evidence(call, error.type_name, expected))
    expected_text = show(want.value) if want.error is None else f"{want.error.type_name} is raised"
    evidence = Evidence(call, show(got.value), expected_text)
    if want.error is not None:
        text = f"The call returns a value; expected: {want.error.type_name} is raised."
        return Verdict("wrong", text, None, evidence)
    answers = [
        ProbeAnswer(s.value, e.value, p.args)
        for p, s, e in zip(exercise.probes, seen, exercise.expected, strict=False)
        if s.error is None and e.error is None
    ]
    failing = ProbeAnswer(got.value, want.value, probe.args)
    mistake, text = relation(
        failing, answers, exercise.returns, rtol=exercise.rtol, atol=exercise.atol
    )
    if mistake is None and got.floating:
        mistake, text = X13.id, f"A floating-point fault occurs: {', '.join(got.floating)}. {text}"
    return Verdict("wrong", text, mistake, evidence)


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
        )
    except (KeyError, TypeError) as error:
        raise ValueError(
            f"checks.json: the entry of {function} is damaged ({error!r}); download the "
            "assignment again"
        ) from error


def _args_from_json(pairs: Sequence[Sequence[Any]]) -> dict[str, Any]:
    return {name: from_json(value) for name, value in pairs}


def _wrong_from_json(data: Mapping[str, Any]) -> Wrong:
    shows = data.get("shows")
    return Wrong(
        name=data["name"],
        says=data["says"],
        outcomes=tuple(observation_from_json(o) for o in data["outcomes"]),
        shows=shows
        and (
            _args_from_json(shows["args"]),
            from_json(shows["expected"]),
            from_json(shows["got"]),
            shows.get("note", ""),
        ),
        convention=data.get("convention"),
    )


def observation_from_json(data: Mapping[str, Any]) -> Observation:
    error = data.get("error")
    return Observation(
        value=from_json(data.get("value")),
        error=CallError(error["type"], error["message"]) if error else None,
        changed=tuple(data.get("changed", ())),
        floating=tuple(data.get("floating", ())),
        global_random=data.get("global_random", False),
    )
