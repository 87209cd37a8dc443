"""Grade submissions one by one, with a sandbox, a pytest session and the prepared bank."""

from __future__ import annotations

import gc
import inspect
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from types import MappingProxyType

from autograder import GARBAGE
from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference
from autograder.grading.chains import answered_by, better, called
from autograder.grading.exercise_grader import (
    FirstLook,
    PreparedExercise,
    grade_exercise,
    not_graded,
    prepare_one,
    probe_visible,
    told_at_once,
)
from autograder.grading.failed_cells import problems
from autograder.grading.own_cells import note_on_definitions, own_cells
from autograder.grading.plan import ATTEMPTS, made_to_fail
from autograder.grading.plan import Plan as Plan
from autograder.grading.submission_runner import Budget, SubmissionRunner
from autograder.grading.test_session import SuiteRunner
from autograder.ingest.notebook import Notebook, Unreadable
from autograder.ingest.official_cells import recover_ids
from autograder.ingest.submissions import RawSubmission, read_submission
from autograder.results import CellProblem, ExerciseResult, Submission, SubmissionResult
from autograder.sandbox import Sandbox, SandboxError
from handbook.check.diagnosis import Verdict
from handbook.check.outcomes import Outcome

# How a function ends that calls an earlier one which is wrong, slow or not written.
CHAINED: tuple[Outcome, ...] = ("wrong", "error", "not_started", "time_limit")


