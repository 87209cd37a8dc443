"""`autograder grade`, from submitted notebooks to gradebook, feedback and report.

    find groups → plan work → grade → journal → gradebook, autograded/, feedback/ → report

Each finished submission goes into the journal at once; the gradebook and the pages are written
from the journal's content. Killed at any moment and started again, the run goes on where it was
and ends with the same result.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from autograder.authoring.release import released_cells, released_notebook
from autograder.bank.assertion_cells import CellAssignment, read_cell_assignment
from autograder.bank.exercise import SUITES, Folder, load_assignment
from autograder.bank.solution import SOLUTIONS, Reference, load_reference
from autograder.batch.scheduler import grade_all, started_pool
from autograder.course.directory import Course
from autograder.course.lock import only_run
from autograder.course.packages import installed_packages
from autograder.course.roster import missing_students
from autograder.course.settings import Settings
from autograder.errors import CourseError
from autograder.grading.plan import Plan
from autograder.ingest.attempts import Group, archive_attempts, find_groups, with_notebooks
from autograder.journal.fingerprints import cell_fingerprints, exercise_fingerprints
from autograder.journal.journal import Journal, read_index
from autograder.journal.worklist import PlannedWork, PublishableResult, Worklist, plan_work
from autograder.log import event, log_results, logged
from autograder.pages.item_analysis import build_report
from autograder.pages.report import write_report
from autograder.results import Notice, SubmissionResult, weakest_isolation

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from autograder.gradebook.policies import AssignmentPolicies

# What writes the gradebook loads nbgrader, which takes as long as a worker takes to get ready. It
# is imported below, once the workers have been started.


@dataclass(frozen=True)
class GradingOptions:
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
    cells: Path | None = None  # the instructor's folder, where its cells of tests are the tests


@dataclass(frozen=True)
class Change:
    """What a regrade would do to a student's total, human scores included."""

    student: str
    before: float | None
    after: float


@dataclass(frozen=True)
class Written:
    """What a run has put where people look, or in a dry run what it would change there."""

    results: tuple[SubmissionResult, ...]
    changes: tuple[Change, ...]
    feedback: tuple[Path, ...] = ()
    report: Path | None = None
    missing: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Run:
    """What a run did: results by student, how many were graded anew, and how long it took."""

    assignment: str
    results: tuple[SubmissionResult, ...]
    graded: int
    seconds: float
    isolation: str
    changes: tuple[Change, ...]
    feedback: tuple[Path, ...]
    report: Path | None
    missing: tuple[str, ...]
    notices: tuple[Notice, ...]
    packages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """One assignment of a course to be graded: what all stages need to know."""

    course: Course
    assignment: str
    settings: Settings
    options: GradingOptions
    folders: Sequence[Folder]
    reference: Reference | None
    cells: CellAssignment | None = None  # in the place of a reference: graded with cells of tests

    @property
    def plan(self) -> Plan:
        """What a worker needs to know."""
        return Plan(
            assignment=self.assignment,
            seed=self.settings.seed,
            cell_seconds=self.settings.cell_seconds,
            name_mistakes=self.settings.names_mistakes_of(self.assignment),
            submission_seconds=self.settings.submission_seconds,
            failed_twice=self.settings.failed_twice,
            own_cells=self.settings.definitions == "own",
            suites=self.options.suites,
            solutions=self.options.solutions,
            protected=(self.course.root,),
            unsafe=self.options.unsafe,
            cells=None if self.cells is None else self.cells.path,
        )

    def fingerprints(self, limits: str) -> dict[str, str]:
        """For each exercise the hash of all that decides its result, but for the submission."""
        if self.cells is not None:
            return cell_fingerprints(self.cells, limits)
        assert self.reference is not None
        return exercise_fingerprints(self.folders, self.reference, self.settings.seed, limits)

    def released(self) -> dict[str, NotebookNode]:
        """The notebooks as students have them, by name."""
        if self.cells is not None:
            return released_cells(self.cells)
        assert self.reference is not None
        return {self.assignment: released_notebook(self.assignment, self.folders, self.reference)}


OfStudent = TypeVar("OfStudent", Change, SubmissionResult)
Progress = Callable[[int, int], None]
Graded = Iterator[list[SubmissionResult]]
AT_ONCE = 100  # results from the journal are published in batches of this size


