"""The tests that every exercise has: its inputs, judged against what the solution gives.

Nobody writes them. Visible and drawn inputs are two tests in the group of values; the state that a
function hands on is one in the group of state; each special input, each line of the contract and
the types are tests among the edge cases; what a call does besides returning is judged where its
values are right. Of a derivation each line is a test, on all inputs, and a group of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.bank.exercise import Folder
from autograder.bank.groups import EDGES, SIDE_EFFECTS, STATE, VALUE
from handbook.check.comparison import parts_right, same_types, types_right
from handbook.check.exercise_data import Exercise, Probe
from handbook.check.observe import Observation
from handbook.check.outcomes import Outcome
from handbook.check.plain_data import Rng

SAMPLE_INPUTS, FURTHER_INPUTS = "test_sample_inputs", "test_further_inputs"
RETURNED_STATE, TYPES = "test_returned_state", "test_types_of_the_results"
ARGUMENTS, GENERATOR = "test_arguments_stay_unchanged", "test_only_the_given_generator_is_used"
SAME_TWICE = "test_the_same_call_twice_gives_the_same"
VALUES = (SAMPLE_INPUTS, FURTHER_INPUTS)


@dataclass(frozen=True)
class Seen:
    """What was seen of one input: the test it belongs to, what came back, what was expected.

    `parts` tells of each returned value whether it is right.
    """

    test: str
    got: Observation
    want: Observation
    parts: tuple[bool, ...]

    @property
    def agrees(self) -> bool:
        return all(self.parts)


def seen_of(exercise: Exercise, test: str, got: Observation, want: Observation) -> Seen:
    """What was seen of one input, compared with what was expected."""
    return Seen(test, got, want, parts_right(exercise, got, want))


Judge = Callable[[Exercise, Sequence[Seen]], Outcome]


@dataclass(frozen=True)
class StandardTest:
    """One standard test: its name, its group, and how it judges what was seen."""

    name: str
    group: str
    judge: Judge


def test_of(probe: Probe, *, hidden: bool) -> str:
    """The name of the test that an input belongs to."""
    if probe.test:
        return probe.test
    if probe.edge:
        return "test_" + "_".join(re.findall(r"\w+", probe.label.lower()))
    return FURTHER_INPUTS if hidden else SAMPLE_INPUTS


def standard_tests(folder: Folder, exercise: Exercise, tests: Sequence[str]) -> list[StandardTest]:
    """The standard tests of an exercise whose probes belong to these tests, in order."""
    if exercise.lines:
        return [*_lines(exercise), *_side_effects(folder, exercise)]
    names = list(dict.fromkeys(tests))
    made = [StandardTest(name, VALUE, _values(name)) for name in VALUES if name in names]
    if exercise.state:
        made.append(StandardTest(RETURNED_STATE, STATE, _judge_state))
    made += [StandardTest(name, EDGES, _everything(name)) for name in names if name not in VALUES]
    if folder.contract.dtype:
        made.append(StandardTest(TYPES, EDGES, _judge_types))
    return [*made, *_side_effects(folder, exercise)]


def _lines(exercise: Exercise) -> list[StandardTest]:
    """A test for each line of a derivation, on all inputs."""
    lines = enumerate(exercise.lines)
    return [StandardTest(f"test_{line}", line, _judge_line(place)) for place, line in lines]


def _judge_line(place: int) -> Judge:
    """Is a line right in value and in type?"""

    def judge(exercise: Exercise, seen: Sequence[Seen]) -> Outcome:
        right = [
            s.parts[place]
            and (s.want.error is not None or same_types(s.got.value[place], s.want.value[place]))
            for s in seen
        ]
        return _outcome(seen, right)

    return judge


def _side_effects(folder: Folder, exercise: Exercise) -> list[StandardTest]:
    """Tests of what a call does besides returning."""
    made = []
    if folder.contract.pure:
        made.append(StandardTest(ARGUMENTS, SIDE_EFFECTS, _judge_arguments))
        if any(isinstance(v, Rng) for p in exercise.probes for v in p.args.values()):
            made.append(StandardTest(GENERATOR, SIDE_EFFECTS, _judge_generator))
        made.append(StandardTest(SAME_TWICE, SIDE_EFFECTS, _judge_repetition))
    return made


def _values(name: str) -> Judge:
    """The returned values but for the state, on the inputs of one test."""

    def judge(exercise: Exercise, seen: Sequence[Seen]) -> Outcome:
        return _parts(exercise, [s for s in seen if s.test == name], state=False)

    return judge


def _judge_state(exercise: Exercise, seen: Sequence[Seen]) -> Outcome:
    """The returned state, on the inputs of all values."""
    return _parts(exercise, [s for s in seen if s.test in VALUES], state=True)


def _everything(name: str) -> Judge:
    """Every returned value on the inputs of one test."""

    def judge(exercise: Exercise, seen: Sequence[Seen]) -> Outcome:
        rows = [s for s in seen if s.test == name]
        return _outcome(rows, [s.agrees for s in rows])

    return judge


def _parts(exercise: Exercise, rows: Sequence[Seen], *, state: bool) -> Outcome:
    names = exercise.returns or ("",)
    places = [i for i, name in enumerate(names) if (name in exercise.state) == state]
    places = places or list(range(len(names)))  # what returns nothing but state has values in it
    right = [all(s.parts[place] for place in places) for s in rows]
    return _outcome(rows, right)


def _outcome(rows: Sequence[Seen], right: Sequence[bool]) -> Outcome:
    if all(right):
        return "passed"
    failed = [s for s, ok in zip(rows, right, strict=True) if not ok]
    return "error" if all(s.got.error is not None for s in failed) else "wrong"


def _judge_types(exercise: Exercise, seen: Sequence[Seen]) -> Outcome:
    """Types, on the inputs whose values are right."""
    judged = [s for s in seen if s.agrees]
    if not all(types_right(s.got, s.want) for s in judged):
        return "wrong"
    return "passed" if len(judged) == len(seen) else "not_judged"


def _judge_arguments(exercise: Exercise, seen: Sequence[Seen]) -> Outcome:
    """An argument that was changed counts always; that none is, where the values are right."""
    if any(set(s.got.changed) - set(s.want.changed) for s in seen):
        return "wrong"
    return _where_right(seen)


def _judge_generator(exercise: Exercise, seen: Sequence[Seen]) -> Outcome:
    if any(s.got.global_random and not s.want.global_random for s in seen):
        return "wrong"
    return _where_right(seen)


def _where_right(seen: Sequence[Seen]) -> Outcome:
    return "passed" if all(s.agrees for s in seen) else "not_judged"


def _judge_repetition(exercise: Exercise, seen: Sequence[Seen]) -> Outcome:
    """The first input is called once more at the end: the last thing seen."""
    first, last = seen[0], seen[-1]
    if not first.agrees:
        return "not_judged"
    return "passed" if last.agrees else "wrong"
