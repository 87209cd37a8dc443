"""Grade submissions: each worker process has its sandbox, its pytest session, its prepared bank.

Work goes through `concurrent.futures.Executor` in batches; results come back as they finish.
"""

from __future__ import annotations

import gc
import inspect
import os
import time
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
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from autograder import GARBAGE
from autograder.bank.exercise import SUITES, load_assignment
from autograder.bank.solution import SOLUTIONS, load_reference
from autograder.batch.process_pool import process_pool
from autograder.grading.exercise_grader import (
    FirstLook,
    Item,
    grade_exercise,
    not_graded,
    prepare,
    probe_visible,
)
from autograder.grading.submission_runner import Workbench
from autograder.grading.test_session import SuiteRunner
from autograder.ingest.notebook import HandedIn, Notebook, Unreadable, parse_notebook, take_in
from autograder.results import ExerciseResult, Submission, SubmissionResult
from autograder.sandbox import Sandbox, SandboxError
from handbook.check.diagnosis import Verdict

BATCH = 16
WORTH_A_PROCESS = 12  # two are no slower than one from twice as many on: benchmarks/small_class.py
SLOTS = 8  # batches under way on an executor that does not say how many it can take
ATTEMPTS = 2  # a failure of ours is tried again once before it is reported


@dataclass(frozen=True)
class Plan:
    """All that a worker needs to know to grade an assignment; sent to each worker once."""

    assignment: str
    seed: str
    cell_seconds: float = 5.0
    name_mistakes: bool = True
    suites: Path = SUITES
    solutions: Path = SOLUTIONS
    protected: tuple[Path, ...] = ()
    unsafe: bool = False