def grade_assignment(
    course: Course,
    assignment: str,
    settings: Settings,
    options: GradingOptions = GradingOptions(),
    progress: Progress = lambda done, total: None,
) -> Run:
    """Grade the submissions of an assignment.

    `progress` is called with (finished, all). Raises CourseError, ExerciseError, SandboxError
    or GradebookError, each with one sentence that says what to do; finished submissions are
    then in the journal.
    """
    started = time.perf_counter()
    _refuse_unusable_database(course)
    packages = installed_packages(settings)
    groups = find_groups(course, settings, assignment, options.students)
    if options.cells is not None:
        job = _job_of_cells(course, assignment, settings, options)
        groups = with_notebooks(groups, tuple(job.cells.notebooks) if job.cells else ())
    else:
        folders = load_assignment(assignment, options.suites)
        reference = load_reference(assignment, folders, options.solutions)
        job = Job(course, assignment, settings, options, reference.in_order(folders), reference)
    with only_run(course, assignment), logged(course.log(assignment), options.verbose):
        work = _planned(job, groups)
        event("run", f"{assignment}: {len(work.todo)} to grade, {work.students} students")
        todo = work.todo
        with _executor(job, len(todo)) as executor:
            # Under way from here on: to open the gradebook takes as long as the first batches.
            graded = grade_all(job.plan, todo, executor=executor) if todo else iter(())
            write = _preview if options.dry_run else _publish
            written = write(job, work, graded, progress)
        event("run", "done", seconds=time.perf_counter() - started)
    return Run(
        assignment=assignment,
        results=written.results,
        graded=len(todo),
        seconds=round(time.perf_counter() - started, 3),
        isolation=weakest_isolation(written.results),
        changes=written.changes,
        feedback=written.feedback,
        report=written.report,
        missing=written.missing,
        notices=written.notices,
        packages=packages,
    )


def _job_of_cells(
    course: Course, assignment: str, settings: Settings, options: GradingOptions
) -> Job:
    """Raises ExerciseError, or CourseError for a setting that such an assignment cannot have."""
    assert options.cells is not None
    if settings.attempts == "best":
        raise CourseError(
            f"{assignment} is graded with the cells of tests in {options.cells}, and of those the "
            'newest attempt counts; set attempts = "last" in autograder.toml'
        )
    if options.scheduler is not None:
        raise CourseError(
            f"{assignment} is graded with the cells of tests in {options.cells}, which is done on "
            "this machine alone; leave out --scheduler"
        )
    cells = read_cell_assignment(options.cells)
    return Job(course, assignment, settings, options, cells.folders(), None, cells)


def _refuse_unusable_database(course: Course) -> None:
    """Before anything is graded; raises CourseError."""
    if course.db is not None:
        from autograder.gradebook.connection import checked_url

        checked_url(course.db)


def _planned(job: Job, groups: Sequence[Group]) -> PlannedWork:
    best = job.settings.attempts == "best"
    if best:
        groups = archive_attempts(job.course, groups)
    plan = job.plan
    limits = f"{plan.cell_seconds} {plan.name_mistakes} {plan.own_cells} {plan.unsafe} "
    limits += f"{plan.submission_seconds} {plan.failed_twice}"
    if job.settings.packages:  # other versions may give other results
        limits += f" {installed_packages(job.settings)}"
    return plan_work(
        groups,
        job.fingerprints(limits),
        read_index(job.course.journal(job.assignment)),
        every_attempt=best,
        force=job.options.force,
    )


def _executor(job: Job, submissions: int) -> AbstractContextManager[Executor | None]:
    """Where the work is done: on the workers of a scheduler, or on this machine.

    Both get ready while the caller goes on. None where there is nothing to grade.
    """
    if not submissions:
        return nullcontext()
    if job.options.scheduler is None:
        return started_pool(job.plan, submissions, job.options.workers)
    from autograder.batch.dask_executor import Cluster

    return Cluster(job.options.scheduler, job.plan)


