"""From what a function returned to what went wrong.

An exercise is described by data: probes (inputs with the expected outcome) and a bank of named
wrong versions with their outcomes on the same probes. `diagnose` compares observations with both.

What was observed comes before what is inferred: first what a call did besides returning (it changed
an argument, it drew from the global generator), then the structure of what came back, then the
state, then the result. A mistake is named only where one entry of the bank matches on every probe,
side effects included; else only what was measured is said. The evidence is always a call of the
student's own function. A wrong diagnosis costs more than none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from handbook.check.column_blocks import told_block_by_block
from handbook.check.common_mistakes import X1, X2, X3, X4, X9, X10, X11, X13, X16, X17
from handbook.check.comparison import agrees, as_promised, parts_right, types_right, unpacked
from handbook.check.derivation_lines import first_wrong_line, told_line_by_line
from handbook.check.exercise_data import Exercise, Probe, Wrong, call_text
from handbook.check.observe import Observation, observe
from handbook.check.outcomes import Outcome
from handbook.check.plain_data import NUMBERS, Opaque, same, show
from handbook.check.relations import ProbeAnswer, relation

# The share of a value that a computation in float32 or float16 may be off: some hundred roundings.
LOST_TO_SINGLE, LOST_TO_HALF = 1e-4, 0.05

Call = Callable[[list[Any], int], Observation]


@dataclass(frozen=True)
class Evidence:
    """One call that shows the mistake, as text: the call, what came back, what was expected."""

    call: str
    got: str
    expected: str


@dataclass(frozen=True)
class Verdict:
    """The outcome of an exercise and, if it is not `passed`, what is known about why.

    `mistake` is the name of an entry of the bank, or an id `X1` … `X16` of a mistake common to
    every exercise, or None where only a measurement can be given. `look_at` says where to look.
    `inputs` lists the visible inputs by their labels, each with whether its answer is right.
    """

    outcome: Outcome
    message: str
    mistake: str | None = None
    evidence: Evidence | None = None
    convention: str | None = None
    look_at: str = ""
    inputs: tuple[tuple[str, bool], ...] = ()


def probe_function(exercise: Exercise, call: Call) -> list[Observation]:
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
    return replace(observation, value=value)


def is_not_started(observation: Observation) -> bool:
    """Did the call end as an untouched stub does?"""
    return observation.error is not None and observation.error.type_name == "NotImplementedError"


def diagnose(
    exercise: Exercise,
    seen: Sequence[Observation],
    call: Call | None = None,
    *,
    written: str | None = None,
) -> Verdict:
    """Judge the observations of all probes, the surest statement first.

    With `call` a few visible inputs are called once more where that tells mistakes apart: whole
    numbers as floats, the same call twice. `written` is None for a function that was left as it was
    handed out, if it ends as a stub does; else what is to be said of the line that ends it, or "".
    """
    if seen and is_not_started(seen[0]) and written is None:
        return Verdict("not_started", f"{exercise.function}: {X1.name}.", X1.id)
    seen = [
        replace(s, value=unpacked(s.value, e.value)) if isinstance(s.value, np.ndarray) else s
        for s, e in zip(seen, exercise.expected, strict=False)
    ]
    right = [agrees(exercise, s, e) for s, e in zip(seen, exercise.expected, strict=False)]
    marks = tuple(
        (probe.label or call_text(exercise, probe.args), ok)
        for probe, ok in zip(exercise.probes, right, strict=False)
    )
    if written is not None:
        verdict = _measured(exercise, seen, 0)
        return replace(verdict, message=written or verdict.message, inputs=marks)
    if len(seen) < len(exercise.expected):
        return replace(_measured(exercise, seen, len(seen) - 1), inputs=marks)
    values_right = all(right)
    if values_right and not _something_else(exercise, seen):
        return Verdict("passed", "Every visible check passed.", inputs=marks)
    verdict = (
        _side_effect(exercise, seen, values_right)
        or _named(exercise, seen, values_right)
        or (None if values_right else _single_precision(exercise, seen))
        or (_unlike_itself(exercise, seen, right, call) if call and not values_right else None)
        or (_whole_numbers(exercise, seen, right, call) if call and not values_right else None)
        or (_beside_the_values(exercise, seen) if values_right else None)
        or _measured(exercise, seen, right.index(False))
    )
    inconstant = verdict.mistake in (X10.id, X17.id)  # right or wrong from call to call
    told = told_line_by_line if exercise.lines else _which_are_right
    if not inconstant and (note := told(exercise, seen)):
        verdict = replace(verdict, message=f"{verdict.message} {note}")
    if not inconstant and (note := told_block_by_block(exercise, seen)):
        verdict = replace(verdict, message=f"{verdict.message} {note}")
    return replace(verdict, inputs=marks)


# --- What a call did besides returning a value.


def side_effects_right(seen: Observation, expected: Observation) -> bool:
    """Did the call change no more than was expected, and leave the global generator alone?"""
    return set(seen.changed) <= set(expected.changed) and (
        expected.global_random or not seen.global_random
    )


def _something_else(exercise: Exercise, seen: Sequence[Observation]) -> bool:
    """Is anything but the values amiss: a side effect, a fault, a type?"""
    return any(
        not side_effects_right(s, e) or set(s.floating) - set(e.floating) or not types_right(s, e)
        for s, e in zip(seen, exercise.expected, strict=False)
    )


def _side_effect(
    exercise: Exercise, seen: Sequence[Observation], values_right: bool
) -> Verdict | None:
    """X9, X11: seen in the calls themselves, whatever came back."""
    changed = {
        list(probe.args)[i]: number
        for number, (probe, s, e) in reversed(
            list(enumerate(zip(exercise.probes, seen, exercise.expected, strict=False)))
        )
        for i in s.changed
        if i not in e.changed
    }
    names = [name for name in exercise.parameters if name in changed]
    if names:
        listed = _listed(names)
        word = "arguments" if len(names) > 1 else "argument"
        text = X9.sentence.format(arguments=f"{word} {listed}")
        first = min(changed.values())
        return _with_values(
            exercise, seen, values_right, X9.id, text, first, f"each line that writes into {listed}"
        )
    drawn = [
        number
        for number, (s, e) in enumerate(zip(seen, exercise.expected, strict=False))
        if s.global_random and not e.global_random
    ]
    if drawn:
        look_at = "where random numbers come from"
        return _with_values(exercise, seen, values_right, X11.id, X11.sentence, drawn[0], look_at)
    return None


def _with_values(
    exercise: Exercise,
    seen: Sequence[Observation],
    values_right: bool,
    mistake: str,
    text: str,
    first: int,
    look_at: str,
) -> Verdict:
    """A side effect as the verdict, with a word on the values."""
    if not values_right:
        named = match_bank(exercise, seen, side_effects=False)
        text += (
            f" The values are wrong as well: {named.message}."
            if named
            else f" {_first_failure(exercise, seen)}"
        )
    else:
        text += " The returned values are right."
    probe, s, e = exercise.probes[first], seen[first], exercise.expected[first]
    got = "an error" if s.error is not None else show(s.value)
    did = "the argument is changed" if mistake == X9.id else "the global generator is used"
    expected = "an error" if e.error is not None else show(e.value)
    evidence = Evidence(call_text(exercise, probe.args), f"{got}; {did}", expected)
    return Verdict("wrong", text, mistake, evidence, look_at=look_at)


def _first_failure(exercise: Exercise, seen: Sequence[Observation]) -> str:
    """What else is wrong, told of the first input that is answered wrong."""
    number = next(
        i
        for i, (s, e) in enumerate(zip(seen, exercise.expected, strict=False))
        if not agrees(exercise, s, e)
    )
    return _failure(exercise, seen, number)


def _failure(exercise: Exercise, seen: Sequence[Observation], number: int) -> str:
    probe, got = exercise.probes[number], seen[number]
    where = f"on the input “{probe.label}”" if probe.label else f"on input {number + 1}"
    if got.error is None:
        return f"Some values are wrong as well, first {where}."
    place = f" at the line `{got.error.source_line}`" if got.error.source_line else ""
    return f"Besides, {where} the call raises {got.error.type_name}{place}."


def _beside_the_values(exercise: Exercise, seen: Sequence[Observation]) -> Verdict:
    """The values are right; a floating-point fault (X13) or a type (X4, X10, X16) is not."""
    rows = list(zip(exercise.probes, seen, exercise.expected, strict=False))
    for probe, s, e in rows:
        if faults := [fault for fault in s.floating if fault not in e.floating]:
            text = X13.sentence.format(faults=", ".join(faults))
            return Verdict("wrong", text, X13.id, _evidence(exercise, probe, s, e))
    probe, s, e = next(row for row in rows if not types_right(row[1], row[2]))
    mistake, text = _type_difference(s.value, e.value, exercise.returns)
    if mistake == X16.id:
        text += f" {_tolerance(exercise)}"
    evidence = _evidence(exercise, probe, s, e)
    if evidence.got == evidence.expected:  # numbers of two types may look alike
        got, expected = (_types(o.value) for o in (s, e))
        evidence = replace(
            evidence, got=f"{evidence.got}: {got}", expected=f"{evidence.expected}: {expected}"
        )
    return Verdict("wrong", text, mistake, evidence)


def _tolerance(exercise: Exercise) -> str:
    return (
        f"The exercise asks for a relative tolerance of {exercise.rtol:g} and an absolute one of "
        f"{exercise.atol:g}."
    )


def _single_precision(exercise: Exercise, seen: Sequence[Observation]) -> Verdict | None:
    """X16: every wrong value is the right one with the few digits of float32 or float16."""
    first: tuple[int, str, str] | None = None
    largest, certain = 0.0, False
    for number, (s, e) in enumerate(zip(seen, exercise.expected, strict=False)):
        if agrees(exercise, s, e):
            continue
        if s.error is not None or e.error is not None:
            return None
        for name, g, w in _named_numbers(exercise.returns, s.value, e.value):
            if same(as_promised(g, w), w, rtol=exercise.rtol, atol=exercise.atol):
                continue
            share = _share_lost_to_precision(g, w)
            if share is None:
                return None
            largest = max(largest, share)
            # A right value that is a short number itself tells nothing of where its digits went.
            certain = certain or np.asarray(g).dtype.itemsize < 8 or not _is_single(w)
            first = first or (number, name, _precision(g))
    if first is None or not certain:
        return None
    number, name, precision = first
    text = (
        f"{name} has the precision of {precision}, float64 is expected: it differs from the right "
        f"values by up to {largest:.1g} of their size. {_tolerance(exercise)}"
    )
    evidence = _evidence(exercise, exercise.probes[number], seen[number], exercise.expected[number])
    look_at = "where an array or a number is made or converted with that type"
    return Verdict("wrong", text, X16.id, evidence, look_at=look_at)


def _named_numbers(names: Sequence[str], got: Any, want: Any) -> list[tuple[str, Any, Any]]:
    """Each expected number or array with its name and what came back in its place."""
    if not isinstance(want, list | tuple):
        return [(names[0] if names else "the value", got, want)]
    if not isinstance(got, list | tuple) or len(got) != len(want):
        return [("the value", got, want)]
    several = len(names) == len(want) and len(names) > 1
    found: list[tuple[str, Any, Any]] = []
    for i, (g, w) in enumerate(zip(got, want, strict=True)):
        name = names[i] if several else f"{names[0] if names else 'the value'}[{i}]"
        found += _named_numbers([name], g, w)
    return found


def _share_lost_to_precision(got: Any, want: Any) -> float | None:
    """How far numbers of few digits are from the right ones, as a share of their size."""
    got = as_promised(got, want)
    if not isinstance(want, NUMBERS) or not isinstance(got, NUMBERS):
        return None
    g, w = np.asarray(got), np.asarray(want)
    if g.dtype.kind != "f" or w.dtype != np.float64 or g.shape != w.shape:
        return None
    short = g.dtype.itemsize < 8 or _is_single(g)
    with np.errstate(all="ignore"):
        share = float(np.max(np.abs(g - w), initial=0.0) / np.max(np.abs(w), initial=0.0))
    limit = LOST_TO_HALF if g.dtype.itemsize == 2 else LOST_TO_SINGLE
    return share if short and share <= limit else None


def _is_single(numbers: Any) -> bool:
    """Is each of these numbers one that float32 can hold?"""
    array = np.asarray(numbers)
    with np.errstate(all="ignore"):
        return bool(np.array_equal(array, array.astype(np.float32)))


def _precision(value: Any) -> str:
    dtype = np.asarray(value).dtype
    return dtype.name if dtype.kind == "f" and dtype.itemsize < 8 else "float32"


def _types(value: Any) -> str:
    """The types of a value's numbers, such as "float64, float32"."""
    parts = value if isinstance(value, list | tuple) else [value]
    return ", ".join(np.asarray(part).dtype.name for part in parts)


