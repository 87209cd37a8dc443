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
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.authoring.release import released_notebook
from autograder.bank.exercise import SUITES, Folder, load_assignment
from autograder.bank.solution import SOLUTIONS, Reference, load_reference
from autograder.course.directory import Course, CourseError, Settings, remove_parts
from autograder.course.roster import missing_students
from autograder.grading.grader import Plan, grade_all, started_pool
from autograder.ingest.attempts import Group, find_groups, kept_attempts
from autograder.journal.fingerprints import environments
from autograder.journal.journal import Journal, read_index
from autograder.journal.worklist import Published, Work
from autograder.log import event, log_results, logged
from autograder.pages.report import build_report, write_report
from autograder.results import SubmissionResult

if TYPE_CHECKING:
    from autograder.course.policies import Rules

# What writes the gradebook loads nbgrader, which takes as long as a worker takes to get ready. It
# is imported below, once the workers have been started.


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
    scheduler: str | None = None
    verbose: bool = False


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
    missing: tuple[str, ...] = ()


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
    groups = find_groups(course, settings, assignment, options.students)
    folders = load_assignment(assignment, options.suites)
    reference = load_reference(assignment, folders, options.solutions)
    folders = reference.in_order(folders)
    with only_run(course, assignment), logged(course.log(assignment), options.verbose):
        if settings.attempts == "best":
            groups = kept_attempts(course, groups)
        plan = _plan(course, assignment, settings, options)
        work = _work(course, groups, folders, reference, settings, options, plan)
        event("run", f"{assignment}: {len(work.todo)} to grade, {work.students} students")
        with _executor(plan, work, options) as executor:
            # Under way from here on: to open the gradebook takes as long as the first batches.
            graded = grade_all(plan, work.todo, executor=executor) if work.todo else iter(())
            batches = _batches(course, work, plan, graded, progress)
            if options.dry_run:
                run = _would_change(course, assignment, settings, work, batches)
            else:
                run = _publish(
                    course, assignment, folders, reference, settings, options, work, batches
                )
        event("run", "done", seconds=time.perf_counter() - started)
    isolation = weakest_isolation(run.results)
    seconds = round(time.perf_counter() - started, 3)
    return replace(run, graded=len(work.todo), isolation=isolation, seconds=seconds)


def _plan(course: Course, assignment: str, settings: Settings, options: Options) -> Plan:
    return Plan(
        assignment=assignment,
        seed=settings.seed,
        cell_seconds=settings.cell_seconds,
        name_mistakes=settings.names_mistakes_of(assignment),
        suites=options.suites,
        solutions=options.solutions,
        protected=(course.root,),
        unsafe=options.unsafe,
    )


def _work(
    course: Course,
    groups: Sequence[Group],
    folders: Sequence[Folder],
    reference: Reference,
    settings: Settings,
    options: Options,
    plan: Plan,
) -> Work:
    limits = f"{plan.cell_seconds} {plan.name_mistakes} {plan.unsafe}"
    return Work(
        groups,
        environments(folders, reference, settings.seed, limits),
        read_index(course.journal(plan.assignment)),
        every_attempt=settings.attempts == "best",
        force=options.force,
    )


def _batches(
    course: Course,
    work: Work,
    plan: Plan,
    graded: Iterator[list[SubmissionResult]],
    progress: Progress,
) -> Iterator[list[Published]]:
    """Batches of results: first those that the journal holds, then those graded now."""
    done = 0
    progress(done, work.students)
    batch: list[Published] = []
    for group in work.known():
        for each in group:
            event(
                "journal", "nothing has changed; its result is taken", student=each.result.student
            )
        batch += group
        if len(batch) >= AT_ONCE:
            yield batch
            done, batch = done + len(batch), []
            progress(done, work.students)
    if batch:
        yield batch
        progress(done := done + len(batch), work.students)
    if not work.todo:
        return
    with Journal(course.journal(plan.assignment)) as journal:
        for results in graded:
            ready = work.take(results, journal)
            log_results(results)
            if ready:
                yield ready
            progress(done := done + len(ready), work.students)