def _batches(
    job: Job,
    worklist: Worklist,
    graded: Graded,
    students: int,
    progress: Progress,
) -> Iterator[list[PublishableResult]]:
    """Batches of results: first those that the journal holds, then those graded now."""
    done = 0
    progress(done, students)
    batch: list[PublishableResult] = []
    for group in worklist.known():
        for each in group:
            event(
                "journal", "nothing has changed; its result is taken", student=each.result.student
            )
        batch += group
        if len(batch) >= AT_ONCE:
            yield batch
            done, batch = done + len(batch), []
            progress(done, students)
    if batch:
        yield batch
        progress(done := done + len(batch), students)
    if done == students:
        return
    with Journal(job.course.journal(job.assignment)) as journal:
        for results in graded:
            ready = worklist.take(results, journal)
            log_results(results)
            if ready:
                yield ready
            progress(done := done + len(ready), students)


def _preview(job: Job, work: PlannedWork, graded: Graded, progress: Progress) -> Written:
    """What publishing would change. Nothing is written but the journal."""
    from autograder.gradebook.connection import existing_gradebook
    from autograder.gradebook.late_penalties import AttemptScore
    from autograder.gradebook.policies import read_policies

    rules = read_policies(job.course, job.settings, job.assignment)
    results: list[SubmissionResult] = []
    changes: list[Change] = []
    with existing_gradebook(job.course, job.settings) as book:
        score: Callable[[SubmissionResult], float] = lambda result: result.points  # noqa: E731
        if book is not None:
            score = AttemptScore(book, rules.late, job.assignment)
        for batch in _batches(job, Worklist(work, score), graded, work.students, progress):
            some = [each.result for each in batch]
            changes += _changes(book, some, rules)
            results += some
        notices = _notices(job, book, work, results)
    return Written(_by_student(results), _by_student(changes), notices=notices)


def _publish(job: Job, work: PlannedWork, graded: Graded, progress: Progress) -> Written:
    """Write gradebook, autograded notebooks and feedback batch by batch; then the report."""
    from autograder.gradebook.late_penalties import AttemptScore
    from autograder.gradebook.policies import read_policies
    from autograder.pages.publisher import Publisher

    rules = read_policies(job.course, job.settings, job.assignment)
    released = job.released()
    results: list[SubmissionResult] = []
    changes: list[Change] = []
    pages: list[Path] = []
    with Publisher(
        job.course,
        job.settings.course_id,
        job.assignment,
        job.folders,
        released,
        rules,
        job.options.book_url,
    ) as publisher:
        book = publisher.book.open
        worklist = Worklist(work, AttemptScore(book, rules.late, job.assignment))
        for batch in _batches(job, worklist, graded, work.students, progress):
            changes += _changes(book, [each.result for each in batch], rules)
            begun = time.perf_counter()
            some, written = publisher.publish(batch)
            text = f"{len(some)} into gradebook, autograded/ and feedback/"
            event("publish", text, seconds=time.perf_counter() - begun)
            results += some
            pages += written
        enrolled = [student.id for student in book.students]
        notices = _notices(job, book, work, results)
    ordered = _by_student(results)
    missing = missing_students(enrolled, (r.student for r in ordered), job.options.students)
    mode = weakest_isolation(ordered)
    report = build_report(
        ordered,
        job.folders,
        mode=mode,
        missing=missing,
        notices=notices,
        packages=installed_packages(job.settings),
    )
    return Written(
        ordered,
        _by_student(changes),
        tuple(sorted(pages)),
        write_report(job.course, job.assignment, report),
        missing,
        notices,
    )


def _notices(
    job: Job, book: Any, work: PlannedWork, results: Sequence[SubmissionResult]
) -> tuple[Notice, ...]:
    from autograder.gradebook.notices import find_notices

    found = find_notices(job.course, job.settings, book, work.groups, results)
    students = {result.student for result in results}
    everybody = job.options.students == "*"
    return tuple(notice for notice in found if everybody or notice.student in students)


def _changes(
    book: Any, results: Sequence[SubmissionResult], rules: AssignmentPolicies
) -> list[Change]:
    from autograder.gradebook.regrade_preview import planned_totals

    totals = planned_totals(book, results, rules)
    return [Change(s, before, after) for s, before, after in totals if before != after]


def _by_student(items: Iterable[OfStudent]) -> tuple[OfStudent, ...]:
    return tuple(sorted(items, key=lambda item: item.student))
