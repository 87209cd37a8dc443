"""The coordinator's side of `grade --scheduler`: an executor whose work is done by Dask workers.

    with Cluster("tcp://10.0.0.1:8786", plan) as cluster:
        for batch in grade_all(plan, submissions, executor=cluster): ...

The workers share no file system with us. Suites and solution are sent to each once; a batch
carries its notebooks; results come back as JSON. Only the coordinator reads the course and writes
its journal and its gradebook.
"""

from __future__ import annotations

import io
import json
import threading
import uuid
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.batch.scheduler import grade_batch
from autograder.batch.versions import versions
from autograder.errors import CourseError
from autograder.grading.grader import Plan
from autograder.ingest.submissions import read_submission
from autograder.results import Submission, SubmissionResult, from_dict

CONNECT_SECONDS = 15.0
# A cluster may need minutes to start its first worker, or a new one where all have gone.
WORKERS_SECONDS = 300.0
IN_FLIGHT = 3  # batches a worker, so that none waits for the next one to be packed
SUFFIXES = (".py", ".toml", ".json", ".ipynb", ".md")
LOCAL = ("suites", "solutions", "protected")  # a plan's paths, which mean nothing elsewhere


class ClusterError(CourseError):
    """The scheduler or its workers cannot be used; the message says what to do. What was graded
    is in the journal, so that the same command goes on from there."""


