"""The pool of workers ends when its work is done, whatever became of a worker."""

import os
import signal

import pytest

from autograder.batch import process_pool


@pytest.mark.parametrize("which", [0, 1])
def test_a_worker_killed_while_it_waits_for_work_does_not_keep_the_run_from_ending(
    monkeypatch, which
):
    monkeypatch.setattr(process_pool, "GRACE", 2.0)
    with process_pool.process_pool(2) as pool:
        assert sum(pool.map(abs, range(-20, 0))) == 210
        workers = list(pool._processes.values())
        os.kill(workers[which].pid, signal.SIGKILL)
    assert not any(worker.is_alive() for worker in workers)
