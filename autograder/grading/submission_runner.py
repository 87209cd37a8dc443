"""One submission in the sandbox: its cells run, its functions ready to be called.

A worker that died (time limit, memory, crash) is replaced: the cells are run again, but for
those that end a worker, so that one endless loop does not take the other exercises with it.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from autograder.ingest.notebook import Notebook
from autograder.sandbox import Crashed, FunctionNotFound, MemoryLimit, Sandbox, Session, TimeLimit
from autograder.sandbox.policy import CellPart
from autograder.sandbox.session import Provided
from handbook.check.observe import CallError, Observation

WORKER_FAILURES = (TimeLimit, MemoryLimit, Crashed)
MAX_RESTARTS = 30
# What just keeps within each limit may not do so for ever. Far above any honest use.
CELLS_TOGETHER = 30  # times the limit of one cell, over all restarts
CALLS_TOGETHER = 20  # times the limit of one call, for each function
# Matplotlib, or a notebook's own syntax. A wrong guess costs time and nothing else. Spaces are
# looked for within a line: `\s` goes on over empty lines, once for each of them.
WANTS_FIGURES = re.compile(r"matplotlib|pyplot|figures|^[^\S\n]*[%!?]|\?[^\S\n]*$", re.MULTILINE)
AT_ONCE = 1 / 3  # of the limit of a call, for several calls that are one request
# What of a cell is tried next where it has ended its worker.
NEXT_PART: Mapping[CellPart, CellPart] = {"whole": "definitions", "definitions": "functions"}
DEFINING_WORDS = ("def ", "class ", "lambda", "import ")
Answer = TypeVar("Answer")
TOO_LONG = "the notebook took too long"


@dataclass(frozen=True)
class CellSkipped:
    """A code cell that was left out, counted from 1, or it and all after it; and why.

    `definitions_run`: what it defines was run after all, without the rest of it.
    """

    number: int
    reason: str
    and_those_after: bool = False
    definitions_run: bool = False

    def includes(self, number: int) -> bool:
        return number == self.number or (self.and_those_after and number > self.number)

    def __str__(self) -> str:
        if self.and_those_after:
            return f"code cell {self.number} and those after it were left out: {self.reason}"
        if self.definitions_run:
            return f"code cell {self.number} {self.reason}; its definitions alone were run"
        return f"code cell {self.number} {self.reason} and was left out"


def defines_something(source: str) -> bool:
    """May a cell define what others need? A wrong guess costs time and nothing else."""
    return any(word in source for word in DEFINING_WORDS)


@dataclass
class Budget:
    """The seconds that one submission may take in all, over every worker that it needs."""

    seconds: float = 120.0
    spent: float = 0.0

    @property
    def is_used_up(self) -> bool:
        return self.spent > self.seconds


class SubmissionRunner:
    """Loads a notebook into the sandbox and answers calls. Use it in a `with` statement.

    Functions that are `provided` take the place of the notebook's own of the same names; they are
    answered on this side. `own_cells` gives for a function the code cell, counted from 1, whose
    definition of it counts whatever later cells do with the name.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        notebook: Notebook,
        cell_seconds: float,
        provided: Mapping[str, Provided] | None = None,
        own_cells: Mapping[str, int] | None = None,
        budget: Budget | None = None,
    ) -> None:
        self._budget = budget or Budget()
        self._sandbox, self._cells, self._cell_seconds = sandbox, notebook.code, cell_seconds
        self.own_cells = own_cells or {}
        self._keep = {cell: function for function, cell in self.own_cells.items()}
        self._provided = provided or {}
        self._session: Session | None = None
        # The course's experiments print and plot; no function needs them to have run.
        self.experiments = frozenset(
            number
            for number, cell in enumerate(notebook.code_cells, 1)
            if cell.experiment and cell.grade_id is None
        )
        self._left_out = set(self.experiments)
        self._parts: dict[int, CellPart] = {}  # of cells that end their worker as a whole
        run = [s for n, s in enumerate(self._cells, 1) if n not in self._left_out]
        self._with_figures = any(WANTS_FIGURES.search(source) for source in run)
        self._restarts = 0
        self._seconds_in_cells = 0.0
        self._seconds_in_calls: defaultdict[str, float] = defaultdict(float)
        self.cell_errors: dict[int, CallError] = {}
        self.skipped_statements: dict[int, tuple[CallError, ...]] = {}
        self.rebound: tuple[str, ...] = ()  # of the functions that have a cell of their own
        self.skipped: list[CellSkipped] = []
        self.hidden = False  # the notebook ends whatever asks which functions it defines
        self.functions: dict[str, tuple[str, ...]] = {}

    def __enter__(self) -> SubmissionRunner:
        self._load()
        return self

    def __exit__(self, *_: object) -> None:
        self._drop()

    def call(
        self,
        function: str,
        args: Sequence[Any],
        repeat: int,
        timeout: float,
        *,
        record_side_effects: bool = True,
    ) -> Observation:
        """Call a function of the submission.

        Raises TimeLimit, MemoryLimit or Crashed; the next call finds a fresh worker.
        """
        return self._asked(
            function,
            timeout,
            lambda s: s.call(
                function,
                list(args),
                repeat=repeat,
                timeout=timeout,
                record_side_effects=record_side_effects,
            ),
        )

    def call_each(
        self,
        function: str,
        calls: Sequence[tuple[Sequence[Any], int]],
        timeout: float,
        *,
        record_side_effects: bool = True,
    ) -> list[Observation]:
        """Several calls, each of arguments and how often.

        They are one request. Where that ends the worker they are made one by one, so that each
        has the time limit of a call to itself, and the one to blame is found. Raises as `call`.
        """
        try:
            return self._asked(
                function,
                timeout,
                lambda s: s.call_each(
                    function, calls, timeout * AT_ONCE, record_side_effects=record_side_effects
                ),
            )
        except WORKER_FAILURES:
            return [
                self.call(function, a, n, timeout, record_side_effects=record_side_effects)
                for a, n in calls
            ]

    def chain(
        self,
        function: str,
        args: Sequence[Any],
        then: Sequence[Any],
        times: int,
        timeout: float,
    ) -> Observation:
        """A chain of calls, under the time limit of one. Raises as `call`."""
        return self._asked(
            function, timeout, lambda s: s.chain(function, args, then, times, timeout=timeout)
        )

    def replace_last_cell(self, source: str) -> None:
        """From now on the last cell is this one. The worker stays, with what the others defined.

        Only for code that may share a worker with what was there before: versions of our own.
        """
        self._cells = [*self._cells[:-1], source]
        self._seconds_in_calls.clear()
        last = len(self._cells)
        self._left_out.discard(last)
        self._parts.pop(last, None)
        if self._session is None or self._left_out:
            self._drop()
            self._load()
            return
        self.cell_errors.pop(last, None)
        ended = not self._run_cell(self._session, last)
        # Where it defines nothing, what was there before must not answer for it.
        if ended or last in self.cell_errors or not self._list_functions(self._session):
            self._drop()
            self._load()

    def _asked(self, function: str, timeout: float, ask: Callable[[Session], Answer]) -> Answer:
        """The answer of the worker, or of a fresh one where the last has ended."""
        if self._seconds_in_calls[function] > CALLS_TOGETHER * timeout:
            raise TimeLimit(f"{function} took more than {CALLS_TOGETHER * timeout:g} s in all")
        if self._budget.is_used_up:
            raise TimeLimit(f"the submission took more than {self._budget.seconds:g} s in all")
        if self._session is None:
            self._load()
        assert self._session is not None
        started = time.monotonic()
        try:
            return ask(self._session)
        except FunctionNotFound as error:
            # It was there before a restart; what defined it has ended its worker since.
            raise Crashed(str(error)) from error
        except WORKER_FAILURES:
            self._drop()
            raise
        finally:
            took = time.monotonic() - started
            self._seconds_in_calls[function] += took
            self._budget.spent += took

    def _load(self) -> None:
        """Run the cells in a fresh worker, leaving out each cell that ends one."""
        while True:
            self._session = self._sandbox.start(with_figures=self._with_figures)
            if self._run_cells(self._session):
                if self._list_functions(self._session):
                    if self._provided:
                        self._session.provide(self._provided)
                    return
                # What they define hides itself: nothing of it can be called.
                self._left_out.update(range(1, len(self._cells) + 1))
            self._drop()

    def _list_functions(self, session: Session) -> bool:
        try:
            defined = session.defined(restore=True)
            self.functions, self.rebound = defined.functions, defined.rebound
        except WORKER_FAILURES:
            self.hidden = True
            return False
        return True

    def _run_cells(self, session: Session) -> bool:
        self.cell_errors.clear()
        self.skipped_statements.clear()
        for number, source in enumerate(self._cells, 1):
            if number in self._left_out or not source.strip():
                continue
            too_long = self._seconds_in_cells > CELLS_TOGETHER * self._cell_seconds
            if too_long or self._budget.is_used_up:
                self._left_out.update(range(number, len(self._cells) + 1))
                self.skipped.append(CellSkipped(number, TOO_LONG, and_those_after=True))
                return True
            if not self._run_cell(session, number):
                return False
        return True

    def _run_cell(self, session: Session, number: int) -> bool:
        """Run the cell with this number; False where it ended the worker."""
        source, started = self._cells[number - 1], time.monotonic()
        try:
            result = session.run_cell(
                source,
                name=f"cell {number}",
                timeout=self._cell_seconds,
                part=self._parts.get(number, "whole"),
                keep=self._keep.get(number),
            )
        except WORKER_FAILURES as death:
            self._leave_out(number, death)
            return False
        finally:
            self._seconds_in_cells += time.monotonic() - started
            self._budget.spent += time.monotonic() - started
        if result.error is not None:
            self.cell_errors[number] = result.error
        if result.skipped:
            self.skipped_statements[number] = result.skipped
        return True

    def _leave_out(self, number: int, death: Exception) -> None:
        """Run the definitions alone of a cell that ended its worker, or next time nothing of it."""
        self._restarts += 1
        if isinstance(death, TimeLimit):
            reason = f"did not end within {self._cell_seconds:g} s"
        elif isinstance(death, MemoryLimit):
            reason = "used more memory than allowed"
        else:
            reason = "ended the process"
        if self._restarts >= MAX_RESTARTS:
            self._left_out.update(range(1, len(self._cells) + 1))
        else:
            part = NEXT_PART.get(self._parts.get(number, "whole"))
            if part is None or not defines_something(self._cells[number - 1]):
                self._left_out.add(number)
            else:
                self._parts[number] = part
        self.skipped = [skipped for skipped in self.skipped if skipped.number != number]
        self.skipped.append(
            CellSkipped(number, reason, definitions_run=number not in self._left_out)
        )

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None
