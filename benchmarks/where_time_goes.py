"""Where does the time of grading a submission go?

    python benchmarks/where_time_goes.py [--students 100]

Undamaged submissions of a made class of the optimizers are graded and published in one process,
and the time of each stage is taken on the way, without that of the stages inside it. The last
result stands in `benchmarks/results/where_time_goes.json` and, as a picture, beside it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot

from autograder.authoring.release import released_notebook
from autograder.authoring.synthetic_class import UNDAMAGED, make_course
from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference
from autograder.course.directory import open_course
from autograder.course.settings import load_settings
from autograder.gradebook.policies import read_policies
from autograder.gradebook.writer import GradebookWriter
from autograder.grading import grader as grader_module
from autograder.grading.grader import Grader, Plan
from autograder.grading.submission_runner import SubmissionRunner
from autograder.grading.test_session import SuiteRunner
from autograder.ingest.submissions import RawSubmission, find_submissions
from autograder.journal.journal import Journal
from autograder.journal.worklist import PublishableResult
from autograder.pages import publisher as publisher_module
from autograder.pages.publisher import Publisher
from autograder.sandbox import Sandbox, Session

RESULTS = Path(__file__).resolve().parent / "results"
ASSIGNMENT = "optimizers"

# Stage: what is timed for it, as owner and name.
STAGES: dict[str, tuple[Any, str]] = {
    "read the notebook": (RawSubmission, "notebook"),
    "fork and lock down a worker": (Sandbox, "start"),
    "run the notebook's cells": (SubmissionRunner, "_run_cells"),
    "calls of the functions": (Session, "call"),
    "hidden tests": (SuiteRunner, "run"),
    "visible inputs": (grader_module, "probe_visible"),
    "end the worker": (Session, "close"),
    "journal": (Journal, "add"),
    "gradebook": (GradebookWriter, "write"),
    "autograded notebook": (publisher_module, "write_autograded"),
    "feedback page": (publisher_module, "write_feedback"),
}
REST = "everything else"


class Clock:
    """Seconds in each stage, without those of the stages inside it.

    One submission is graded at a time, in one thread after the other, so that one list of what is
    under way serves them all.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._under_way: list[str] = [REST]
        self._since = time.perf_counter()

    def restart(self) -> None:
        self.seconds.clear()
        self._since = time.perf_counter()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.seconds[self._under_way[-1]] += now - self._since
        self._since = now

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            self._turn()
            self._under_way.append(stage)
            try:
                return function(*args, **kwargs)
            finally:
                self._turn()
                self._under_way.pop()

        return run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=100)
    students = parser.parse_args().students
    clock = Clock()
    for stage, (owner, name) in STAGES.items():
        setattr(owner, name, clock.timed(stage, getattr(owner, name)))
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        make_course(root, [ASSIGNMENT], 2 * students, 3)
        took = measure(root, students, clock)
    per_submission = {s: round(1000 * statistics.fmean(took[s]), 3) for s in [*STAGES, REST]}
    report = {"submissions": students, "milliseconds": per_submission}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "where_time_goes.json").write_text(json.dumps(report, indent=1) + "\n")
    draw(per_submission, RESULTS / "where_time_goes.svg")
    for stage, milliseconds in per_submission.items():
        print(f"{stage:<28} {milliseconds:8.2f} ms a submission")
    print(f"{'together':<28} {sum(per_submission.values()):8.2f} ms")
    return 0


def measure(root: Path, students: int, clock: Clock) -> dict[str, list[float]]:
    """Seconds in each stage, for each submission."""
    course = open_course(root)
    settings = load_settings(course)
    truth = json.loads((root / "truth.json").read_text())[ASSIGNMENT]
    submissions = [
        s for s in find_submissions(course, ASSIGNMENT) if truth[s.student]["kind"] in UNDAMAGED
    ][:students]
    folders = load_assignment(ASSIGNMENT)
    reference = load_reference(ASSIGNMENT, folders)
    folders = reference.in_order(folders)
    released = released_notebook(ASSIGNMENT, folders, reference)
    rules = read_policies(course, settings, ASSIGNMENT)
    took: dict[str, list[float]] = defaultdict(list)
    with (
        Grader(Plan(ASSIGNMENT, settings.seed, protected=(course.root,))) as grader,
        Publisher(
            course, settings.course_id, ASSIGNMENT, folders, {ASSIGNMENT: released}, rules
        ) as publisher,
        Journal(course.journal(ASSIGNMENT)) as journal,
    ):
        grader.grade(submissions[0])  # what is loaded on first use is paid before
        for start in range(0, len(submissions), grader_module.BATCH):
            batch = submissions[start : start + grader_module.BATCH]
            clock.restart()
            results = [grader.grade(submission) for submission in batch]
            list(journal.add((result, "") for result in results))
            publisher.publish(
                [PublishableResult(s, r) for s, r in zip(batch, results, strict=True)]
            )
            clock._turn()
            for stage in [*STAGES, REST]:
                took[stage] += [clock.seconds[stage] / len(batch)] * len(batch)
    return took


def draw(milliseconds: dict[str, float], path: Path) -> None:
    stages = list(milliseconds)[::-1]
    figure, axes = pyplot.subplots(figsize=(7.5, 4.2), layout="constrained")
    bars = axes.barh(stages, [milliseconds[s] for s in stages], color="#155e75")
    axes.bar_label(bars, fmt="%.1f", padding=3)
    axes.set_xlabel("milliseconds a submission, one process")
    total = sum(milliseconds.values())
    axes.set_title(f"Optimizers, 100 hidden tests: {total:.0f} ms a submission", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    matplotlib.rcParams["svg.hashsalt"] = "where the time goes"
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    sys.exit(main())
