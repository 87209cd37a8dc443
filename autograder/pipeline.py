"""`autograder grade`, from submitted notebooks to gradebook, feedback and report.

Each finished submission goes into the journal at once; the gradebook and the pages are written
from the journal's content. Killed at any moment and started again, the run goes on where it was
and ends with the same result.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.book import sections
from autograder.course import Course, CourseError, Settings, find_submissions
from autograder.exercise import SUITES, Folder, load_assignment
from autograder.feedback import write_feedback
from autograder.gradebook import GradebookWriter, planned_totals, write_autograded
from autograder.grading import Plan, grade_all
from autograder.ingest import Unreadable, find_notebook
from autograder.journal import Journal, environment_key, read_journal, submission_key
from autograder.reference import SOLUTIONS, Reference, load_reference
from autograder.release import released_notebook
from autograder.report import build_report, write_report
from autograder.results import Submission, SubmissionResult


@dataclass(frozen=True)
class Options:
    """What the command line may ask of a run."""

    students: str = "*"
    workers: int | None = None
    force: bool = False
    dry_run: bool = False
    unsafe: bool = False
    suites: Path = SUITES
    solutions: Path = SOLUTIONS
    book_url: str | None = None


@dataclass(frozen=True)
class Change:
    """What a regrade would do to a student's total, human scores included."""

    student: str
    before: float | None
    after: float


@dataclass(frozen=True)
class Run:
    """What a run did: results by student, how many were graded anew, and how long it took."""

    assignment: str
    results: tuple[SubmissionResult, ...]
    graded: int
    seconds: float
    isolation: str
    changes: tuple[Change, ...] = ()
    feedback: tuple[Path, ...] = ()
    report: Path | None = None


Progress = Callable[[int, int], None]


def grade_assignment(
    course: Course,
    assignment: str,
    settings: Settings,
    options: Options = Options(),
    progress: Progress = lambda done, total: None,
) -> Run:
    """Grade the submissions of an assignment.

    `progress` is called with (finished, all). Raises CourseError, ExerciseError, SandboxError
    or GradebookError, each with one sentence that says what to do; finished submissions are
    then in the journal.
    """
    started = time.perf_counter()
    submissions = find_submissions(course, assignment, options.students)
    folders = load_assignment(assignment, options.suites)
    reference = load_reference(assignment, folders, options.solutions)
    folders = reference.in_order(folders)
    with only_run(course, assignment):
        results, graded = _grade_missing(
            course, submissions, folders, reference, settings, options, progress
        )
        run = Run(
            assignment,
            tuple(results),
            graded,
            0.0,
            next((r.isolation for r in results if r.isolation), ""),
        )
        run = _publish(course, submissions, folders, reference, settings, options, run)
    return replace(run, seconds=round(time.perf_counter() - started, 3))


def _grade_missing(
    course: Course,
    submissions: Sequence[Submission],
    folders: Sequence[Folder],
    reference: Reference,
    settings: Settings,
    options: Options,
    progress: Progress,
) -> tuple[list[SubmissionResult], int]:
    """Results of all submissions: from the journal where nothing changed, else graded now."""
    plan = Plan(
        assignment=submissions[0].assignment,
        seed=settings.seed,
        cell_seconds=settings.cell_seconds,
        name_mistakes=settings.names_mistakes_of(submissions[0].assignment),
        suites=options.suites,
        solutions=options.solutions,
        protected=(course.root,),
        unsafe=options.unsafe,
    )
    limits = f"{plan.cell_seconds} {plan.name_mistakes} {plan.unsafe}"
    environment = environment_key(folders, reference, settings.seed, limits)
    keys = {s.student: submission_key(s, _content(s), environment) for s in submissions}
    path = course.journal(plan.assignment)
    known = {} if options.force else read_journal(path)
    done = {
        s.student: replace(known[s.student], timestamp=s.timestamp)
        for s in submissions
        if s.student in known and known[s.student].key == keys[s.student]
    }
    missing = [s for s in submissions if s.student not in done]
    progress(len(done), len(submissions))
    if missing:
        with Journal(path) as journal:
            for batch in grade_all(plan, missing, workers=options.workers):
                keyed = [replace(r, key=keys[r.student]) for r in batch]
                # What we failed to grade is not kept: the next run tries again.
                journal.add(r for r in keyed if not r.failed_by_us)
                done.update({r.student: r for r in keyed})
                progress(len(done), len(submissions))
    return [done[s.student] for s in submissions], len(missing)


def _content(submission: Submission) -> bytes:
    try:
        path, _ = find_notebook(submission)
        return path.name.encode() + b"\0" + path.read_bytes()
    except (Unreadable, OSError):
        return b""


def _publish(
    course: Course,
    submissions: Sequence[Submission],
    folders: Sequence[Folder],
    reference: Reference,
    settings: Settings,
    options: Options,
    run: Run,
) -> Run:
    """Write gradebook, autograded notebooks, feedback and report; with --dry-run nothing."""
    totals = planned_totals(course, settings.course_id, run.results)
    changes = tuple(Change(s, before, after) for s, before, after in totals if before != after)
    if options.dry_run:
        return replace(run, changes=changes)
    released = released_notebook(run.assignment, folders, reference)
    url = course.gradebook_url
    with GradebookWriter(url, settings.course_id, run.assignment, released) as book:
        for result in run.results:
            book.write(result)
    for submission, result in zip(submissions, run.results, strict=True):
        write_autograded(course, submission, result, released)
    feedback = write_feedback(
        course, run.results, folders, book_url=options.book_url, sections=sections()
    )
    report = write_report(
        course, run.assignment, build_report(run.results, folders, mode=run.isolation)
    )
    return replace(run, changes=changes, feedback=tuple(feedback), report=report)


@contextmanager
def only_run(course: Course, assignment: str) -> Iterator[None]:
    """Hold the course's lock, so that two runs never write at the same time.

    The kernel releases it when the process ends, however it ends.
    """
    path = course.journal(assignment).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(
                f"another run is grading {assignment!r} in {course.root}; wait for its end"
            ) from None
        yield
    finally:
        os.close(handle)