class Grader:
    """One process's means to grade one assignment. Close it, or use it in a `with` statement.

    `functions` are the exercises to prepare; by default all. Others can be added later.
    """

    def __init__(self, plan: Plan, functions: Collection[str] | None = None) -> None:
        self.plan = plan
        folders = load_assignment(plan.assignment, plan.suites)
        reference = load_reference(plan.assignment, folders, plan.solutions)
        # The zygote starts before any test is loaded, so that none can be in its memory.
        with ExitStack() as stack:
            protected = [plan.suites, plan.solutions, *plan.protected]
            self._sandbox = stack.enter_context(Sandbox(protected=protected, unsafe=plan.unsafe))
            self.runner = stack.enter_context(SuiteRunner(folders, plan.seed))
            self._open = stack.pop_all()
        self._folders, self._reference = reference.in_order(folders), reference
        self.items: list[PreparedExercise] = []
        for folder in self._folders:
            if functions is None or folder.function in functions:
                self.prepare(folder.function)
        self._official = reference.official_cells()
        self._handed_out = reference.texts()
        self._stubs = {folder.function: reference.stub(folder.function) for folder in folders}
        self.signatures = {n: inspect.signature(f) for n, f in reference.functions.items()}
        # All of this stays: the collector need not look at it again for each submission.
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE)

    @property
    def isolation(self) -> str:
        return str(self._sandbox.mode)

    def grade(self, submission: Submission, raw: RawSubmission | None = None) -> SubmissionResult:
        """Grade one submission; never raises for anything a student can hand in.

        `raw` is what its folder holds, where that was read already. Where it is not what the
        submission was known to hold, every exercise is graded, since no result of another
        content can be kept.
        """
        started = time.perf_counter()
        raw = raw or read_submission(submission)
        repairs = raw.repairs
        cells: tuple[CellProblem, ...] = ()
        items = self._wanted(submission, raw)
        try:
            notebook = raw.notebook()
        except Unreadable as problem:
            text = str(problem)
            message = f"{text[:1].upper()}{text[1:]}."
            exercises = [not_graded(i, "not_found", message) for i in items]
            repairs = (*repairs, text)
        else:
            exercises, notes, cells = self._grade_notebook(notebook, items)
            found = recover_ids(notebook, self._official, self._handed_out)
            repairs = (*repairs, *notebook.repairs, *found.notes, *notes)
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
            content=raw.content_hash,
            cells=cells,
        )

    def grade_function(self, function: str, notebook: Notebook) -> ExerciseResult:
        """The result of one exercise of a notebook; raises SandboxError where we fail."""
        item = self.item(function)
        with SubmissionRunner(self._sandbox, notebook, self.plan.cell_seconds) as sandboxed:
            result = self._graded_alone(item, sandboxed, notebook)
        return self._with_the_course(item, result, notebook)

    def grade_versions(
        self, function: str, notebooks: Iterable[Notebook], *, faults_only: bool = False
    ) -> Iterator[ExerciseResult | None]:
        """The result of one exercise of several notebooks that differ in their last cell alone.

        One worker serves all of them, one after the other: only for versions of our own. With
        `faults_only` None stands for each that an input alone tells to be wrong, which is cheaper.
        Earlier functions that these call are the course's. Raises SandboxError where we fail.
        """
        item, sandboxed = self.item(function), None
        with ExitStack() as stack:
            for notebook in notebooks:
                if sandboxed is None:
                    runner = SubmissionRunner(self._sandbox, notebook, self.plan.cell_seconds)
                    sandboxed = stack.enter_context(runner)
                else:
                    sandboxed.replace_last_cell(notebook.code[-1])
                if faults_only and told_at_once(item, sandboxed):
                    yield None
                else:
                    yield self._graded_alone(item, sandboxed, notebook)

    def prepare(self, function: str) -> None:
        """Prepare one more exercise, unless it is prepared already."""
        if any(item.folder.function == function for item in self.items):
            return
        folder = next(f for f in self._folders if f.function == function)
        self.items.append(prepare_one(folder, self._reference, self.runner, self.plan.seed))

    def item(self, function: str) -> PreparedExercise:
        """The exercise with this name."""
        return next(item for item in self.items if item.folder.function == function)

    def _graded_alone(
        self, item: PreparedExercise, sandboxed: SubmissionRunner, notebook: Notebook
    ) -> ExerciseResult:
        look = probe_visible(item, sandboxed, notebook)
        return self._grade_item(item, look, sandboxed, notebook)

    def visible_verdicts(self, notebook: Notebook) -> list[Verdict]:
        """What the visible inputs alone tell of each exercise; raises SandboxError."""
        with SubmissionRunner(self._sandbox, notebook, self.plan.cell_seconds) as sandboxed:
            return [probe_visible(item, sandboxed, notebook).verdict for item in self.items]

    def _wanted(self, submission: Submission, raw: RawSubmission) -> list[PreparedExercise]:
        """The exercises to grade; the results of others are known and have not changed."""
        if not submission.functions or submission.content not in ("", raw.content_hash):
            return self.items
        return [item for item in self.items if item.folder.function in submission.functions]

    def _grade_notebook(
        self, notebook: Notebook, items: Sequence[PreparedExercise]
    ) -> tuple[list[ExerciseResult], list[str], tuple[CellProblem, ...]]:
        problem = ""
        own = own_cells(notebook, self._stubs) if self.plan.own_cells else {}
        outcome: Outcome = "infrastructure"
        for _ in range(ATTEMPTS):
            budget = Budget(self.plan.submission_seconds)
            try:
                with self._runner_of(notebook, own, budget) as sandboxed:
                    cells = problems(sandboxed, notebook)
                    on_definitions = {
                        item.folder.function: note_on_definitions(
                            item.folder.function, sandboxed, notebook
                        )
                        for item in self.items
                    }
                    looks = [probe_visible(i, sandboxed, notebook) for i in items]
                    results = [
                        self._grade_item(item, look, sandboxed, notebook)
                        for item, look in zip(items, looks, strict=True)
                    ]
                    notes = [str(skipped) for skipped in sandboxed.skipped]
                pairs = zip(items, results, strict=True)
                graded = [self._with_the_course(i, r, notebook, own, budget) for i, r in pairs]
                notes += [note for note in on_definitions.values() if note]
                return [_noted(r, on_definitions[r.function]) for r in graded], notes, cells
            except SandboxError as error:
                problem = str(error)
            except (MemoryError, RecursionError) as error:  # what it returned was too much for us
                outcome, problem = made_to_fail(self.plan), type(error).__name__
            except Exception as error:  # a fault of ours, which must not cost anyone else
                problem = f"{type(error).__name__}: {error}"
        if outcome == "failed_twice":
            message = f"Grading it failed twice: {problem}."
        else:
            message = f"The grader failed, not the submission: {problem}"
        return [not_graded(i, outcome, message) for i in items], [], ()

    def _runner_of(
        self, notebook: Notebook, own: Mapping[str, int], budget: Budget
    ) -> SubmissionRunner:
        return SubmissionRunner(
            self._sandbox, notebook, self.plan.cell_seconds, own_cells=own, budget=budget
        )

    def _with_the_course(
        self,
        item: PreparedExercise,
        result: ExerciseResult,
        notebook: Notebook,
        own: Mapping[str, int] = MappingProxyType({}),
        budget: Budget | None = None,
    ) -> ExerciseResult:
        """The result, or the one with the course's solutions of earlier exercises put in."""
        earlier = [name for name in item.folder.requires if name in self.signatures]
        if result.outcome in CHAINED and earlier:
            earlier = called(item.folder.function, notebook, earlier)
        used_up = budget is not None and budget.is_used_up
        if result.outcome not in CHAINED or not earlier or used_up:
            return result
        seconds = self.plan.cell_seconds
        with (
            answered_by(self._reference, earlier, self._sandbox, seconds) as provided,
            SubmissionRunner(self._sandbox, notebook, seconds, provided, own, budget) as sandboxed,
        ):
            look = probe_visible(item, sandboxed, notebook)
            again = self._grade_item(item, look, sandboxed, notebook)
        return better(result, again, earlier)

    def _grade_item(
        self,
        item: PreparedExercise,
        look: FirstLook,
        sandboxed: SubmissionRunner,
        notebook: Notebook,
    ) -> ExerciseResult:
        return grade_exercise(
            item,
            look,
            sandboxed,
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


def _noted(result: ExerciseResult, note: str) -> ExerciseResult:
    return replace(result, message=f"{result.message} {note}.") if note else result
