"""Give out submissions in batches to an executor's processes; results come back as they finish.

Each process keeps its grader from batch to batch.
"""

from __future__ import annotations

import faulthandler
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
)
from concurrent.futures import wait as wait_for_futures
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from itertools import chain

from autograder.bank.assertion_cells import read_cell_assignment
from autograder.bank.exercise import Folder, load_assignment
from autograder.batch.process_pool import process_pool
from autograder.grading.cell_grader import CellGrader
from autograder.grading.grader import Grader
from autograder.grading.plan import Plan, made_to_fail
from autograder.results import ExerciseResult, Submission, SubmissionResult
from handbook.check.outcomes import Outcome

BATCH = 16
WORTH_A_PROCESS = 12  # two are no slower than one from twice as many on: benchmarks/small_class.py
# A submission that is not done long after its own time has run out is held up on our side.
WATCHED, GRACE = 2, 30.0  # times its seconds, and seconds more
SLOTS = 8  # batches under way on an executor that does not say how many it can take


@cache
def _process_grader(plan: Plan) -> Grader | CellGrader:
    return Grader(plan) if plan.cells is None else CellGrader(plan)


def _get_ready(plan: Plan) -> None:
    _process_grader(plan)


def grade_batch(plan: Plan, batch: Sequence[Submission]) -> list[SubmissionResult]:
    """Grade a batch in this process, which keeps its grader for the next one."""
    grader = _process_grader(plan)
    results = []
    for submission in batch:
        with ended_when_late(longest(plan)):
            results.append(grader.grade(submission))
    return results


def longest(plan: Plan) -> float:
    """Seconds after which one submission that is not done yet holds up its process."""
    return WATCHED * plan.submission_seconds + GRACE


@contextmanager
def ended_when_late(seconds: float) -> Iterator[None]:
    """End this process where what it does takes longer, whatever it is busy with.

    The watchdog is a thread of Python's own that needs no lock of the interpreter: it ends even a
    process that computes in C. The coordinator then sees that the process is gone.
    """
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def grade_all(
    plan: Plan, submissions: Sequence[Submission], *, executor: Executor | None = None
) -> Iterator[list[SubmissionResult]]:
    """Grade submissions on an executor: an iterator over batches of results as they finish.

    The first batches are under way when this returns. Without an executor, a pool of processes is
    made here. A batch whose worker process died is graded once more, one submission at a time; one
    that ends its process again has an outcome of its own. An executor of other machines may say in
    `slots` how many batches to have under way.
    """
    if executor is None:
        return _in_own_pool(plan, submissions)
    lost: list[Sequence[Submission]] = []
    if isinstance(executor, ProcessPoolExecutor):
        batches = _batches(submissions, executor._max_workers)  # type: ignore[attr-defined]
        first = _through(executor, plan, batches, lost, lambda: len(batches))
        return chain(first, _again_here(plan, lost))
    slots: Callable[[], int] = lambda: getattr(executor, "slots", SLOTS)  # noqa: E731
    first = _through(executor, plan, _batches(submissions, slots()), lost, slots)
    return chain(first, _again_elsewhere(executor, plan, lost))


def _in_own_pool(plan: Plan, submissions: Sequence[Submission]) -> Iterator[list[SubmissionResult]]:
    with started_pool(plan, len(submissions)) as pool:
        yield from grade_all(plan, submissions, executor=pool)


def _again_here(
    plan: Plan, lost: Iterable[Sequence[Submission]]
) -> Iterator[list[SubmissionResult]]:
    for batch in lost:
        for submission in batch:
            yield [_graded_alone(plan, submission)]


def _again_elsewhere(
    executor: Executor, plan: Plan, lost: Iterable[Sequence[Submission]]
) -> Iterator[list[SubmissionResult]]:
    twice: list[Sequence[Submission]] = []
    alone = [[submission] for batch in lost for submission in batch]
    yield from _through(executor, plan, alone, twice, lambda: 1)
    yield from ([_given_up(plan, submission)] for [submission] in twice)


@contextmanager
def started_pool(
    plan: Plan, submissions: int, workers: int | None = None
) -> Iterator[ProcessPoolExecutor]:
    """A pool for `grade_all` whose processes get ready while the caller does something else.

    How many it has is `processes_for`, unless it is said.
    """
    count = min(workers or processes_for(submissions), submissions)
    with process_pool(count) as pool:
        for _ in range(count):
            pool.submit(_get_ready, plan)
        yield pool


def processes_for(submissions: int) -> int:
    """How many processes grade so many submissions fastest on this machine.

    One more than there are cores, since one that waits for an endless loop to be ended needs none;
    fewer where getting them ready would take longer than what they save.
    """
    return max(1, min((os.cpu_count() or 1) + 1, submissions // WORTH_A_PROCESS))


def _through(
    executor: Executor,
    plan: Plan,
    batches: Sequence[Sequence[Submission]],
    lost: list[Sequence[Submission]],
    slots: Callable[[], int],
) -> Iterator[list[SubmissionResult]]:
    """Results as they finish, up to `slots()` batches under way; dead workers' go to `lost`.

    The first ones are under way when this returns.
    """
    waiting = deque(batches)
    running: dict[Future[list[SubmissionResult]], Sequence[Submission]] = {}

    def submit() -> None:
        while waiting and len(running) < slots():
            batch = waiting.popleft()
            try:
                running[executor.submit(grade_batch, plan, batch)] = batch
            except BrokenExecutor:
                lost.append(batch)

    def results() -> Iterator[list[SubmissionResult]]:
        while waiting or running:
            submit()
            finished, _ = wait_for_futures(running, return_when=FIRST_COMPLETED)
            for future in finished:
                batch = running.pop(future)
                try:
                    graded = future.result()
                except BrokenExecutor:
                    lost.append(batch)
                else:
                    yield graded

    submit()
    return results()


def _graded_alone(plan: Plan, submission: Submission) -> SubmissionResult:
    """Grade one submission in a pool of its own; a second death is an outcome of its own."""
    try:
        with process_pool(1) as pool:
            return pool.submit(grade_batch, plan, [submission]).result()[0]
    except BrokenProcessPool:
        return _given_up(plan, submission, made_to_fail(plan))


def _given_up(
    plan: Plan, submission: Submission, outcome: Outcome = "infrastructure"
) -> SubmissionResult:
    """The result of a submission whose process ended twice.

    On other machines that may be the loss of a machine: then it is reported as ours.
    """
    message = "The grader failed, not the submission: its process ended twice."
    if outcome == "failed_twice":
        message = "Grading it ended its process twice, alone the second time, or took far too long."
    exercises = tuple(
        ExerciseResult(f.function, 0.0, f.points, outcome, None, message, ())
        for f in _exercises(plan)
        if not submission.functions or f.function in submission.functions
    )
    return SubmissionResult(
        submission.student,
        submission.assignment,
        0.0,
        sum(e.max_points for e in exercises),
        0.0,
        exercises,
        key=submission.key,
        timestamp=submission.timestamp,
        content=submission.content,
    )


def _exercises(plan: Plan) -> list[Folder]:
    if plan.cells is not None:
        return read_cell_assignment(plan.cells).folders()
    return load_assignment(plan.assignment, plan.suites)


def _batches(submissions: Sequence[Submission], workers: int) -> list[list[Submission]]:
    """Large batches first; towards the end small ones, so that all workers end together."""
    batches: list[list[Submission]] = []
    start = 0
    while (left := len(submissions) - start) > 0:
        size = min(BATCH, -(-left // (2 * workers)))
        batches.append(list(submissions[start : start + size]))
        start += size
    return batches