def _type_difference(got: Any, want: Any, names: Sequence[str]) -> tuple[str, str]:
    """The id and a sentence for a right value of a wrong type: X4 a list for an array, X10, X16."""
    if len(names) > 1:
        for g, w, name in zip(got, want, names, strict=True):
            if not types_right(Observation(g), Observation(w)):
                return _type_difference(g, w, [name])
    name = names[0] if names else "the value"
    if isinstance(got, list | tuple) and not isinstance(want, list | tuple):
        return (
            X4.id,
            f"The values are right; {name} is a {type(got).__name__}, an array is expected.",
        )
    if isinstance(want, list | tuple) and isinstance(got, list | tuple):
        for g, w in zip(got, want, strict=False):
            if not types_right(Observation(g), Observation(w)):
                return _type_difference(g, w, [f"an entry of {name}"])
    kinds = [np.asarray(value).dtype for value in (got, want)]
    if kinds[0].kind in "iu" and kinds[1].kind == "f":
        return X10.id, f"The values are right; {name} holds integers, floats are expected."
    return X16.id, X16.sentence.format(name=name, got=kinds[0].name, want=kinds[1].name)


# --- The bank.


def match_bank(
    exercise: Exercise,
    seen: Sequence[Observation],
    values_right: bool = False,
    *,
    side_effects: bool = True,
) -> Wrong | None:
    """The one wrong version whose outcomes are those seen on every probe, or None.

    Arguments changed and the use of the global generator always count (unless `side_effects` is
    off); floating-point faults count where the values are right. Of a derivation the lines after
    the first wrong one do not count: they may follow from it, or not.
    """
    first = first_wrong_line(exercise, seen) if exercise.lines else None

    def compared(value: Any) -> Any:
        cut = first is not None and isinstance(value, list | tuple)
        return value[: first + 1] if cut else value  # type: ignore[operator]

    def alike(s: Observation, w: Observation) -> bool:
        if side_effects and (s.changed, s.global_random) != (w.changed, w.global_random):
            return False
        if values_right and s.floating != w.floating:
            return False
        if s.error is not None or w.error is not None:
            both = s.error is not None and w.error is not None
            return both and s.error.type_name == w.error.type_name  # type: ignore[union-attr]
        got, known = compared(s.value), compared(w.value)
        got = as_promised(got, known)
        return same(got, known, rtol=exercise.rtol, atol=exercise.atol, equal_nan=True)

    found = [
        wrong
        for wrong in exercise.wrong
        if len(seen) == len(wrong.outcomes) and all(map(alike, seen, wrong.outcomes))
    ]
    return found[0] if len(found) == 1 else None


