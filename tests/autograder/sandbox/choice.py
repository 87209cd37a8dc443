"""Prints, as JSON, which mode a sandbox chooses where this program runs.

    python choice.py [unsafe | killed]

With `killed` a grader is killed in the middle of an endless call, and what is printed is how
many processes it left behind.
"""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from autograder.sandbox import Sandbox, SandboxError
from tests.autograder.sandbox.corpus import descendants
from tests.patience import HANGS

GRADER = """
from autograder.sandbox import Sandbox
with Sandbox() as sandbox, sandbox.start() as idle, sandbox.start() as session:
    session.run_cell("def f():\\n    while True:\\n        pass\\n")
    session.run_cell("import threading\\nthreading.Thread(target=f).start()")
    print("started", flush=True)
    session.call("f", [], timeout=1_800)
"""


def choose(unsafe: bool) -> dict[str, object]:
    try:
        with Sandbox(unsafe=unsafe) as sandbox, sandbox.start() as session:
            session.run_cell("def double(x):\n    return 2 * x")
            assert session.call("double", [4.0]).value == 8.0
            return {
                "mode": sandbox.mode,
                "layers": sandbox.layers,
                "missing": [dataclasses.asdict(layer) for layer in sandbox.missing],
                "says": sandbox.says,
            }
    except SandboxError as error:
        return {"refused": str(error)}


def kill_a_grader() -> dict[str, object]:
    grader = subprocess.Popen([sys.executable, "-c", GRADER], stdout=subprocess.PIPE, text=True)
    assert grader.stdout is not None
    assert grader.stdout.readline() == "started\n"
    started = descendants(grader.pid)
    assert len(started) >= 3
    os.kill(grader.pid, signal.SIGKILL)
    grader.wait()
    deadline = time.monotonic() + HANGS
    while time.monotonic() < deadline and any(_runs(pid) for pid in started):
        time.sleep(0.02)
    return {"left": sum(_runs(pid) for pid in started)}


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # ended, and waiting for whoever inherited it


if __name__ == "__main__":
    arguments = sys.argv[1:]
    print(json.dumps(kill_a_grader() if "killed" in arguments else choose("unsafe" in arguments)))
