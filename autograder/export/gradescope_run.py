"""Grade one submission where Gradescope put it, and write the results that it shows.

    python -m autograder.export.gradescope_run /autograder

A student sees, of each exercise, at once what the visible inputs tell, and, when the instructor
allows it, the points, the message and the names of the hidden tests: what the feedback page
shows and no more. A failure of the grader writes no results: Gradescope then says that the
autograder failed, and no score is given for it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.bank.exercise import Folder, load_assignment
from autograder.course.directory import open_course
from autograder.course.settings import load_settings
from autograder.files import write_atomically
from autograder.grading.grader import Grader, Plan
from autograder.ingest.notebook import Unreadable
from autograder.ingest.submissions import read_submission
from autograder.pages.outcome_wording import wording
from autograder.results import ExerciseResult, Submission, SubmissionResult
from autograder.sandbox import SandboxError
from autograder.text import clean
from handbook.check.diagnosis import Evidence, Verdict

NOT_ISOLATED = "NOT ISOLATED: this submission ran without a sandbox."
LATER = "Visible inputs only; the hidden tests decide about the points."


class Failed(Exception):
    """The grader could not do its work; the message is for the instructor."""


def main(root: str) -> int:
    """Grade, write results.json and return 0; return 1 and write nothing where we failed."""
    started = time.monotonic()
    place = Path(root)
    told = json.loads((place / "source" / "gradescope.json").read_text(encoding="utf-8"))
    try:
        result, verdicts = grade(place, told["assignment"], unsafe=told["unsafe"])
    except (Failed, SandboxError) as problem:
        print(f"The grader failed, not the submission: {problem}", file=sys.stderr)
        return 1
    folders = load_assignment(told["assignment"], place / "source" / "grader" / "suites")
    shown = results(result, folders, verdicts, told["visibility"])
    shown["execution_time"] = round(time.monotonic() - started, 2)
    write_atomically(
        place / "results" / "results.json", json.dumps(shown, indent=1) + "\n", public=True
    )
    print(f"{result.points:g} of {result.max_points:g} points, isolation: {result.isolation}")
    return 0


def grade(place: Path, assignment: str, *, unsafe: bool) -> tuple[SubmissionResult, list[Verdict]]:
    """The result that `autograder grade` would give, and what the visible inputs alone tell.

    There is no verdict for a notebook that cannot be read. Raises Failed or SandboxError where
    the grader, not the submission, is at fault.
    """
    inside = place / "source" / "grader"
    settings = load_settings(open_course(inside / "course"), create=False)
    plan = Plan(
        assignment,
        settings.seed,
        settings.cell_seconds,
        settings.names_mistakes_of(assignment),
        own_cells=settings.definitions == "own",
        submission_seconds=settings.submission_seconds,
        failed_twice=settings.failed_twice,
        suites=inside / "suites",
        solutions=inside / "solutions",
        protected=(inside / "course", place / "submission", place / "results"),
        unsafe=unsafe,
    )
    submission = Submission(assignment, assignment, place / "submission")
    with Grader(plan) as grader:
        raw = read_submission(submission)
        result = grader.grade(submission, raw)
        if result.failed_by_us:
            raise Failed(next(e.message for e in result.exercises if not e.graded))
        try:
            notebook = raw.notebook()
        except Unreadable:
            return result, []
        return result, grader.visible_verdicts(notebook)


def results(
    result: SubmissionResult,
    folders: Sequence[Folder],
    verdicts: Sequence[Verdict],
    visibility: str,
) -> dict[str, Any]:
    """The document that Gradescope reads.

    Everything is text (no HTML, no Markdown) and cleaned of controls.
    """
    titles = {folder.function: folder.title for folder in folders}
    tests = [
        _visible(exercise, titles, verdict)
        for exercise, verdict in zip(result.exercises, verdicts, strict=False)
    ]
    tests += [_scored(exercise, titles, visibility) for exercise in result.exercises]
    said = [NOT_ISOLATED] if result.isolation == "unsafe" else []
    said += [f"{repair[:1].upper()}{repair[1:]}." for repair in result.repairs]
    return {
        "score": round(result.points, 4),
        "output": clean("\n".join(said)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def _visible(
    exercise: ExerciseResult, titles: Mapping[str, str], verdict: Verdict
) -> dict[str, Any]:
    """What the visible inputs tell; without points, and shown at once."""
    if verdict.outcome == "passed":
        text = f"The visible inputs agree.\n{LATER}"
    elif verdict.outcome == "not_started":
        text = "Not started."
    else:
        text = "\n".join([verdict.message, *_evidence(verdict.evidence), LATER])
    shown = {
        "name": clean(f"{_title(exercise, titles)}: visible checks"),
        "output": clean(text),
        "visibility": "visible",
    }
    if verdict.outcome != "not_started":  # neither passed nor failed
        shown["status"] = "passed" if verdict.outcome == "passed" else "failed"
    return shown


def _scored(exercise: ExerciseResult, titles: Mapping[str, str], visibility: str) -> dict[str, Any]:
    """The points of an exercise: of a hidden test only its sentence and whether it passed."""
    lines = [] if exercise.outcome == "passed" else [f"{wording(exercise).words}.".capitalize()]
    if exercise.outcome != "not_started":
        lines += [exercise.message, *_evidence(exercise.evidence)]
    if exercise.outcome in ("passed", "wrong", "error"):
        lines += [
            f"{'+' if test.outcome == 'passed' else '-'} {test.sentence}" for test in exercise.tests
        ]
    return {
        "name": clean(_title(exercise, titles)),
        "score": round(exercise.points, 4),
        "max_score": round(exercise.max_points, 4),
        "status": "passed" if exercise.outcome == "passed" else "failed",
        "output": clean("\n".join(line for line in lines if line)),
        "visibility": visibility,
    }


def _title(exercise: ExerciseResult, titles: Mapping[str, str]) -> str:
    title = titles.get(exercise.function, "")
    return f"{exercise.function}: {title}" if title else exercise.function


def _evidence(evidence: Evidence | None) -> list[str]:
    if evidence is None:
        return []
    return [
        f"called    {evidence.call}",
        f"returned  {evidence.got}",
        f"expected  {evidence.expected}",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
