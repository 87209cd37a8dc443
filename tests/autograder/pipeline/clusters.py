"""A Dask scheduler and workers on the loopback, as processes of their own, for the tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from tests.patience import HANGS

# A test's cluster talks to the loopback only and serves no pages.
GRACE = 20  # seconds to end by itself, before it is killed
SCHEDULER = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
WORKER = ["--host", "127.0.0.1", "--no-dashboard", "--nworkers", "1"]
READY = re.compile(rb"Scheduler at: +(tcp://127\.0\.0\.1:\d+)")


class DaskCluster:
    """A scheduler with workers that can be killed. Use it in a `with` statement."""

    def __init__(self, folder: Path, workers: int = 0, allowed_failures: int = 3) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(allowed_failures),
        }
        self._files: list[IO[bytes]] = []
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", SCHEDULER)
        self.address = self._address()
        for _ in range(workers):
            self.add_worker()

    def add_worker(self, threads: int = 1, nanny: bool = False) -> subprocess.Popen[bytes]:
        """Start one worker process, without Dask's nanny unless it is asked for."""
        more = ["--nthreads", str(threads), *([] if nanny else ["--no-nanny"])]
        scratch = ["--local-directory", str(self._folder)]
        process = self._start(
            f"worker-{len(self.processes)}", ["worker", self.address, *WORKER, *scratch, *more]
        )
        self.processes.append(process)
        return process

    def _start(self, name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
        log = (self._folder / f"{name}.log").open("wb")
        self._files.append(log)
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=self._folder,
            env=self._environment,
        )

    def _address(self) -> str:
        deadline = time.monotonic() + HANGS
        log = self._folder / "scheduler.log"
        while time.monotonic() < deadline and self.scheduler.poll() is None:
            found = READY.search(log.read_bytes())
            if found:
                return found[1].decode()
            time.sleep(0.05)
        raise AssertionError(f"the scheduler did not start: {log.read_text()[-2000:]}")

    def logs(self) -> str:
        return "\n".join(p.read_text()[-1500:] for p in sorted(self._folder.glob("*.log")))

    def close(self) -> None:
        for process in [*self.processes, self.scheduler]:
            process.terminate()
        for process in [*self.processes, self.scheduler]:
            with suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
            process.kill()
            process.wait()
        for file in self._files:
            file.close()

    def __enter__(self) -> DaskCluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
