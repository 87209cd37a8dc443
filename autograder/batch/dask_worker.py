"""The worker's side of `grade --scheduler`: a Dask worker process that grades batches.

It gets the suites and the solution once (a plugin of Dask brings them, also to workers that join
later) and keeps one grader, with its sandbox, as long as the run lasts. Batches come in and
results go out as plain data.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from autograder.bank.errors import ExerciseError
from autograder.batch.process_pool import limited_memory
from autograder.batch.scheduler import ended_when_late, longest
from autograder.batch.versions import differences, versions
from autograder.grading.grader import Grader, Plan
from autograder.ingest.submissions import RawSubmission
from autograder.results import Submission, to_dict
from autograder.sandbox import SandboxError


class Workplace:
    """What one run needs on this worker: a private folder with its files, and its grader."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._busy = threading.Lock()
        self._closed = False
        self._grader: Grader | None = None

    def grade(self, plan: Mapping[str, Any], batch: Sequence[Mapping[str, Any]]) -> str:
        """The results of a batch as JSON; raises SandboxError or ExerciseError.

        Memory and time are limited as in a local process: a worker that is held up is ended, and
        Dask starts another one.
        """
        with self._busy, limited_memory():
            try:
                grader = self._ready(plan)
                results = []
                for work in batch:
                    with ended_when_late(longest(grader.plan)):
                        results.append(to_dict(_grade(grader, work)))
                return json.dumps(results)
            finally:
                if self._closed:
                    self._clean_up()

    def _ready(self, plan: Mapping[str, Any]) -> Grader:
        if self._grader is None:
            self._grader = Grader(
                Plan(
                    **plan,
                    suites=self.folder / "suites",
                    solutions=self.folder / "solutions",
                    protected=(self.folder,),
                )
            )
        return self._grader

    def close(self) -> None:
        """End the grader and remove the files, at once or when the batch at work is done."""
        self._closed = True
        if self._busy.acquire(blocking=False):
            try:
                self._clean_up()
            finally:
                self._busy.release()

    def _clean_up(self) -> None:
        grader, self._grader = self._grader, None
        if grader is not None:
            grader.close()
        shutil.rmtree(self.folder, ignore_errors=True)


# By run; a worker may serve two runs at a time, batch by batch.
_workplaces: dict[str, Workplace] = {}


class Delivery(WorkerPlugin):
    """Brings a run's files to every worker, and takes them away at its end."""

    def __init__(self, run: str, archive: bytes) -> None:
        self.name = f"autograder-{run}"
        self._run, self._archive = run, archive

    def setup(self, worker: Worker) -> None:
        # Dask removes this folder with all in it, also after a worker that was killed.
        folder = Path(tempfile.mkdtemp(prefix="autograder-", dir=worker.local_directory))
        with zipfile.ZipFile(io.BytesIO(self._archive)) as archive:
            archive.extractall(folder)
        _workplaces[self._run] = Workplace(folder)

    def teardown(self, worker: Worker) -> None:
        workplace = _workplaces.pop(self._run, None)
        if workplace is not None:
            workplace.close()


def refusal(expected: Mapping[str, str], dask_worker: Worker | None = None) -> str:
    """Why this worker must not grade, or ""."""
    worker = dask_worker or get_worker()
    if worker.state.nthreads != 1:
        return (
            f"the worker at {worker.address} runs {worker.state.nthreads} tasks at a time in one "
            "process; start it with `--nthreads 1`, and with `--nworkers` for more processes"
        )
    different = differences(expected, versions())
    if different:
        return f"the worker at {worker.address} has {different}; install the same on both"
    return ""


def grade_here(
    run: str,
    expected: Mapping[str, str],
    plan: Mapping[str, Any],
    batch: Sequence[Mapping[str, Any]],
) -> dict[str, str]:
    """Grade a batch: {"results": JSON}, or {"refused": one sentence} where it cannot be done."""
    refused = refusal(expected)
    if refused:
        return {"refused": refused}
    address = get_worker().address
    workplace = _workplaces.get(run)
    if workplace is None:
        return {"refused": f"the worker at {address} did not get the suites; start it again"}
    try:
        return {"results": workplace.grade(plan, batch)}
    except (SandboxError, ExerciseError) as error:
        return {"refused": f"the worker at {address} cannot grade: {error}"}


def _grade(grader: Grader, work: Mapping[str, Any]) -> Any:
    # The submission's folder is on the coordinator's machine; its notebook has come along.
    submission = Submission(**work["submission"], folder=Path("elsewhere"))
    return grader.grade(submission, RawSubmission(**work["raw"]))
