"""Grade submissions with the cells of tests of the instructor's own notebooks.

The student's cells run first, in a fresh worker; then the cells of tests, hidden ones included. One
that fails is tried again at its own place in the notebook, in another worker, so that a name which
later cells use anew (`answer`) has the value that nbgrader would see. No hidden test is ever in a
process in which a student's cell has still to run. What students are told was said in a process in
which no hidden test has ever been: their code could read it there and put it into a message.

A cell of tests shares the process with the student's code. Whether it passed is decided outside: it
has to end with a word that is drawn for this one run, and nothing of it may have been left out.
"""

from __future__ import annotations

import ast
import base64
import builtins
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from autograder.bank.assertion_cells import (
    CellAssignment,
    TestCell,
    is_test_cell,
    messages_in,
    nbgrader_metadata,
    read_cell_assignment,
)
from autograder.bank.older_notebooks import has_nose, without_nose
from autograder.grading.plan import ATTEMPTS, Plan, made_to_fail
from autograder.grading.submission_runner import WANTS_FIGURES, WORKER_FAILURES
from autograder.ingest.notebook import Cell, Notebook, Unreadable
from autograder.ingest.official_cells import OfficialCell, recover_ids
from autograder.ingest.submissions import RawSubmission, read_submission
from autograder.results import CellProblem, ExerciseResult, Submission, SubmissionResult
from autograder.sandbox import (
    Limits,
    MemoryLimit,
    Sandbox,
    SandboxError,
    Session,
    TimeLimit,
    policy,
)
from autograder.sandbox.session import CellResult
from handbook.check.observe import CallError
from handbook.check.outcomes import Outcome

CHUNK = 384 << 10  # bytes of a data file in one request
MAX_RESTARTS = 30
SIDES = "the sides of the comparison: "  # begins a message that the grader made
LEFT, RIGHT = "_left_side", "_right_side"
MAX_SHOWN = 80
IMPORT_ERRORS = ("ImportError", "ModuleNotFoundError")


@dataclass(frozen=True)
class Step:
    """One code cell of a run: the number it has in the student's notebook, or a cell of tests."""

    source: str
    number: int = 0
    test: TestCell | None = None


@dataclass
class _Attempt:
    """What one submission has used so far, and which of its cells ended a worker."""

    left_out: dict[int, str] = field(default_factory=dict)
    errors: dict[int, CallError] = field(default_factory=dict)
    restarts: int = 0