class Grader:
    """One process's means to grade one assignment. Close it, or use it in a `with` statement."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        folders = load_assignment(plan.assignment, plan.suites)
        reference = load_reference(plan.assignment, folders, plan.solutions)
        # The zygote starts before any test is loaded, so that none can be in its memory.
        with ExitStack() as stack:
            protected = [plan.suites, plan.solutions, *plan.protected]
            self._sandbox = stack.enter_context(Sandbox(protected=protected, unsafe=plan.unsafe))
            self.runner = stack.enter_context(SuiteRunner(folders, plan.seed))
            self._open = stack.pop_all()
        folders = reference.in_order(folders)
        self.items: list[Item] = prepare(folders, reference, self.runner, plan.seed)
        self.signatures = {n: inspect.signature(f) for n, f in reference.functions.items()}
        # All of this stays: the collector need not look at it again for each submission.
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE)

    @property
    def isolation(self) -> str:
        return str(self._sandbox.mode)

    def grade(self, submission: Submission, handed_in: HandedIn | None = None) -> SubmissionResult:
        """Grade one submission; never raises for anything a student can hand in.

        `handed_in` is what its folder holds, where that is on another machine.
        """
        started = time.perf_counter()
        handed_in = handed_in or take_in(submission)
        repairs = handed_in.repairs
        try:
            if handed_in.problem:
                raise Unreadable(handed_in.problem)
            notebook = parse_notebook(handed_in.content)
        except Unreadable as problem:
            text = str(problem)
            exercises = [
                not_graded(i, "not_found", f"{text[:1].upper()}{text[1:]}.")
                for i in self._wanted(submission)
            ]
            repairs = (*repairs, text)
        else:
            exercises, notes = self._grade_notebook(notebook, self._wanted(submission))
            repairs = (*repairs, *notebook.repairs, *notes)
        return SubmissionResult(
            student=submission.student,
            assignment=submission.assignment,
            points=round(sum(e.points for e in exercises), 4),
            max_points=sum(e.max_points for e in exercises),
            seconds=round(time.perf_counter() - started, 4),
            exercises=tuple(exercises),
            repairs=repairs,
            key=submission.key,
            isolation=self.isolation,
            timestamp=submission.timestamp,
        )

    def grade_function(self, function: str, notebook: Notebook) -> ExerciseResult:
        """The result of one exercise of a notebook; raises SandboxError where we fail."""
        item = next(i for i in self.items if i.folder.function == function)
        with Workbench(self._sandbox, notebook, self.plan.cell_seconds) as workbench:
            look = probe_visible(item, workbench, notebook)
            return self._grade_item(item, look, workbench, notebook)

    def visible_verdicts(self, notebook: Notebook) -> list[Verdict]:
        """What the visible inputs alone tell of each exercise; raises SandboxError."""
        with Workbench(self._sandbox, notebook, self.plan.cell_seconds) as workbench:
            return [probe_visible(item, workbench, notebook).verdict for item in self.items]

    def _wanted(self, submission: Submission) -> list[Item]:
        """The exercises to grade; the results of others are known and have not changed."""
        return [
            i
            for i in self.items
            if not submission.functions or i.folder.function in submission.functions
        ]

    def _grade_notebook(
        self, notebook: Notebook, items: Sequence[Item]
    ) -> tuple[list[ExerciseResult], list[str]]:
        problem = ""
        for _ in range(ATTEMPTS):
            try:
                with Workbench(self._sandbox, notebook, self.plan.cell_seconds) as workbench:
                    looks = [probe_visible(i, workbench, notebook) for i in items]
                    results = [
                        self._grade_item(item, look, workbench, notebook)
                        for item, look in zip(items, looks, strict=True)
                    ]
                    return results, [str(skipped) for skipped in workbench.skipped]
            except SandboxError as error:
                problem = str(error)
            except Exception as error:  # a fault of ours, which must not cost anyone else
                problem = f"{type(error).__name__}: {error}"
        message = f"The grader failed, not the submission: {problem}"
        return [not_graded(i, "infrastructure", message) for i in items], []

    def _grade_item(
        self, item: Item, look: FirstLook, workbench: Workbench, notebook: Notebook
    ) -> ExerciseResult:
        return grade_exercise(
            item,
            look,
            workbench,
            notebook,
            self.runner,
            self.signatures,
            name_mistakes=self.plan.name_mistakes,
        )

    def close(self) -> None:
        self._open.close()

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@cache
def _process_grader(plan: Plan) -> Grader:
    return Grader(plan)


def _get_ready(plan: Plan) -> None:
    _process_grader(plan)


def grade_batch(plan: Plan, batch: Sequence[Submission]) -> list[SubmissionResult]:
    """Grade a batch in this process, which keeps its grader for the next one."""
    grader = _process_grader(plan)
    return [grader.grade(submission) for submission in batch]


def grade_all(
    plan: Plan, submissions: Sequence[Submission], *, executor: Executor | None = None
) -> Iterator[list[SubmissionResult]]:
    """Grade submissions on an executor: an iterator over batches of results as they finish.

    The first batches are under way when this returns. Without an executor, a pool of processes is
    made here. A batch whose worker process died is graded once more, one submission at a time; one
    that ends its process again is reported as ours. An executor of other machines may say in
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
    """Grade one submission in a pool of its own; a second death is reported as ours."""
    try:
        with process_pool(1) as pool:
            return pool.submit(grade_batch, plan, [submission]).result()[0]
    except BrokenProcessPool:
        return _given_up(plan, submission)


def _given_up(plan: Plan, submission: Submission) -> SubmissionResult:
    """The result of a submission whose process ended twice."""
    with Grader(plan) as grader:
        items = grader._wanted(submission)
    message = "The grader failed, not the submission: its process ended twice."
    exercises = tuple(not_graded(item, "infrastructure", message) for item in items)
    return SubmissionResult(
        submission.student,
        submission.assignment,
        0.0,
        sum(e.max_points for e in exercises),
        0.0,
        exercises,
        key=submission.key,
        timestamp=submission.timestamp,
    )


def _batches(submissions: Sequence[Submission], workers: int) -> list[list[Submission]]:
    """Large batches first; towards the end small ones, so that all workers end together."""
    batches: list[list[Submission]] = []
    start = 0
    while (left := len(submissions) - start) > 0:
        size = min(BATCH, -(-left // (2 * workers)))
        batches.append(list(submissions[start : start + size]))
        start += size
    return batches
