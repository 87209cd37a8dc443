"""Does the grader tell the truth? Count right and wrong diagnoses.

    python benchmarks/diagnosis.py [--only adam_step] [--json FILE] [--details]

Graded are answers as students write them (`benchmarks/answers/`), whose truth is known, and the
mutants of every solution of the optimizers. A mutant named after an entry of the bank is named
right only if it gives what that entry gives on 200 further drawn inputs. Wanted: nothing is named
wrong, and at most 5 % of what is caught is told in words that say neither where the answer differs
nor in what way. The last result is stored in `benchmarks/results/diagnosis.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # `benchmarks.answers`, wherever this is started from

from autograder.authoring.mutants import mutants  # noqa: E402
from autograder.bank.expected_outcomes import bind  # noqa: E402
from autograder.bank.solution import Reference, load_reference  # noqa: E402
from autograder.bank.standard_tests import (  # noqa: E402
    FURTHER_INPUTS,
    RETURNED_STATE,
    SAMPLE_INPUTS,
)
from autograder.bank.versions import load_versions  # noqa: E402
from autograder.grading.exercise_grader import PreparedExercise  # noqa: E402
from autograder.grading.grader import Grader, Plan  # noqa: E402
from autograder.ingest.notebook import parse_notebook  # noqa: E402
from autograder.results import ExerciseResult  # noqa: E402
from benchmarks.answers import Answer, answers  # noqa: E402
from handbook.check.common_mistakes import X9, X10, X11, X17  # noqa: E402
from handbook.check.comparison import as_promised  # noqa: E402
from handbook.check.diagnosis import side_effects_right, summarize  # noqa: E402
from handbook.check.exercise_data import Probe  # noqa: E402
from handbook.check.observe import Observation, observe  # noqa: E402
from handbook.check.plain_data import same  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "diagnosis.json"
ASSIGNMENT, SEED = "optimizers", "benchmark of the diagnosis"
DRAWN = 200
MAX_UNHELPFUL = 0.05
# These ids name a cause; the other common mistakes state what was measured.
CAUSES = {X9.id, X10.id, X11.id, X17.id}
SAYS_NOTHING = {SAMPLE_INPUTS, FURTHER_INPUTS, RETURNED_STATE}  # names of tests, as a message
KINDS = ("accepted", "named right", "named wrong", "measured", "unhelpful", "refused", "missed")

Function = Callable[..., Any]


@dataclass(frozen=True)
class Judged:
    """One graded answer: how it is counted, and what a reader needs to see why."""

    function: str
    what: str
    kind: str
    diagnosis: str | None
    message: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade, print and store; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", action="append", help="an exercise; may be repeated")
    parser.add_argument("--json", type=Path, help="where the result is written")
    parser.add_argument("--details", action="store_true", help="print each answer that fell short")
    options = parser.parse_args(arguments)
    with Bench() as bench:
        names = options.only or bench.functions
        judged = {
            "answers": [j for name in names for j in bench.answers(name)],
            "mutants": [j for name in names for j in bench.mutants(name)],
        }
    report = report_of(judged)
    print_report(report, judged, options.details)
    target = options.json or (None if options.only else RESULTS)
    if target:
        target.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if reached(report) else 1


class Bench:
    """A grader, and the trusted functions that its diagnoses are compared with."""

    def __init__(self) -> None:
        self.grader = Grader(Plan(ASSIGNMENT, SEED))
        folders = [item.folder for item in self.grader.items]
        self.reference: Reference = load_reference(ASSIGNMENT, folders)
        self.functions = [folder.function for folder in folders]

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self.grader.close()

    def item(self, function: str) -> PreparedExercise:
        return next(i for i in self.grader.items if i.folder.function == function)

    def grade(self, function: str, source: str) -> ExerciseResult:
        """The result of a notebook that holds this answer alone."""
        cells = [{"cell_type": "code", "source": s} for s in ("import numpy as np", source)]
        notebook = parse_notebook(json.dumps({"cells": cells}).encode())
        return self.grader.grade_function(function, notebook)

    def answers(self, function: str) -> Iterator[Judged]:
        """The answers of `benchmarks/answers/`, against their truth."""
        for answer in answers(ASSIGNMENT, function):
            result = self.grade(function, answer.source)
            yield _judged(function, answer.truth, kind_of_answer(answer, result), result)

    def mutants(self, function: str) -> Iterator[Judged]:
        """The mutants of the solution that differ from it, against their behaviour."""
        for mutant in mutants(self.reference.source(function), function):
            result = self.grade(function, mutant.source)
            if full(result):
                continue  # whether it differs at all is what `autograder audit` asks
            is_true = partial(self.behaves_as, function, _defined(function, mutant.source))
            kind = _kind(result, is_true)
            yield _judged(function, mutant.name, kind, result)

    def behaves_as(self, function: str, trusted: Function, name: str) -> bool:
        """Is what a diagnosis claims true of a function, on further inputs?"""
        item = self.item(function)
        solution = self.reference.functions[function]
        probes = self.drawn(item, solution)
        if name in CAUSES:
            return self._has_cause(item, trusted, solution, probes, name)
        version = next(
            v for v in load_versions(item.folder, self.reference).wrong if v.name == name
        )
        return all(
            alike(item, self.seen(item, trusted, p), self.seen(item, version.function, p))
            for p in probes
        )

    def _has_cause(
        self,
        item: PreparedExercise,
        trusted: Function,
        solution: Function,
        probes: Sequence[Probe],
        name: str,
    ) -> bool:
        rows = [(self.seen(item, trusted, p), self.seen(item, solution, p)) for p in probes]
        if name in (X9.id, X11.id):
            visible = [self.seen(item, trusted, p) for p in item.full.probes]
            fresh = [*visible, *(seen for seen, _ in rows)]
            expected = [*item.full.expected, *(want for _, want in rows)]
            return not all(map(side_effects_right, fresh, expected))
        if name == X10.id:  # floats are drawn: with them the answer must be right
            return all(alike(item, seen, want) for seen, want in rows)
        again = [self.seen(item, trusted, p) for p in probes]
        return not all(alike(item, seen, s) for (seen, _), s in zip(rows, again, strict=True))

    def drawn(self, item: PreparedExercise, solution: Function) -> list[Probe]:
        """Inputs as the hidden ones are drawn, of another seed."""
        rng = np.random.default_rng(2026)
        probes: list[Probe] = []
        while len(probes) < DRAWN:
            probes += item.folder.hidden(rng)
        return [replace(p, args=bind(solution, p.args)) for p in probes[:DRAWN]]

    def seen(self, item: PreparedExercise, function: Function, probe: Probe) -> Observation:
        observation = observe(function, list(probe.args.values()), probe.repeat)
        return summarize(item.full, probe, observation)


def alike(item: PreparedExercise, one: Observation, other: Observation) -> bool:
    """Do two functions end alike: in value, in error, in what they change?"""
    if (one.changed, one.global_random) != (other.changed, other.global_random):
        return False
    if one.error is not None or other.error is not None:
        both = one.error is not None and other.error is not None
        return both and one.error.type_name == other.error.type_name  # type: ignore[union-attr]
    value = as_promised(one.value, other.value)
    return same(value, other.value, rtol=item.full.rtol, atol=item.full.atol, equal_nan=True)


def kind_of_answer(answer: Answer, result: ExerciseResult) -> str:
    """How a graded answer is counted."""
    if answer.right:
        return "accepted" if full(result) else "refused"
    return _kind(result, lambda name: name in answer.names)


def _kind(result: ExerciseResult, is_true: Callable[[str], bool]) -> str:
    if full(result):
        return "missed"
    name = result.diagnosis
    if name is not None and (name in CAUSES or not is_common(name)):
        return "named right" if is_true(name) else "named wrong"
    return "measured" if is_helpful(result) else "unhelpful"


def is_common(name: str) -> bool:
    """Is it the id of a mistake common to all exercises?"""
    return name[:1] == "X" and name[1:].isdigit()


def is_helpful(result: ExerciseResult) -> bool:
    """Does a message say where the answer differs, or in what way?

    A call with what came back and what was expected does, and so does a property that does not
    hold; that some inputs are answered wrong does not.
    """
    if result.diagnosis is not None or result.evidence is not None:
        return True
    if result.outcome not in ("wrong", "error"):
        return True  # a time limit, a missing function
    return bool({t.name for t in result.tests if t.outcome in ("wrong", "error")} - SAYS_NOTHING)


def full(result: ExerciseResult) -> bool:
    """Has the answer earned every point?"""
    return result.outcome == "passed" and result.points == result.max_points


def _judged(function: str, what: str, kind: str, result: ExerciseResult) -> Judged:
    return Judged(function, what, kind, result.diagnosis, result.message)


def _defined(function: str, source: str) -> Function:
    namespace: dict[str, Any] = {"np": np}
    exec(source, namespace)
    found: Function = namespace[function]
    return found


def report_of(judged: dict[str, list[Judged]]) -> dict[str, Any]:
    """The counts of each kind, for answers and mutants, in all and by exercise."""
    report: dict[str, Any] = {}
    for what, rows in judged.items():
        exercises = dict.fromkeys(row.function for row in rows)
        report[what] = {
            "all": _counts(rows),
            "exercises": {f: _counts([r for r in rows if r.function == f]) for f in exercises},
        }
    return report


def _counts(rows: Sequence[Judged]) -> dict[str, int]:
    counts = Counter(row.kind for row in rows)
    return {kind: counts[kind] for kind in KINDS}


def reached(report: dict[str, Any]) -> bool:
    """Nothing named wrong, no right answer refused, no wrong one missed, few unhelpful words."""
    counts = [report[what]["all"] for what in report]
    caught = sum(c[k] for c in counts for k in KINDS[1:5])
    unhelpful = sum(c["unhelpful"] for c in counts)
    false = sum(c[kind] for c in counts for kind in ("named wrong", "refused", "missed"))
    return false == 0 and unhelpful <= MAX_UNHELPFUL * caught


def print_report(
    report: dict[str, Any], judged: dict[str, list[Judged]], details: bool = False
) -> None:
    """Print a table, and with `details` each answer that fell short."""
    out = Console(width=120)
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for kind in KINDS:
        table.add_column(kind, justify="right")
    for what, counts in report.items():
        for name, row in (*counts["exercises"].items(), ("all", counts["all"])):
            table.add_row(f"{what}, {name}", *(str(row[kind]) for kind in KINDS))
    out.print(table)
    for rows in judged.values() if details else ():
        for row in rows:
            if row.kind in ("named wrong", "unhelpful", "refused", "missed"):
                text = f"{row.kind}: {row.function}: {row.what}: {row.diagnosis}: {row.message}"
                out.print(text, markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
