"""Run the hidden tests: one pytest session for many submissions.

The suites are collected once. For each submission the tests run with the fixture `student`, a
proxy whose calls are answered by the sandbox; the tests themselves never leave this process.
The session lives in a thread of its own, since pytest's loop is turned inside out: it waits for
the next submission instead of ending.
"""

from __future__ import annotations

import hashlib
import os
import queue
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import Folder
from autograder.bank.golden import golden_values
from autograder.bank.groups import VALUE
from autograder.bank.loading import nothing_compiled_is_kept
from autograder.grading.student_proxy import NotClose, Student, StudentRaised
from autograder.sandbox import Crashed, MemoryLimit, SandboxError, TimeLimit
from handbook.check.comparison import as_promised
from handbook.check.outcomes import Outcome
from handbook.check.plain_data import same

# Options and plugins that a person has set for tests of their own are not meant for the suites.
OF_OTHER_TESTS = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")

# What a grading session does not need is left out: each test is then cheap to set up.
DISABLED_PLUGINS = (
    "cacheprovider",
    "capture",
    "faulthandler",
    "junitxml",
    "logging",
    "terminal",
    "terminalprogress",
    "threadexception",
    "unraisableexception",
    "warnings",
    "xdist",
    "nbval",
    "anyio",
    "hypothesispytest",
)
OURS = {"student", "rng", "golden", "close"}


@dataclass(frozen=True)
class HiddenTest:
    """One test that an exercise's own file holds: its name, its group, where its inputs come from.

    `drawn` tells that it asks for the course's generator; `fixed` is the reason why it does not.
    """

    name: str
    group: str = VALUE
    drawn: bool = True
    fixed: str = ""


@dataclass(frozen=True)
class TestOutcome:
    """How one test ended: `passed`, `wrong`, `error`, or what ended the worker.

    `line` is the line of the test's file at which it failed.
    """

    __test__ = False

    name: str
    outcome: Outcome
    line: int | None = None


@dataclass
class _Job:
    function: str
    student: Student
    seed: str
    done: Future[list[TestOutcome]]


class SuiteRunner:
    """The pytest session of one assignment. Close it, or use it in a `with` statement."""

    def __init__(self, folders: Sequence[Folder], seed: str) -> None:
        self._seed = seed
        self._jobs: queue.Queue[_Job | None] = queue.Queue()
        self._plugin = _Plugin(folders, self._jobs)
        self._thread = threading.Thread(target=self._session, name="suites", daemon=True)
        self._thread.start()
        self.tests: dict[str, list[HiddenTest]] = self._plugin.collected.result()

    def run(self, function: str, student: Student, seed: str | None = None) -> list[TestOutcome]:
        """Run all hidden tests of one function on one submission.

        `seed` replaces the course's seed for the fixture `rng`. Raises SandboxError where the
        sandbox failed, which is no fault of the student.
        """
        job = _Job(function, student, seed or self._seed, Future())
        self._jobs.put(job)
        return job.done.result()

    def close(self) -> None:
        self._jobs.put(None)
        self._thread.join()

    def __enter__(self) -> SuiteRunner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _session(self) -> None:
        for name in OF_OTHER_TESTS:
            os.environ.pop(name, None)
        np.seterr(all="ignore")  # a test may compute with a student's nan; for this thread only
        args = [str(folder.tests) for folder in self._plugin.folders.values()]
        root = Path(args[0]).parent.parent
        options = [
            "--assert=plain",
            "--import-mode=importlib",
            f"--rootdir={root}",
            f"--confcutdir={root}",  # what lies above the suites is no business of theirs
            "-c",
            "/dev/null",
        ]
        options += [word for name in DISABLED_PLUGINS for word in ("-p", f"no:{name}")]
        try:
            with nothing_compiled_is_kept():
                code = pytest.main([*options, *args], plugins=[self._plugin])
            failure = f"pytest ended with {code!r}; run it on the suites to see why"
        except BaseException as error:
            failure = f"{type(error).__name__}: {error}"
        if not self._plugin.collected.done():
            # pytest leaves a module whose import failed in place, without what it should define.
            for name, module in list(sys.modules.items()):
                if getattr(module, "__file__", None) in args:
                    del sys.modules[name]
            problem = "; ".join(self._plugin.problems) or failure
            self._plugin.collected.set_exception(
                ExerciseError(f"the hidden tests could not be collected: {problem}")
            )


