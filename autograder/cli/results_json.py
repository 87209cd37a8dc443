"""The results of runs as a JSON document, for `grade --json`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from autograder.sandbox import policy


def results_json(runs: Sequence[Any]) -> Iterator[str]:
    """The runs as a JSON document, one submission at a time: one object, or a list of several."""
    several = len(runs) != 1
    yield "[\n" if several else ""
    for number, run in enumerate(runs):
        yield ",\n" if number else ""
        yield from _run_as_json(run)
    yield "\n]\n" if several else "\n"


def _run_as_json(run: Any) -> Iterator[str]:
    head = {"assignment": run.assignment, "seconds": run.seconds, "isolation": run.isolation}
    if run.isolation == "unsafe":
        head["notice"] = policy.MODE_SAYS["unsafe"]
    head["missing"] = list(run.missing)
    head["notices"] = [vars(notice) for notice in run.notices]
    yield json.dumps(head)[:-1] + ', "submissions": [\n'
    for number, result in enumerate(run.results):
        yield ",\n" if number else ""
        yield json.dumps(_submission_as_json(result))
    yield "\n]}"


def _submission_as_json(result: Any) -> dict[str, Any]:
    from autograder.results import to_dict

    data = to_dict(result)
    for part in (data, *data["exercises"]):
        part.pop("key")
    del data["timestamp"], data["content"]
    return data
