"""`autograder grade`, from submitted notebooks to gradebook, feedback and report.

Each finished submission goes into the journal at once; the gradebook and the pages are written
from the journal's content. Killed at any moment and started again, the run goes on where it was
and ends with the same result.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import Course, CourseError, Settings, find_submissions
from autograder.exercise import SUITES, Folder, load_assignment
from autograder.grading import Plan, grade_all
from autograder.ingest import Unreadable, find_notebook, notebook_bytes
from autograder.journal import Journal, environment_key, read_journal, submission_key
from autograder.publish import Publisher
from autograder.reference import SOLUTIONS, Reference, load_reference
from autograder.release import released_notebook
from autograder.report import build_report, write_report
from autograder.results import Submission, SubmissionResult
from autograder.totals import planned_totals


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
AT_ONCE = 100  # results from the journal are published in batches of this size


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
        work = _plan_work(course, submissions, folders, reference, settings, options)
        batches = _batches(course, work, options, progress)
        if options.dry_run:
            results = [result for batch in batches for result in batch]
            changes = _changes(course, settings, results)
            run = Run(assignment, _ordered(submissions, results), len(work.missing), 0.0, "")
            run = replace(run, changes=changes)
        else:
            run = _publish(course, submissions, folders, reference, settings, options, batches)
            run = replace(run, graded=len(work.missing))
    isolation = weakest_isolation(run.results)
    seconds = round(time.perf_counter() - started, 3)
    return replace(run, isolation=isolation, seconds=seconds)


@dataclass(frozen=True)
class _Work:
    """What a run has to do: results that the journal holds, submissions that are to be graded."""

    plan: Plan
    known: list[SubmissionResult]
    missing: list[Submission]
    keys: dict[str, str]


def _plan_work(
    course: Course,
    submissions: Sequence[Submission],
    folders: Sequence[Folder],
    reference: Reference,
    settings: Settings,
    options: Options,
) -> _Work:
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
    journal = {} if options.force else read_journal(course.journal(plan.assignment))
    known = [
        replace(journal[s.student], timestamp=s.timestamp)
        for s in submissions
        if s.student in journal and journal[s.student].key == keys[s.student]
    ]
    finished = {result.student for result in known}
    return _Work(plan, known, [s for s in submissions if s.student not in finished], keys)


def _batches(
    course: Course, work: _Work, options: Options, progress: Progress
) -> Iterator[list[SubmissionResult]]:
    """Batches of results: first those that the journal holds, then those graded now."""
    done, everything = len(work.known), len(work.known) + len(work.missing)
    progress(done, everything)
    for start in range(0, done, AT_ONCE):
        yield work.known[start : start + AT_ONCE]
    if not work.missing:
        return
    with Journal(course.journal(work.plan.assignment)) as journal:
        for batch in grade_all(work.plan, work.missing, workers=options.workers):
            keyed = [replace(r, key=work.keys[r.student]) for r in batch]
            # What we failed to grade is not kept: the next run tries again.
            journal.add(r for r in keyed if not r.failed_by_us)
            yield keyed
            done += len(keyed)
            progress(done, everything)


def _changes(
    course: Course, settings: Settings, results: Sequence[SubmissionResult]
) -> tuple[Change, ...]:
    totals = planned_totals(course, settings.course_id, results)
    return tuple(Change(s, before, after) for s, before, after in sorted(totals) if before != after)


def _ordered(
    submissions: Sequence[Submission], results: Sequence[SubmissionResult]
) -> tuple[SubmissionResult, ...]:
    by_student = {result.student: result for result in results}
    return tuple(by_student[submission.student] for submission in submissions)


def weakest_isolation(results: Sequence[SubmissionResult]) -> str:
    """The weakest mode that a submission was run in; "" where none was run."""
    modes = {result.isolation for result in results}
    return next((mode for mode in ("unsafe", "container", "full") if mode in modes), "")


def _content(submission: Submission) -> bytes:
    try:
        path, _ = find_notebook(submission)
        return os.fsencode(path.name) + b"\0" + notebook_bytes(path)
    except Unreadable as problem:
        return str(problem).encode()


def _publish(
    course: Course,
    submissions: Sequence[Submission],
    folders: Sequence[Folder],
    reference: Reference,
    settings: Settings,
    options: Options,
    batches: Iterable[list[SubmissionResult]],
) -> Run:
    """Write gradebook, autograded notebooks and feedback batch by batch; then the report."""
    assignment = submissions[0].assignment
    by_student = {submission.student: submission for submission in submissions}
    released = released_notebook(assignment, folders, reference)
    results: list[SubmissionResult] = []
    pages: list[Path] = []
    with Publisher(
        course, settings.course_id, assignment, folders, released, options.book_url
    ) as publisher:
        for batch in batches:
            pages += publisher.publish([by_student[r.student] for r in batch], batch)
            results += batch
    ordered = _ordered(submissions, results)
    mode = weakest_isolation(ordered)
    report = write_report(course, assignment, build_report(ordered, folders, mode=mode))
    return Run(assignment, ordered, 0, 0.0, "", feedback=tuple(sorted(pages)), report=report)


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