def _named(exercise: Exercise, seen: Sequence[Observation], values_right: bool) -> Verdict | None:
    wrong, besides = match_bank(exercise, seen, values_right), ""
    if wrong is None and (answered := _without_integer_errors(exercise, seen)):
        left = [seen[number] for number in answered]
        wrong = match_bank(_on(exercise, answered), left, values_right)
        failed = next(n for n in range(len(seen)) if n not in answered)
        besides = f" {_failure(exercise, seen, failed)}"
    if wrong is None:
        return None
    return Verdict(
        "wrong",
        f"{mistake_message(exercise, wrong)}{besides}",
        wrong.name,
        first_evidence(exercise, seen),
        wrong.convention,
        look_at=wrong.look_at,
    )


def _without_integer_errors(exercise: Exercise, seen: Sequence[Observation]) -> list[int]:
    """The inputs answered, where integers alone raise and some answer is wrong; else none."""
    failed = [n for n, s in enumerate(seen) if s.error is not None]
    rest = [n for n in range(len(seen)) if n not in failed]
    integers = [_holds_integers(exercise.probes[n].args) for n in range(len(seen))]
    mixed = all(integers[n] for n in failed) and not any(integers[n] for n in rest)
    wrong = any(not agrees(exercise, seen[n], exercise.expected[n]) for n in rest)
    return rest if failed and len(rest) > 1 and mixed and wrong else []