class CellGrader:
    """One process's means to grade an assignment with cells of tests. Close it after use."""

    def __init__(self, plan: Plan) -> None:
        assert plan.cells is not None
        self.plan = plan
        self.assignment = read_cell_assignment(plan.cells)
        data = self.assignment.data
        sizes = [len(content) for content in data.values()]
        usual = Limits()
        limits = Limits(
            file_size=max([usual.file_size, *sizes]), scratch=usual.scratch + 2 * sum(sizes)
        )
        with ExitStack() as stack:
            protected = [plan.cells, *plan.protected]
            self._sandbox = stack.enter_context(
                Sandbox(limits, protected=protected, unsafe=plan.unsafe)
            )
            # Elsewhere a file would be written into a folder of this machine.
            if data and not {policy.VIEW, policy.NAMESPACES} <= set(self._sandbox.layers):
                raise SandboxError(
                    f"{plan.cells} has data files, which only the sandbox's full mode can lay out; "
                    "`autograder doctor` says what it needs"
                )
            self._open = stack.pop_all()

    @property
    def isolation(self) -> str:
        return str(self._sandbox.mode)

    def close(self) -> None:
        self._open.close()

    def __enter__(self) -> CellGrader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def grade(self, submission: Submission, raw: RawSubmission | None = None) -> SubmissionResult:
        """Grade one submission; never raises for anything a student can hand in."""
        started = time.perf_counter()
        raw = raw or read_submission(submission)
        deadline = time.monotonic() + self.plan.submission_seconds
        exercises: list[ExerciseResult] = []
        cells: list[CellProblem] = []
        repairs = list(raw.repairs)
        for name in self.assignment.notebooks:
            tests = self.assignment.tests_of(name)
            try:
                notebook = raw.notebook(name)
            except Unreadable as problem:
                text = str(problem)
                message = f"{text[:1].upper()}{text[1:]}."
                exercises += [_result(test, "not_found", message) for test in tests]
                repairs.append(text)
                continue
            repairs += notebook.repairs
            results, problems = self._grade_notebook(name, notebook, tests, deadline)
            exercises += results
            cells += problems
        return SubmissionResult(
            student=submission.student,
            assignment=submission.assignment,
            points=round(sum(e.points for e in exercises), 4),
            max_points=sum(e.max_points for e in exercises),
            seconds=round(time.perf_counter() - started, 4),
            exercises=tuple(exercises),
            repairs=tuple(dict.fromkeys(repairs)),
            key=submission.key,
            isolation=self.isolation,
            timestamp=submission.timestamp,
            content=raw.content_hash,
            cells=tuple(cells),
        )

    def _grade_notebook(
        self, name: str, notebook: Notebook, tests: Sequence[TestCell], deadline: float
    ) -> tuple[list[ExerciseResult], list[CellProblem]]:
        outcome: Outcome = "infrastructure"
        problem = ""
        for _ in range(ATTEMPTS):
            attempt = _Attempt()
            try:
                steps = merged_steps(notebook, self.assignment, name)
                results = self._results(steps, tests, attempt, deadline)
                return results, _problems(attempt)
            except SandboxError as error:
                problem = str(error)
            except (MemoryError, RecursionError) as error:  # what it returned was too much for us
                outcome, problem = made_to_fail(self.plan), type(error).__name__
            except Exception as error:  # a fault of ours, which must not cost anyone else
                problem = f"{type(error).__name__}: {error}"
        message = f"The grader failed, not the submission: {problem}"
        if outcome == "failed_twice":
            message = f"Grading it failed twice: {problem}."
        return [_result(test, outcome, message) for test in tests], []

    def _results(
        self,
        steps: Sequence[Step],
        tests: Sequence[TestCell],
        attempt: _Attempt,
        deadline: float,
    ) -> list[ExerciseResult]:
        """First all tests after all of the student's cells; those that fail, at their place."""
        own = [step for step in steps if step.test is None]
        results: dict[str, ExerciseResult] = {}
        session: Session | None = None
        try:
            for test in tests:
                session = self._loaded(own, attempt, deadline) if session is None else session
                result = self._run_test(session, test, deadline)
                if session is not None and session.ended is not None:
                    session.close()
                    session = None
                results[test.grade_id] = result
        finally:
            if session is not None:
                session.close()
        for place, step in enumerate(steps):
            if step.test is None:
                continue
            first = results[step.test.grade_id]
            if first.outcome in ("wrong", "error"):
                again = self._at_its_place(steps[:place], step.test, attempt, deadline)
                results[step.test.grade_id] = again or first
            elif first.outcome == "infrastructure":
                results[step.test.grade_id] = self._without_module(step.test, attempt, deadline)
        return [results[test.grade_id] for test in tests]

    def _at_its_place(
        self, before: Sequence[Step], test: TestCell, attempt: _Attempt, deadline: float
    ) -> ExerciseResult | None:
        """The result after the cells above it alone, with what can be told; None for want of time.

        What students have of the cell runs first, in a process without any hidden line.
        """
        seen = replace(test, source=test.visible, hidden=frozenset())
        result: ExerciseResult | None = None
        for one in (seen, test) if test.hidden else (seen,):
            session = self._loaded(before, attempt, deadline)
            if session is None:
                return result if result is not None and result.outcome != "passed" else None
            with session:
                result = self._run_test(session, one, deadline, told=one is seen)
            if result.outcome != "passed":
                return result
        return result

    def _without_module(self, test: TestCell, attempt: _Attempt, deadline: float) -> ExerciseResult:
        """Is a module that the cell imports missing, or has the submission made it so?"""
        session = self._loaded((), attempt, deadline)
        if session is not None:
            with session:
                done = session.run_cell(
                    imports_of(_runnable(test.source)), "tests", self._seconds(deadline)
                )
            if done.skipped:
                text = f"The cell of tests needs what is not installed: {done.skipped[0].message}."
                return _result(test, "infrastructure", text)
        return _result(
            test, "error", "A module of this cell of tests cannot be imported after the notebook."
        )

    def _loaded(self, steps: Sequence[Step], attempt: _Attempt, deadline: float) -> Session | None:
        """A worker in which these cells have run; None where they end every worker.

        Of a cell of tests that stands among them only what students have of it is run, and imports.
        """
        figures = any(WANTS_FIGURES.search(step.source) for step in steps)
        while attempt.restarts <= MAX_RESTARTS and time.monotonic() < deadline:
            session = self._sandbox.start(with_figures=figures)
            try:
                self._write_data(session)
                for step in steps:
                    self._run_step(session, step, attempt, deadline)
                return session
            except WORKER_FAILURES:
                session.close()
                attempt.restarts += 1
            except BaseException:
                session.close()
                raise
        return None

    def _write_data(self, session: Session) -> None:
        session.run_cell("__import__('sys').path.insert(0, '.')", "start")
        for name, content in self.assignment.data.items():
            folder = name.rpartition("/")[0]
            if folder:
                session.run_cell(f"__import__('os').makedirs({folder!r}, exist_ok=True)", "start")
            for start in range(0, max(1, len(content)), CHUNK):
                text = base64.b64encode(content[start : start + CHUNK])
                code = f"with open({name!r}, 'ab') as _file:\n"
                code += f"    _file.write(__import__('base64').b64decode({text!r}))\ndel _file"
                written = session.run_cell(code, "start")
                if written.error is not None:
                    raise SandboxError(f"{name} could not be written: {written.error.message}")

    def _run_step(self, session: Session, step: Step, attempt: _Attempt, deadline: float) -> None:
        """Run a cell; one that ends its worker is left out from then on."""
        place = step.number if step.test is None else -id(step.test)
        if place in attempt.left_out:
            return
        source = step.source if step.test is None else step.test.for_later_cells
        try:
            done = session.run_cell(_runnable(source), f"cell {place}", self._seconds(deadline))
        except WORKER_FAILURES as error:
            attempt.left_out[place] = str(error)
            raise
        if done.error is not None and step.test is None:
            attempt.errors.setdefault(place, done.error)

    def _seconds(self, deadline: float) -> float:
        return max(0.01, min(self.plan.cell_seconds, deadline - time.monotonic()))

    def _run_test(
        self, session: Session | None, test: TestCell, deadline: float, *, told: bool = False
    ) -> ExerciseResult:
        """Run a cell of tests and judge what came back; `told` as in `judged`."""
        if session is None:
            return _result(test, "time_limit", "The notebook's cells took too long.")
        word = secrets.token_hex(16)
        source = f"{_runnable(with_sides(test.source))}\nraise SystemExit({word!r})"
        try:
            done = session.run_cell(source, "tests", self._seconds(deadline))
        except TimeLimit as error:
            return _result(test, "time_limit", f"The cell of tests was ended: {error}.")
        except MemoryLimit as error:
            return _result(test, "memory_limit", f"The cell of tests was ended: {error}.")
        except WORKER_FAILURES:  # how it ended, such as its exit code, can be made to tell a test
            return _result(test, "crashed", "The process of the cell of tests was ended.")
        return judged(test, done, word, told=told)


