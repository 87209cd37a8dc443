"""`grade --scheduler`: other processes grade, and the results are those of this machine."""

import io
import json
import shutil
import signal
import subprocess
import time
import zipfile
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.bank.exercise import SUITES as COURSE_SUITES
from autograder.bank.exercise import load_assignment
from autograder.bank.solution import SOLUTIONS as COURSE_SOLUTIONS
from autograder.bank.solution import load_reference
from autograder.batch import dask_executor
from autograder.batch.dask_executor import Cluster, ClusterError
from autograder.batch.scheduler import grade_all, grade_batch
from autograder.batch.versions import differences, versions
from autograder.cli.app import app
from autograder.course.directory import open_course
from autograder.course.settings import load_settings
from autograder.grading.grader import Plan
from autograder.ingest.submissions import find_submissions
from tests.autograder.pipeline.clusters import DaskCluster
from tests.autograder.pipeline.conftest import PYTHON, autograder
from tests.patience import HANGS

pytestmark = pytest.mark.slow

BASELINE = Path("benchmarks") / "baseline"
SUITES, SOLUTIONS = BASELINE / "suites", BASELINE / "solutions"
BOTH = ["--suites", str(SUITES), "--solutions", str(SOLUTIONS)]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A class with folders that hold no notebook, or too many; graded on this machine."""
    root = tmp_path_factory.mktemp("local") / "course"
    autograder("class", "--students", "14", "--course", root, *BOTH)
    nothing = root / "submitted" / "t0001" / "baseline"
    nothing.mkdir(parents=True)
    several = root / "submitted" / "t0002" / "baseline"
    several.mkdir(parents=True)
    for name in ("a.ipynb", "b.ipynb"):
        shutil.copy(root / "submitted" / "s0001" / "baseline" / "baseline.ipynb", several / name)
    autograder("grade", "baseline", "--course", root, "--json", root / "results.json", *BOTH)
    return root


@pytest.fixture
def ungraded(course, tmp_path):
    """The same class with the same seed, not graded yet."""
    root = tmp_path / "course"
    root.mkdir()
    shutil.copytree(course / "submitted", root / "submitted")
    shutil.copy(course / "autograder.toml", root)
    return root


@pytest.fixture
def plan(course):
    settings = load_settings(open_course(course))
    return Plan("baseline", settings.seed, suites=SUITES, solutions=SOLUTIONS)


def submissions(root, pattern="*"):
    return find_submissions(open_course(root), "baseline", pattern)


def test_what_is_sent_to_a_worker_makes_the_same_reference(tmp_path):
    archive = dask_executor.packed_files("optimizers", COURSE_SUITES, COURSE_SOLUTIONS)
    zipfile.ZipFile(io.BytesIO(archive)).extractall(tmp_path)
    folders = load_assignment("optimizers", tmp_path / "suites")
    there = load_reference("optimizers", folders, tmp_path / "solutions")
    here = load_reference("optimizers", load_assignment("optimizers"))
    assert there.assembled
    assert there.text == here.text


def without_times(path):
    document = json.loads(path.read_text())
    for part in (document, *document["submissions"]):
        del part["seconds"]
    return document


def journal_lines(root):
    path = root / ".autograder" / "baseline.journal"
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.mark.parametrize(
    "allowed_failures",
    [
        pytest.param(3, id="dask tries again", marks=pytest.mark.deep),
        pytest.param(0, id="we try again"),
    ],
)
def test_results_equal_the_local_ones_though_a_worker_is_killed(
    course, ungraded, tmp_path, allowed_failures
):
    folder = tmp_path / "dask"
    folder.mkdir()
    with DaskCluster(folder, 2, allowed_failures) as dask:
        dask.add_worker(nanny=True)  # as `dask worker` starts them by default
        command = [*PYTHON, "grade", "baseline", "--course", str(ungraded), *BOTH]
        command += ["--scheduler", dask.address, "--json", str(ungraded / "results.json")]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while run.poll() is None and journal_lines(ungraded) < 1:
            time.sleep(0.01)
        dask.processes[0].send_signal(signal.SIGKILL)
        said, _ = run.communicate(timeout=HANGS)
        assert run.returncode == 0, said + dask.logs()
        assert dask.processes[0].wait(HANGS) == -signal.SIGKILL
        assert journal_lines(ungraded) >= len(submissions(course))
    assert without_times(ungraded / "results.json") == without_times(course / "results.json")


def test_the_suites_are_taken_away_from_the_workers_at_the_end(course, plan, tmp_path):
    with DaskCluster(tmp_path, 1) as dask:
        with Cluster(dask.address, plan) as workers:
            [result] = workers.submit(grade_batch, plan, submissions(course, "s0001")).result(HANGS)
            [folder] = tmp_path.glob("dask-scratch-space/*/autograder-*")
            assert folder.stat().st_mode & 0o077 == 0
            assert (folder / "suites" / "baseline" / "relu" / "test_relu.py").is_file()
        assert result.points == 20
        assert not list(tmp_path.glob("dask-scratch-space/*/autograder-*"))


def test_a_worker_that_runs_several_tasks_at_a_time_is_refused(ungraded, tmp_path):
    with DaskCluster(tmp_path) as dask:
        dask.add_worker(threads=2)
        scheduler = ["--scheduler", dask.address]
        command = ["grade", "baseline", "--course", ungraded, *BOTH, *scheduler]
        done = autograder(*command, check=False)
    assert done.returncode == 1
    assert "runs 2 tasks at a time in one process; start it with `--nthreads 1`" in done.stderr


def test_a_scheduler_without_workers_or_with_unlike_or_lost_ones_is_an_error(
    course, plan, tmp_path, monkeypatch
):
    with DaskCluster(tmp_path) as dask:
        with pytest.raises(ClusterError, match=r"has no worker; start some with `dask worker"):
            Cluster(dask.address, plan, workers_seconds=0.5)
        worker = dask.add_worker()
        monkeypatch.setattr(dask_executor, "versions", lambda: {**versions(), "NumPy": "1.0"})
        with pytest.raises(ClusterError, match=r"has NumPy [\d.]+ \(here 1\.0\); install the same"):
            Cluster(dask.address, plan)
        monkeypatch.undo()
        with Cluster(dask.address, plan, workers_seconds=3) as workers:
            worker.kill()
            worker.wait()
            future = workers.submit(grade_batch, plan, submissions(course, "s0001"))
            with pytest.raises(ClusterError, match="has had no worker for 3 s"):
                future.result(HANGS)


def test_an_address_without_a_scheduler_is_an_error(plan, monkeypatch):
    monkeypatch.setattr(dask_executor, "CONNECT_SECONDS", 0.5)
    with pytest.raises(ClusterError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        Cluster("tcp://127.0.0.1:9", plan)
    with pytest.raises(ClusterError, match=r"'nonsense://x' is no address of a scheduler"):
        Cluster("nonsense://x", plan)


def test_workers_and_scheduler_exclude_each_other():
    done = CliRunner().invoke(app, ["grade", "--workers", "2", "--scheduler", "tcp://127.0.0.1:9"])
    assert done.exit_code == 2
    assert "--workers is for this machine" in done.stderr


def test_versions_that_differ_are_named_with_both_sides():
    here = {"Python": "3.12", "NumPy": "2.2.0", "autograder": "abc"}
    assert differences(here, here) == ""
    there = {"Python": "3.11", "NumPy": "2.2.0"}
    assert differences(here, there) == "Python 3.11 (here 3.12), autograder missing (here abc)"


class Deadly(Executor):
    """An executor whose worker dies of one student's submission, whoever else is in the batch."""

    def __init__(self, student):
        self._student = student

    def submit(self, fn, plan, batch):
        future = Future()
        if any(s.student == self._student for s in batch):
            future.set_exception(BrokenExecutor("died"))
        else:
            future.set_result(fn(plan, batch))
        return future


def test_a_submission_that_kills_its_worker_every_time_is_reported_as_ours(course, plan):
    chosen = submissions(course, "s000*")
    results = {
        result.student: result
        for batch in grade_all(plan, chosen, executor=Deadly("s0004"))
        for result in batch
    }
    assert set(results) == {s.student for s in chosen}
    ours = {s: r.exercises[0].message for s, r in results.items() if r.failed_by_us}
    assert ours == {"s0004": "The grader failed, not the submission: its process ended twice."}
    local = {
        s["student"]: s for s in json.loads((course / "results.json").read_text())["submissions"]
    }
    assert all(results[s].points == local[s]["points"] for s in results if s != "s0004")