def _on(exercise: Exercise, numbers: Sequence[int]) -> Exercise:
    """The exercise with these of its inputs alone."""
    return replace(
        exercise,
        probes=tuple(exercise.probes[n] for n in numbers),
        expected=tuple(exercise.expected[n] for n in numbers),
        wrong=tuple(
            replace(w, outcomes=tuple(w.outcomes[n] for n in numbers)) for w in exercise.wrong
        ),
    )


def mistake_message(exercise: Exercise, wrong: Wrong) -> str:
    """A named mistake as a sentence."""
    if wrong.convention:
        return f"Another convention: {wrong.message} (right in {wrong.convention})."
    # A name, such as that of a parameter or dW1, keeps its first letter.
    first = wrong.message.split(" ")[0]
    named = (*exercise.parameters, *exercise.returns)
    starts_with_name = first in named or any(c.isupper() or c.isdigit() for c in first[1:])
    return f"{wrong.message if starts_with_name else _capital(wrong.message)}."


def first_evidence(exercise: Exercise, seen: Sequence[Observation]) -> Evidence | None:
    """The first probe on which the function differs from what is expected, and how."""
    for probe, s, e in zip(exercise.probes, seen, exercise.expected, strict=False):
        if not agrees(exercise, s, e) or s.floating != e.floating or not types_right(s, e):
            return _evidence(exercise, probe, s, e)
    return None


