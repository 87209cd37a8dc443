"""A worker of a cluster grades under the limits of a local process, and gives them back."""

import resource

import pytest

from autograder.batch.process_pool import WORKER_MEMORY
from autograder.grading.grader import Plan

dask_worker = pytest.importorskip("autograder.batch.dask_worker")

WORK = {
    "submission": {"student": "ada", "assignment": "a"},
    "raw": {"content": b"", "file_name": "a.ipynb"},
}


class Recording:
    """In place of a grader: notes the limits that hold while it grades."""

    plan = Plan("a", "a secret seed", submission_seconds=7.0)

    def __init__(self, seen):
        self.seen = seen

    def grade(self, submission, raw):
        self.seen.append((submission.student, resource.getrlimit(resource.RLIMIT_AS)[0]))
        raise MemoryError

    def close(self):
        pass


def test_memory_and_time_are_limited_for_as_long_as_a_batch_is_graded(tmp_path, monkeypatch):
    seen, watched = [], []

    def watch(seconds):
        watched.append(seconds)
        return original(seconds)

    original = dask_worker.ended_when_late
    monkeypatch.setattr(dask_worker, "ended_when_late", watch)
    before = resource.getrlimit(resource.RLIMIT_AS)
    place = dask_worker.Workplace(tmp_path)
    place._grader = Recording(seen)
    with pytest.raises(MemoryError):
        place.grade({}, [WORK])
    [(student, limit)] = seen
    assert student == "ada"
    assert WORKER_MEMORY < limit < WORKER_MEMORY + (1 << 40)
    assert watched == [2 * 7.0 + 30.0]
    assert resource.getrlimit(resource.RLIMIT_AS) == before