class _Plugin:
    """Collects, then answers jobs until there are no more."""

    def __init__(self, folders: Sequence[Folder], jobs: queue.Queue[_Job | None]) -> None:
        self.folders = {f.function: f for f in folders}
        self.collected: Future[dict[str, list[HiddenTest]]] = Future()
        self.problems: list[str] = []
        self._jobs = jobs
        self._plain: dict[pytest.Item, bool] = {}
        self._student: Student | None = None
        self._seed = ""

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.problems.append(f"{report.nodeid}: {report.longreprtext.splitlines()[-1]}")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.problems:
            return True
        items: dict[str, list[pytest.Item]] = {name: [] for name in self.folders}
        for item in session.items:
            items[item.path.parent.name].append(item)
            # pytest names a module after its place below the root, and would take this one for
            # the tests of other suites that have an exercise of this name.
            if (module := item.getparent(pytest.Module)) is not None:
                sys.modules.pop(module.obj.__name__, None)
        if without := [self.folders[name].tests for name, found in items.items() if not found]:
            self.problems += [f"{path} holds no test" for path in without]
            return True
        self.collected.set_result({f: [_described(i) for i in found] for f, found in items.items()})
        while (job := self._jobs.get()) is not None:
            try:
                job.done.set_result(self._run(items[job.function], job))
            except BaseException as error:
                job.done.set_exception(error)
        return True

    def _run(self, items: Sequence[pytest.Item], job: _Job) -> list[TestOutcome]:
        self._student, self._seed = job.student, job.seed
        results: list[TestOutcome] = []
        fatal: Outcome | None = None
        for item, following in zip(items, [*items[1:], None], strict=True):
            if fatal is not None:
                results.append(TestOutcome(item.name, fatal))
                continue
            error = self._run_item(item, following)
            outcome = _outcome(error)
            if outcome in ("time_limit", "memory_limit", "crashed"):
                # Each further test would most likely end the same way, and slowly.
                fatal = outcome
                item.session._setupstate.teardown_exact(None)  # does nothing if nothing is set up
            results.append(TestOutcome(item.name, outcome, _line(item, error)))
        return results

    def _run_item(self, item: pytest.Item, following: pytest.Item | None) -> Exception | None:
        """Run one test; returns the exception that ended it.

        A test that asks for our own fixtures alone is a plain function call. Any other one is
        set up and torn down by pytest, at many times the cost.
        """
        ours = self._own_arguments(item)
        if ours is None:
            return self._run_by_pytest(item, following)
        try:
            item.obj(**ours)  # type: ignore[attr-defined]
        except Exception as error:
            return error
        except BaseException as error:  # such as pytest.fail
            return RuntimeError(f"{type(error).__name__}: {error}")
        return None

    def _own_arguments(self, item: pytest.Item) -> dict[str, Any] | None:
        """The arguments of a test whose fixtures are all ours, or parameters; else None."""
        if item not in self._plain:
            self._plain[item] = _is_plain(item)
        if not self._plain[item]:
            return None
        function = cast("pytest.Function", item)
        arguments = dict(function.callspec.params) if hasattr(function, "callspec") else {}
        for name in function._fixtureinfo.argnames:
            if name == "student":
                arguments[name] = self._student
            elif name == "rng":
                arguments[name] = generator(self._seed, item.name)
            elif name == "golden":
                arguments[name] = golden_values(item.path.parent)
            elif name == "close":
                arguments[name] = self._close_of(item)
        return arguments

    def _run_by_pytest(self, item: pytest.Item, following: pytest.Item | None) -> Exception | None:
        """Set up, run and tear down one test.

        pytest's own protocol does the same and reports each phase through a dozen hooks that
        nobody listens to here, at four times the cost.
        """
        state = item.session._setupstate
        item._initrequest()  # type: ignore[attr-defined]  # fresh fixtures, as for a first run
        ended: Exception | None = None
        try:
            state.setup(item)  # its module, its fixtures
            item.runtest()
        except Exception as error:
            ended = error
        except BaseException as error:  # pytest's own, such as a failed fixture
            ended = RuntimeError(f"{type(error).__name__}: {error}")
        finally:
            state.teardown_exact(following)
        return ended

    def _close_of(self, item: pytest.Item) -> Callable[..., None]:
        """`close` with the tolerance of the item's exercise.

        Types are judged by a test of their own: a list of numbers is close to an array.
        """
        folder = self.folders[item.path.parent.name]

        def close(
            got: Any, want: Any, rtol: float | None = None, atol: float | None = None
        ) -> None:
            rtol = folder.rtol if rtol is None else rtol
            atol = folder.atol if atol is None else atol
            if not same(as_promised(got, want), want, rtol=rtol, atol=atol):
                raise NotClose(got, want)

        return close

    @pytest.fixture
    def student(self) -> Student:
        assert self._student is not None
        return self._student

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        return generator(self._seed, request.node.name)

    @pytest.fixture
    def golden(self, request: pytest.FixtureRequest) -> Mapping[str, Any]:
        return golden_values(request.node.path.parent)

    @pytest.fixture
    def close(self, request: pytest.FixtureRequest) -> Callable[..., None]:
        return self._close_of(request.node)


def _line(item: pytest.Item, error: Exception | None) -> int | None:
    """The line of the item's file that raised."""
    found = None
    trace = error.__traceback__ if error is not None else None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(item.path):
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def _described(item: pytest.Item) -> HiddenTest:
    function = getattr(item, "obj", None)
    wanted = getattr(getattr(item, "_fixtureinfo", None), "argnames", ())
    return HiddenTest(
        item.name,
        getattr(function, "group", VALUE),
        drawn="rng" in wanted,
        fixed=getattr(function, "fixed", ""),
    )


def _is_plain(item: pytest.Item) -> bool:
    """Is a test a function whose fixtures are all ours or its parameters, without marks that
    change how it runs?"""
    if type(item) is not pytest.Function or item.cls is not None:
        return False
    parameters = set(item.callspec.params) if hasattr(item, "callspec") else set()
    marks = {mark.name for mark in item.iter_markers()}
    # The names asked for by its signature, by marks, or by fixtures for everybody.
    wanted = set(item._fixtureinfo.initialnames)
    return wanted <= OURS | parameters and marks <= {"parametrize"}


def _outcome(error: Exception | None) -> Outcome:
    if error is None:
        return "passed"
    if isinstance(error, SandboxError):
        raise error
    for kind, outcome in (
        (TimeLimit, "time_limit"),
        (MemoryLimit, "memory_limit"),
        (Crashed, "crashed"),
    ):
        if isinstance(error, kind):
            return outcome  # type: ignore[return-value]
    return "error" if isinstance(error, StudentRaised) else "wrong"


def generator(seed: str, *names: str) -> np.random.Generator:
    """A generator of its own for each name, reproducible from the course's secret seed."""
    digest = hashlib.sha256("\0".join((seed, *names)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))