def _evidence(exercise: Exercise, probe: Probe, seen: Observation, want: Observation) -> Evidence:
    got = show(seen.value) if seen.error is None else seen.error.type_name
    expected = show(want.value) if want.error is None else f"{want.error.type_name} is raised"
    if seen.error is None and agrees(exercise, seen, want) and seen.floating:
        got += f"; on the way: {', '.join(seen.floating)}"
    return Evidence(call_text(exercise, probe.args), got, expected)


# --- What a second call shows.


def _unlike_itself(
    exercise: Exercise, seen: Sequence[Observation], right: Sequence[bool], call: Call
) -> Verdict | None:
    """X17: the same call gives something else the second time. Tried on the first wrong answer."""
    number = right.index(False)
    probe, want = exercise.probes[number], exercise.expected[number]
    again = summarize(exercise, probe, call(list(probe.args.values()), probe.repeat))
    once_more = summarize(exercise, probe, call(list(probe.args.values()), probe.repeat))
    pairs = ((seen[number], again), (again, once_more))
    other = next((pair for pair in pairs if not _alike(*pair)), None)
    if other is None:
        return None
    got = ", then ".join(show(o.value) if o.error is None else o.error.type_name for o in other)
    expected = show(want.value) if want.error is None else f"{want.error.type_name} is raised"
    evidence = Evidence(call_text(exercise, probe.args), got, f"{expected}, each time")
    look_at = "names that are defined outside of the function"
    return Verdict("wrong", X17.sentence, X17.id, evidence, look_at=look_at)


