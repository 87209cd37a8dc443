"""Grade one submission where Gradescope put it, and write the results that it shows.

    python -m autograder.export.gradescope_run /autograder

A student sees, of each exercise, at once what the visible inputs tell, and, when the instructor
allows it, the points, the message and the names of the hidden tests: what the feedback page
shows and no more. A failure of the grader writes no results: Gradescope then says that the
autograder failed, and no score is given for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.course import load_settings, open_course, write_atomically
from autograder.exercise import Folder, load_assignment
from autograder.feedback import clean, wording
from autograder.grading import Grader, Plan
from autograder.ingest import Unreadable, find_notebook, read_notebook
from autograder.journal import read_journal
from autograder.results import ExerciseResult, Submission, SubmissionResult
from autograder.sandbox import SandboxError
from handbook.diagnosis import Evidence, Verdict

STUDENT = "submission"
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
        with tempfile.TemporaryDirectory(prefix="course-") as folder:
            result, folders, verdicts = grade(place, Path(folder), told)
    except (Failed, SandboxError) as problem:
        print(f"The grader failed, not the submission: {problem}", file=sys.stderr)
        return 1
    shown = results(result, folders, verdicts, told["visibility"])
    shown["execution_time"] = round(time.monotonic() - started, 2)
    write_atomically(place / "results" / "results.json", json.dumps(shown, indent=1) + "\n")
    print(f"{result.points:g} of {result.max_points:g} points, isolation: {result.isolation}")
    return 0


def grade(
    place: Path, course: Path, told: Mapping[str, Any]
) -> tuple[SubmissionResult, list[Folder], list[Verdict]]:
    """Run `autograder grade` on the submission, then the visible inputs for what is shown at once.

    Raises Failed or SandboxError where the grader, not the submission, is at fault.
    """
    grader = place / "source" / "grader"
    assignment = told["assignment"]
    settings = (grader / "course" / "autograder.toml").read_text(encoding="utf-8")
    write_atomically(course / "autograder.toml", settings)
    (course / "submitted" / STUDENT).mkdir(parents=True)
    submission = course / "submitted" / STUDENT / assignment
    submission.symlink_to(place / "submission", target_is_directory=True)
    options = ["--suites", str(grader / "suites"), "--solutions", str(grader / "solutions")]
    options += ["--course", str(course), "--workers", "1"]
    options += ["--unsafe"] if told["unsafe"] else []
    command = [sys.executable, "-m", "autograder", "grade", assignment, *options]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, env={**os.environ, "COLUMNS": "100"})
    opened = open_course(course)
    result = read_journal(opened.journal(assignment)).get(STUDENT)
    if done.returncode != 0 or result is None:
        raise Failed("`autograder grade` did not end well; it said why above")
    known = load_settings(opened, create=False)
    plan = Plan(
        assignment,
        known.seed,
        known.cell_seconds,
        suites=grader / "suites",
        solutions=grader / "solutions",
        protected=(course, place / "submission", place / "results"),
        unsafe=told["unsafe"],
    )
    verdicts = visible_verdicts(plan, Submission(STUDENT, assignment, submission))
    return result, load_assignment(assignment, grader / "suites"), verdicts


def visible_verdicts(plan: Plan, submission: Submission) -> list[Verdict]:
    """What the visible inputs tell of each exercise, in the order of the results; [] for a
    notebook that cannot be read."""
    try:
        path, _ = find_notebook(submission)
        notebook = read_notebook(path)
    except Unreadable:
        return []
    with Grader(plan) as grader:
        return grader.visible_verdicts(notebook)


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