class Cluster(Executor):
    """Grades batches on the workers of a Dask scheduler. Use it in a `with` statement.

    The only call that it takes is `submit(grade_batch, plan, batch)`, with the plan it was opened
    with. A batch whose workers keep dying ends with BrokenExecutor, as in a local pool of
    processes. Raises ClusterError.
    """

    def __init__(
        self, address: str, plan: Plan, *, workers_seconds: float = WORKERS_SECONDS
    ) -> None:
        self._address, self._plan, self._patience = address, plan, workers_seconds
        self._run = uuid.uuid4().hex
        self._waiting: set[Future[list[SubmissionResult]]] = set()
        self._ended = threading.Event()
        self._workers = 0
        self._client = _connect(address)
        try:
            self._wait_for_a_worker()
            self._refuse_unlike()
            self._deliver()
            self._workers = self._count_workers()
        except BaseException:
            self._client.close(timeout=2)
            raise
        # Batches are told apart by what is in them; a batch of which a worker died is no failure
        # of the batch: Dask tries it elsewhere, and gives up after `allowed-failures` deaths.
        self._executor: Executor = self._client.get_executor(pure=False)
        self._watch = threading.Thread(target=self._watch_workers, name="cluster", daemon=True)
        self._watch.start()

    @property
    def slots(self) -> int:
        """How many batches it pays to have under way; it grows as workers join."""
        return IN_FLIGHT * max(1, self._workers)

    def submit(  # type: ignore[override]
        self, fn: Callable[..., Any], plan: Plan, batch: Sequence[Submission], /
    ) -> Future[list[SubmissionResult]]:
        """Send a batch; its results are as `grade_batch` would return them."""
        from autograder.batch.dask_worker import grade_here

        if fn is not grade_batch or plan != self._plan:
            raise TypeError("a cluster grades batches of the plan it was opened with")
        outer: Future[list[SubmissionResult]] = Future()
        outer.set_running_or_notify_cancel()
        sent = [_packed(submission) for submission in batch]
        inner = self._executor.submit(
            grade_here, self._run, dict(versions()), _portable(plan), sent
        )
        self._waiting.add(outer)
        inner.add_done_callback(lambda done: self._pass_on(done, outer, batch))
        return outer

    def _pass_on(
        self,
        inner: Future[dict[str, str]],
        outer: Future[list[SubmissionResult]],
        batch: Sequence[Submission],
    ) -> None:
        try:
            outcome: list[SubmissionResult] | BaseException = _unpacked(inner.result(), batch)
        except (Exception, CancelledError) as error:
            outcome = self._explained(error)
        self._waiting.discard(outer)
        with suppress(Exception):  # given up by the watch in the meantime
            if isinstance(outcome, BaseException):
                outer.set_exception(outcome)
            else:
                outer.set_result(outcome)

    def _explained(self, error: BaseException) -> BaseException:
        from distributed import KilledWorker

        if isinstance(error, ClusterError):
            return error
        if isinstance(error, KilledWorker):
            return BrokenExecutor("the workers that had this batch died")
        if isinstance(error, CancelledError):
            return ClusterError(
                f"the connection to the scheduler at {self._address} was lost; run the same "
                "command again when it is back"
            )
        return ClusterError(
            f"a worker of {self._address} failed with {type(error).__name__}: {error}"
        )

    def _wait_for_a_worker(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
        except TimeoutError:
            raise ClusterError(
                f"the scheduler at {self._address} has no worker; start some with `dask worker "
                f"{self._address} --nthreads 1`"
            ) from None

    def _refuse_unlike(self) -> None:
        """Refuse before the first batch what a worker would refuse later."""
        from autograder.batch.dask_worker import refusal

        try:
            answers = self._client.run(refusal, dict(versions()))
        except Exception as error:
            raise ClusterError(
                f"a worker of {self._address} cannot load the autograder ({error}); install this "
                "project, the same version, wherever a worker runs"
            ) from None
        for refused in filter(None, answers.values()):
            raise ClusterError(refused)

    def _deliver(self) -> None:
        from autograder.batch.dask_worker import Delivery

        plan = self._plan
        archive = packed_files(plan.assignment, plan.suites, plan.solutions)
        self._client.register_plugin(Delivery(self._run, archive))

    def _count_workers(self) -> int:
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    def _watch_workers(self) -> None:
        """Where no worker is left for too long, end what waits: it would wait for ever."""
        alone = 0.0
        while not self._ended.wait(1.0):
            try:
                self._workers = self._count_workers()
            except Exception:  # no answer from the scheduler
                self._workers = 0
            alone = 0.0 if self._workers else alone + 1.0
            if alone < self._patience:
                continue
            gone = ClusterError(
                f"the scheduler at {self._address} has had no worker for {self._patience:g} s; "
                "start some and run the same command again"
            )
            for future in list(self._waiting):
                self._waiting.discard(future)
                with suppress(Exception):  # finished in the meantime
                    future.set_exception(gone)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Give up what is under way, take the files from the workers, and leave the scheduler."""
        if self._ended.is_set():
            return
        self._ended.set()
        with suppress(Exception):  # the scheduler may be gone; nothing of ours is lost by it
            self._executor.shutdown(wait=False)
            self._client.unregister_worker_plugin(f"autograder-{self._run}")
        self._client.close(timeout=5)
        self._watch.join()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(
            "`--scheduler` needs Dask, which is not installed; install this project with its "
            "extra `scale`"
        ) from None
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except ValueError as error:
        raise ClusterError(
            f"{address!r} is no address of a scheduler ({error}); they look like "
            "tcp://10.0.0.1:8786, or tls://… with Dask's own settings"
        ) from None
    except (OSError, TypeError, RuntimeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ClusterError(
            f"no scheduler answers at {address} ({reason}); start one with `dask scheduler`"
        ) from None


def packed_files(assignment: str, suites: Path, solutions: Path) -> bytes:
    """The suites and the solution of an assignment as a zip, laid out as on this machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, root in (("suites", suites), ("solutions", solutions)):
            for path in sorted((root / assignment).rglob("*")):
                if path.is_file() and path.suffix in SUFFIXES:
                    archive.write(path, f"{name}/{path.relative_to(root)}")
    return buffer.getvalue()


def _portable(plan: Plan) -> dict[str, Any]:
    return {f.name: getattr(plan, f.name) for f in fields(plan) if f.name not in LOCAL}


def _packed(submission: Submission) -> dict[str, Any]:
    own = {f.name: getattr(submission, f.name) for f in fields(submission) if f.name != "folder"}
    return {"submission": own, "raw": asdict(read_submission(submission))}


def _unpacked(answer: dict[str, str], batch: Sequence[Submission]) -> list[SubmissionResult]:
    """The results in an answer; raises ClusterError where they are not those of the batch."""
    if "refused" in answer:
        raise ClusterError(answer["refused"])
    try:
        results = [from_dict(data) for data in json.loads(answer["results"])]
    except (KeyError, TypeError, ValueError) as error:
        raise ClusterError(f"a worker's answer cannot be read ({error})") from error
    if [(r.student, r.key) for r in results] != [(s.student, s.key) for s in batch]:
        raise ClusterError("a worker answered for other submissions than it was asked about")
    return results