def _alike(one: Observation, other: Observation) -> bool:
    if one.error is not None or other.error is not None:
        both = one.error is not None and other.error is not None
        return both and one.error.type_name == other.error.type_name  # type: ignore[union-attr]
    return same(one.value, other.value, equal_nan=True)


def _whole_numbers(
    exercise: Exercise, seen: Sequence[Observation], right: Sequence[bool], call: Call
) -> Verdict | None:
    """X10: right for floats, wrong for the same numbers as integers."""
    failing = [number for number, ok in enumerate(right) if not ok]
    if not all(_holds_integers(exercise.probes[number].args) for number in failing):
        return None
    for number in failing:
        probe = exercise.probes[number]
        args = {name: _as_floats(value) for name, value in probe.args.items()}
        again = summarize(exercise, probe, call(list(args.values()), probe.repeat))
        if not agrees(exercise, again, exercise.expected[number]):
            return None
    number = failing[0]
    got = seen[number]
    text = "Right for floats, wrong for the same numbers as integers: "
    if got.error is not None:
        place = f" at the line `{got.error.source_line}`" if got.error.source_line else ""
        text += f"the call raises {got.error.type_name}{place}."
    else:
        text = "Right for floats, wrong for the same numbers as integers."
    evidence = _evidence(exercise, exercise.probes[number], got, exercise.expected[number])
    look_at = "arrays that take over the integer type of an argument"
    return Verdict("wrong", text, X10.id, evidence, look_at=look_at)


def _holds_integers(args: Mapping[str, Any]) -> bool:
    return any(isinstance(v, np.ndarray) and v.dtype.kind in "iu" for v in _leaves(args))


def _leaves(args: Mapping[str, Any]) -> list[Any]:
    found: list[Any] = []
    for value in args.values():
        found += value if isinstance(value, list | tuple) else [value]
    return found


def _as_floats(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_floats(item) for item in value]
    if isinstance(value, np.ndarray) and value.dtype.kind in "iu":
        return value.astype(np.float64)
    return value


# --- What was measured.


def _measured(exercise: Exercise, seen: Sequence[Observation], first: int) -> Verdict:
    """Nothing in the bank matches: say what the answer itself shows."""
    probe, got, want = exercise.probes[first], seen[first], exercise.expected[first]
    evidence = _evidence(exercise, probe, got, want)
    if got.error is not None:
        error = got.error
        place = f" at the line `{error.source_line}`" if error.source_line else ""
        text = f"The call raises {error.type_name}: {error.message.rstrip('.')}{place}."
        return Verdict("error", text, None, evidence)
    if want.error is not None:
        text = f"The call returns a value; expected: {want.error.type_name} is raised."
        return Verdict("wrong", text, None, evidence)
    rows = [
        (p, s, e)
        for p, s, e in zip(exercise.probes, seen, exercise.expected, strict=False)
        if s.error is None and e.error is None
    ]
    if facts := _facts(got.value, want.value):
        return Verdict("wrong", facts, None, evidence)
    answers = [ProbeAnswer(s.value, e.value, p.args) for p, s, e in rows]
    failing = ProbeAnswer(got.value, want.value, probe.args)
    # State first: the result is computed from it.
    names = [*exercise.state, *(n for n in exercise.returns if n not in exercise.state)]
    line = first_wrong_line(exercise, seen) if exercise.lines else None
    if line is not None:  # later lines may follow from it
        names = [*names[line:], *names[:line]]
    mistake, text = relation(
        failing, answers, exercise.returns, names, rtol=exercise.rtol, atol=exercise.atol
    )
    if exercise.lines:
        text = _capital(text)
    elif not exercise.state and mistake not in (X2.id, X3.id):
        text += _others(exercise, rows, failing, answers, text)
    also = [
        name
        for name in exercise.returns
        if name not in exercise.state
        and exercise.state
        and _differs(exercise, rows, name)
        and not text.startswith(f"{name} ")
    ]
    if also and mistake not in (X2.id, X3.id):
        text += f" {_listed(also)} {'differs' if len(also) == 1 else 'differ'} as well."
    if mistake is None and (faults := [f for f in got.floating if f not in want.floating]):
        text += f" On the way a floating-point fault occurs: {', '.join(faults)}."
    return Verdict("wrong", text, mistake, evidence)


