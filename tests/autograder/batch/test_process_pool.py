"""The pool of workers ends when its work is done, whatever became of a worker."""

import os
import re
import signal
from concurrent.futures.process import BrokenProcessPool

import numpy as np
import pytest

from autograder.batch import process_pool
from autograder.batch.scheduler import ended_when_late


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


def outer_difference(count):
    """What a test makes of two answers whose shapes meet: the memory of count squared."""
    column = np.zeros((count, 1))
    try:
        return (column - column.T).nbytes
    except MemoryError:
        return "refused"


def busy_in_c(seconds):
    with ended_when_late(seconds):
        return re.match("(a|a)*b", "a" * 40)


def test_a_worker_refuses_memory_without_end_and_lives_on():
    with process_pool.process_pool(1) as pool:
        assert pool.submit(outer_difference, 100_000).result() == "refused"
        assert pool.submit(outer_difference, 100).result() == 80_000


def test_a_worker_that_is_held_up_by_what_it_computes_is_ended():
    with process_pool.process_pool(1) as pool, pytest.raises(BrokenProcessPool):
        pool.submit(busy_in_c, 0.5).result()


def test_work_that_is_done_in_time_is_left_alone():
    with process_pool.process_pool(1) as pool:
        assert pool.submit(abs, -1).result() == 1
        with ended_when_late(60.0):
            assert pool.submit(abs, -2).result() == 2