def _would_change(
    course: Course,
    assignment: str,
    settings: Settings,
    work: Work,
    batches: Iterable[list[Published]],
) -> Run:
    """What publishing would change. Nothing is written but the journal."""
    from autograder.course.late_policy import Worth
    from autograder.course.policies import read_rules
    from autograder.gradebook.writer import existing_gradebook

    rules = read_rules(course, settings, assignment)
    results: list[SubmissionResult] = []
    changes: list[Change] = []
    with existing_gradebook(course, settings) as book:
        if book is not None:
            work.worth = Worth(book, rules.late, assignment, rules.due)
        for batch in batches:
            some = [each.result for each in batch]
            changes += _changes(book, some, rules)
            results += some
    return Run(assignment, _ordered(results), 0, 0.0, "", _by_student(changes))


def _changes(book: Any, results: Sequence[SubmissionResult], rules: Rules) -> list[Change]:
    from autograder.gradebook.regrade_preview import planned_totals

    totals = planned_totals(book, results, rules)
    return [Change(s, before, after) for s, before, after in totals if before != after]


def weakest_isolation(results: Sequence[SubmissionResult]) -> str:
    """The weakest mode that a submission was run in; "" where none was run."""
    modes = {result.isolation for result in results}
    return next((mode for mode in ("unsafe", "container", "full") if mode in modes), "")


def _by_student(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: change.student))


def _ordered(results: Iterable[SubmissionResult]) -> tuple[SubmissionResult, ...]:
    return tuple(sorted(results, key=lambda result: result.student))


def _executor(plan: Plan, work: Work, options: Options) -> AbstractContextManager[Executor | None]:
    """Where the work is done: on the workers of a scheduler, or on this machine.

    Both get ready while the caller goes on. None where there is nothing to grade.
    """
    if not work.todo:
        return nullcontext()
    if options.scheduler is None:
        return started_pool(plan, len(work.todo), options.workers)
    from autograder.batch.dask_executor import Cluster

    return Cluster(options.scheduler, plan)


def _publish(
    course: Course,
    assignment: str,
    folders: Sequence[Folder],
    reference: Reference,
    settings: Settings,
    options: Options,
    work: Work,
    batches: Iterable[list[Published]],
) -> Run:
    """Write gradebook, autograded notebooks and feedback batch by batch; then the report."""
    from autograder.course.late_policy import Worth
    from autograder.course.policies import read_rules
    from autograder.pages.publisher import Publisher

    rules = read_rules(course, settings, assignment)
    released = released_notebook(assignment, folders, reference)
    results: list[SubmissionResult] = []
    changes: list[Change] = []
    pages: list[Path] = []
    with Publisher(
        course, settings.course_id, assignment, folders, released, rules, options.book_url
    ) as publisher:
        book = publisher.book.open
        work.worth = Worth(book, rules.late, assignment)
        for batch in batches:
            changes += _changes(book, [each.result for each in batch], rules)
            begun = time.perf_counter()
            some, written = publisher.publish(batch)
            text = f"{len(some)} into gradebook, autograded/ and feedback/"
            event("publish", text, seconds=time.perf_counter() - begun)
            results += some
            pages += written
        enrolled = [student.id for student in book.students]
    ordered = _ordered(results)
    missing = missing_students(enrolled, (r.student for r in ordered), options.students)
    mode = weakest_isolation(ordered)
    made = build_report(ordered, folders, mode=mode, missing=missing)
    return Run(
        assignment,
        ordered,
        0,
        0.0,
        "",
        _by_student(changes),
        tuple(sorted(pages)),
        write_report(course, assignment, made),
        missing,
    )


@contextmanager
def only_run(course: Course, assignment: str) -> Iterator[None]:
    """Hold the course's lock, so that two runs never write at the same time.

    The kernel releases it when the process ends, however it ends. The lock's file is empty again
    where a run came to its end; else what that run had not finished writing is removed.
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
        if os.fstat(handle).st_size:
            remove_parts(course)
        os.pwrite(handle, b"running\n", 0)
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)