def _others(
    exercise: Exercise,
    rows: Sequence[tuple[Probe, Observation, Observation]],
    failing: ProbeAnswer,
    answers: Sequence[ProbeAnswer],
    told: str,
) -> str:
    """How the other wrong values are related to the right ones, where a relation was found."""
    text = ""
    for name in exercise.returns if len(exercise.returns) > 1 else ():
        if told.startswith(f"{name} ") or not _differs(exercise, rows, name):
            continue
        mistake, sentence = relation(
            failing, answers, exercise.returns, [name], rtol=exercise.rtol, atol=exercise.atol
        )
        if mistake is not None and sentence.startswith(f"{name} ") and sentence not in told:
            text += f" {sentence}"
    return text


def _which_are_right(exercise: Exercise, seen: Sequence[Observation]) -> str:
    """Which of several returned values are right on all inputs, where some are and some are not.

    Where a state is handed on the values depend on each other, and its message tells of them. Of
    lists of arrays each entry is told, of the first input that is answered wrong.
    """
    names = exercise.returns
    rows = list(zip(exercise.probes, seen, exercise.expected, strict=False))
    if exercise.state or any(s.error is not None or e.error is not None for _, s, e in rows):
        return ""
    failing = next((row for row in rows if not agrees(exercise, row[1], row[2])), None)
    if failing is None or len(names) < 2:
        return ""
    _, got, want = failing
    if all(isinstance(part, list | tuple) for part in want.value):
        where, parts = "On the input shown ", _entries(exercise, got.value, want.value)
    else:
        where, parts = "", {n: not _differs(exercise, rows, n) for n in names}
    right = [name for name, ok in parts.items() if ok]
    wrong = [name for name, ok in parts.items() if not ok]
    if not right or not wrong:
        return ""
    ends = ["is" if len(group) == 1 else "are" for group in (right, wrong)]
    return f"{where}{_listed(right)} {ends[0]} right; {_listed(wrong)} {ends[1]} not."


def _entries(exercise: Exercise, got: Any, want: Any) -> dict[str, bool]:
    """For each entry of the returned lists whether it is right; {} for other lengths."""
    if not isinstance(got, list | tuple) or len(got) != len(want):
        return {}
    found = {}
    for name, parts, wanted in zip(exercise.returns, got, want, strict=True):
        if not isinstance(parts, list | tuple) or len(parts) != len(wanted):
            return {}
        for i, (g, w) in enumerate(zip(parts, wanted, strict=True)):
            close = same(as_promised(g, w), w, rtol=exercise.rtol, atol=exercise.atol)
            found[f"{name}[{i}]"] = close
    return found


def _differs(
    exercise: Exercise, rows: Sequence[tuple[Probe, Observation, Observation]], name: str
) -> bool:
    place = exercise.returns.index(name)
    return any(not parts_right(exercise, s, e)[place] for _, s, e in rows)


def _facts(got: Any, want: Any) -> str:
    """What differs between two dicts of facts, as sentences; "" for other values."""
    if not isinstance(want, dict):
        return ""
    if not isinstance(got, dict):
        return "Nothing is returned." if got is None else ""
    if got.keys() != want.keys():
        return " ".join(f"{_capital(str(key))}: {_word(value)}." for key, value in got.items())
    return " ".join(
        f"{_capital(str(key))}: {_word(got[key])}; expected: {_word(want[key])}."
        for key in want
        if not same(got[key], want[key])
    )


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else show(value, 80)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