def _runnable(source: str) -> str:
    """A cell as it can be run here: `nose` is in few environments of today."""
    return source if has_nose() else without_nose(source)


def judged(test: TestCell, done: CellResult, word: str, *, told: bool) -> ExerciseResult:
    """The result of a cell of tests that has ended; `word` is what only its end could say.

    With `told` its message may hold what the process said. Without, a hidden line has been there,
    and the message is made of texts of the instructor's alone.
    """
    error = done.error
    reached = error is not None and (error.type_name, error.message) == ("SystemExit", word)
    if reached and not done.skipped:
        return _result(test, "passed", "")
    if done.skipped:
        missing = done.skipped[0].type_name in IMPORT_ERRORS
        text = "A line of this cell of tests could not be run."
        return _result(test, "infrastructure" if missing else "error", text)
    if error is None:
        return _result(test, "crashed", "The cell of tests did not come to its end.")
    if error.type_name == "NotImplementedError":
        return _result(test, "not_started", "")
    outcome: Outcome = "wrong" if error.type_name == "AssertionError" else "error"
    return _result(test, outcome, _told(test, error) if told else _untold(test, error))


def _told(test: TestCell, error: CallError) -> str:
    """The assertion's own message; else its line, with the values of both sides."""
    if error.type_name != "AssertionError":
        return f"`{_line(test, error)}` ended with {error.type_name}: {error.message}"
    if error.message.startswith(SIDES):
        return f"`{_line(test, error)}` is not fulfilled; {error.message}"
    return error.message or f"`{_line(test, error)}` is not fulfilled"


def _untold(test: TestCell, error: CallError) -> str:
    """A message that stands in the cell as it is, or a visible line; never a value.

    The name of an error is told if it is one of Python's: others can be made of any text.
    """
    failed = "is not fulfilled"
    if error.type_name != "AssertionError":
        known = isinstance(getattr(builtins, error.type_name, None), type)
        failed = f"ended with {error.type_name if known else 'an error'}"
    elif error.message and error.message in messages_in(test.source):
        return error.message
    if error.line is not None and error.line not in test.hidden:
        return f"`{_line(test, error)}` {failed}"
    hidden = "A hidden test of this cell"
    return f"{hidden} failed." if failed == "is not fulfilled" else f"{hidden} {failed}."


