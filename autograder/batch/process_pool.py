"""The processes of a pool: forked from a server that has loaded the grader, and sure to end."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver, get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from autograder.sandbox.lockdown import PR_SET_PDEATHSIG

WORKER_MEMORY = 4 << 30  # bytes of address space beyond what a worker starts with
GRACE = 10.0  # seconds for a worker to close its sandbox
PRELOADED = [
    "__main__",
    "autograder.batch.scheduler",
]  # loaded by the server, once for all its processes


def start_server() -> None:
    """Start the server that forks the processes; it loads the grader while the caller goes on."""
    get_context("forkserver").set_forkserver_preload(PRELOADED)
    forkserver.ensure_running()


@contextmanager
def process_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes that end with this one, however it ends.

    One that was killed while it waited for work holds a lock for which the others wait for ever.
    Those that do not end by themselves are therefore killed: all that they did has come back.
    """
    start_server()
    pool = ProcessPoolExecutor(workers, mp_context=get_context("forkserver"), initializer=_prepare)
    try:
        yield pool
    finally:
        processes = {p.sentinel: p for p in (pool._processes or {}).values()}
        manager: Any = pool._executor_manager_thread
        pool.shutdown(wait=False, cancel_futures=True)
        deadline = time.monotonic() + GRACE
        while processes and time.monotonic() < deadline:
            for sentinel in wait(list(processes), deadline - time.monotonic()):
                del processes[sentinel]  # type: ignore[arg-type]
        for process in processes.values():
            process.kill()
        if manager is not None:
            manager.join()


def _prepare() -> None:
    _end_with_parent()
    limit_memory()


@contextmanager
def limited_memory() -> Iterator[None]:
    """As `limit_memory`, for as long as the block lasts: in a process that is not ours alone."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    limit_memory()
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def limit_memory() -> None:
    """From now on this process may take so much more address space; a larger request fails.

    The tests compute with what a submission returned. What this makes too large is then an error
    of one test and not the end of the machine.
    """
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + WORKER_MEMORY
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard) if hard < 0 else (min(limit, hard), hard))


def _end_with_parent() -> None:
    """End this process with the one that started it; it would else wait for work for ever.

    The kernel ends it with its parent, the server. That one does not end while processes of it
    live, so each of them watches the process that started it, too.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_end_after, args=[parent_process()], daemon=True).start()


def _end_after(process: Any) -> None:
    process.join()
    os.kill(os.getpid(), signal.SIGKILL)
