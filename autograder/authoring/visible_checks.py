"""`checks.json`: the visible checks of an assignment as data.

It holds inputs, expected answers, the answers of the named wrong versions and their messages;
no test and no source of a wrong version or of a solution. Where an exercise's settings say
`name_mistakes = false`, nothing of the wrong versions is in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from autograder.bank.exercise import Folder
from autograder.bank.expected_outcomes import build_exercise
from autograder.bank.solution import Reference
from handbook.check.exercise_data import FORMAT, Exercise, Wrong
from handbook.check.observe import Observation
from handbook.check.plain_data import to_json


def checks_text(assignment: str, folders: Sequence[Folder], reference: Reference) -> str:
    """The text of `checks.json`, the same for the same sources."""
    exercises = {
        folder.function: exercise_to_json(
            build_exercise(folder, reference, folder.visible()), folder
        )
        for folder in folders
    }
    head = f'{{"format": {FORMAT}, "assignment": {json.dumps(assignment)}, "exercises": {{'
    body = ",\n".join(f"{json.dumps(name)}: {_lines(data)}" for name, data in exercises.items())
    return f"{head}\n{body}\n}}}}\n"


def _lines(data: dict[str, Any]) -> str:
    """One line for each probe and each wrong version: small, and a change is one line."""
    parts = []
    for key, value in data.items():
        if key in ("probes", "wrong"):
            text = "[\n  " + ",\n  ".join(_compact(item) for item in value) + "]"
        else:
            text = _compact(value)
        parts.append(f"{json.dumps(key)}: {text}")
    return "{" + ",\n ".join(parts) + "}"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def exercise_to_json(exercise: Exercise, folder: Folder) -> dict[str, Any]:
    lines = {line: list(names) for line, names in exercise.lines.items()}
    blocks = {"names": list(exercise.blocks), "of": list(exercise.block_values)}
    return {
        "title": exercise.title,
        "points": exercise.points,
        "section": exercise.section,
        "parameters": list(exercise.parameters),
        "returns": list(exercise.returns),
        "state": list(exercise.state),
        "requires": list(exercise.requires),
        "tolerance": {"rtol": exercise.rtol, "atol": exercise.atol},
        "hints": list(exercise.hints),
        "summary": folder.summary_source(),
        "forbidden": list(exercise.forbidden),
        **({"lines": lines} if lines else {}),
        **({"blocks": blocks} if exercise.blocks else {}),
        "probes": [
            {
                "label": probe.label,
                "repeat": probe.repeat,
                "args": _args(probe.args),
                "expected": observation_to_json(expected),
            }
            for probe, expected in zip(exercise.probes, exercise.expected, strict=True)
        ],
        "wrong": [_wrong(wrong) for wrong in exercise.wrong] if folder.name_mistakes else [],
    }


def observation_to_json(observation: Observation) -> dict[str, Any]:
    """Only what is not the default, so that the file stays small."""
    data: dict[str, Any] = {}
    if observation.error is not None:
        data["error"] = {"type": observation.error.type_name, "message": ""}
    else:
        data["value"] = to_json(observation.value)
    if observation.changed:
        data["changed"] = list(observation.changed)
    if observation.floating:
        data["floating"] = list(observation.floating)
    if observation.global_random:
        data["global_random"] = True
    return data


def _args(args: Any) -> list[list[Any]]:
    return [[name, to_json(value)] for name, value in args.items()]


def _wrong(wrong: Wrong) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": wrong.name,
        "message": wrong.message,
        "outcomes": [observation_to_json(o) for o in wrong.outcomes],
    }
    if wrong.look_at:
        data["look_at"] = wrong.look_at
    if wrong.convention:
        data["convention"] = wrong.convention
    return data