def imports_of(source: str) -> str:
    """The import statements of a cell, one a line; empty for a notebook's own syntax."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return ""
    found = (node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))
    return "\n".join(ast.unparse(node) for node in found)


def _line(test: TestCell, error: CallError) -> str:
    """The text of a visible line, as the instructor wrote it."""
    lines = test.visible.split("\n")
    number = error.line or 0
    return lines[number - 1].strip() if 0 < number <= len(lines) else "a line"


def with_sides(source: str) -> str:
    """The same cell, whose comparisons without a message tell the values of both sides.

    Each side is computed once, as before, and every line keeps its number.
    """
    try:
        tree = ast.parse(source)
        made = source.encode()
        starts = _line_starts(made)
        found = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]
        # From the end, so that what is put in moves nothing that is still to be done.
        for node in sorted(found, key=lambda node: (node.lineno, node.col_offset), reverse=True):
            if node.msg is None and isinstance(node.test, ast.Compare) and len(node.test.ops) == 1:
                made = _with_sides(made, starts, node, node.test)
        ast.parse(made)
        return made.decode()
    except (SyntaxError, ValueError):  # a notebook's own syntax, or a place where it cannot be
        return source


def _line_starts(source: bytes) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def _with_sides(
    source: bytes, starts: Sequence[int], stated: ast.Assert, compared: ast.Compare
) -> bytes:
    def end_of(node: ast.expr | ast.stmt) -> int:
        return starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)

    def start_of(node: ast.expr) -> int:
        return starts[node.lineno - 1] + node.col_offset

    shown = [f"{{repr({side})[:{MAX_SHOWN}]}}" for side in (LEFT, RIGHT)]
    message = f", f'{SIDES}{' and '.join(shown)}'"
    end = end_of(stated)  # behind all brackets
    source = source[:end] + message.encode() + source[end:]
    for side, node in ((RIGHT, compared.comparators[0]), (LEFT, compared.left)):
        a, b = start_of(node), end_of(node)
        source = source[:a] + f"({side} := (".encode() + source[a:b] + b"))" + source[b:]
    return source


def merged_steps(notebook: Notebook, assignment: CellAssignment, name: str) -> list[Step]:
    """The code cells of a submitted notebook, with the instructor's in the place of locked ones.

    A locked cell that was deleted is put back after the nearest one before it.
    """
    source = assignment.notebooks[name]
    tests = {test.grade_id: test for test in assignment.tests_of(name)}
    official = {
        cell.grade_id: _official(cell) for cell in source.cells if cell.grade_id is not None
    }
    found = recover_ids(notebook, official, [cell.source for cell in source.cells]).notebook
    cells = [cell for cell in found.cells if cell.kind == "code" or cell.grade_id in tests]
    last = {cell.grade_id: i for i, cell in enumerate(cells) if cell.grade_id is not None}
    steps: list[Step] = []
    ids: list[str | None] = []
    number = 0
    for i, cell in enumerate(cells):
        number += cell.kind == "code"
        known = cell.grade_id if last.get(cell.grade_id or "") == i else None
        if cell.grade_id in tests and known is None:
            continue  # a copy of a cell of tests
        ids.append(known)
        steps.append(_step(cell, number, known, official, tests))
    order = list(official)
    for place, grade_id in enumerate(order):
        if grade_id in ids or not (official[grade_id].locked or grade_id in tests):
            continue
        if official[grade_id].kind != "code":
            continue
        earlier = set(order[:place])
        before = [i for i, known in enumerate(ids) if known in earlier]
        at = before[-1] + 1 if before else 0
        ids.insert(at, grade_id)
        number += 1
        steps.insert(at, Step(official[grade_id].source, number, tests.get(grade_id)))
    return steps


def _official(cell: Cell) -> OfficialCell:
    about = nbgrader_metadata(cell)
    locked = bool(about.get("locked") or is_test_cell(cell)) and not about.get("solution")
    return OfficialCell(cell.kind, cell.source, locked, about)


def _step(
    cell: Cell,
    number: int,
    known: str | None,
    official: Mapping[str, OfficialCell],
    tests: Mapping[str, TestCell],
) -> Step:
    if known is not None and known in official and official[known].locked:
        return Step(official[known].source, number, tests.get(known))
    return Step(cell.source, number)


def _problems(attempt: _Attempt) -> list[CellProblem]:
    def each() -> Iterator[CellProblem]:
        for number, error in attempt.errors.items():
            yield CellProblem(number, error.line, f"{error.type_name}: {error.message}")
        for number, reason in attempt.left_out.items():
            if number > 0:
                yield CellProblem(number, None, f"left out: {reason}")

    return sorted(each(), key=lambda problem: problem.cell)


def _result(test: TestCell, outcome: Outcome, message: str) -> ExerciseResult:
    points = test.points if outcome == "passed" else 0.0
    return ExerciseResult(test.function, points, test.points, outcome, None, message, ())
