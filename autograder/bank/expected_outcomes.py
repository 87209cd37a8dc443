"""What the solution and each known mistake give on the inputs of an exercise."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autograder.bank.exercise import Folder
from autograder.bank.solution import Reference
from autograder.bank.versions import load_versions
from handbook.check.diagnosis import summarize
from handbook.check.exercise_data import Exercise, Probe, Wrong
from handbook.check.observe import Observation, observe


def bind(reference: Callable[..., Any], args: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments in the order of the reference's signature, its defaults filled in.

    Raises TypeError where they do not fit the signature.
    """
    bound = inspect.signature(reference).bind(**args)
    bound.apply_defaults()
    return dict(bound.arguments)


def build_exercise(
    folder: Folder, reference: Reference, probes: Sequence[Probe], *, with_bank: bool = True
) -> Exercise:
    """Run the solution and every wrong version on the probes: the data of the diagnosis."""
    versions = load_versions(folder, reference).wrong if with_bank else ()
    function = reference.functions[folder.function]
    bare = Exercise(
        function=folder.function,
        title=folder.title,
        parameters=tuple(inspect.signature(function).parameters),
        returns=folder.returns,
        rtol=folder.rtol,
        atol=folder.atol,
        probes=tuple(replace(p, args=bind(function, p.args)) for p in probes),
        expected=(),
        hints=folder.hints,
        points=folder.points,
        section=folder.section,
        summary=folder.summary(),
        forbidden=folder.forbidden,
        state=folder.state,
        requires=folder.requires,
        lines=folder.lines,
        blocks=folder.blocks,
        block_values=folder.block_values,
    )
    return replace(
        bare,
        expected=outcomes(bare, function),
        wrong=tuple(
            Wrong(v.name, v.message, outcomes(bare, v.function), v.look_at, v.convention)
            for v in versions
            if v.verdict == v.name  # the others are told by what is seen of the call
        ),
    )


def outcomes(exercise: Exercise, function: Callable[..., Any]) -> tuple[Observation, ...]:
    """What a trusted function gives on every probe."""
    return tuple(
        summarize(exercise, p, observe(function, list(p.args.values()), p.repeat))
        for p in exercise.probes
    )


def first_probes(exercise: Exercise, count: int) -> Exercise:
    """The exercise with the first `count` of its probes alone."""
    wrong = tuple(replace(w, outcomes=w.outcomes[:count]) for w in exercise.wrong)
    return replace(
        exercise,
        probes=exercise.probes[:count],
        expected=exercise.expected[:count],
        wrong=wrong,
    )
