"""Runs the submissions of `tests/autograder/hostile`, or some: prints as JSON what became of each.

    python corpus.py [NAME…]

Each defines `double(x)`, right only if it returns `2 * x` for an array, and has at hand the
names CANARY (a file that any user may read and write), SUITES (the hidden suites) and GRADER
(the process id of this program). Its first line names the outcome that it must get.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

import numpy as np

import autograder
from autograder.sandbox import Crashed, FunctionNotFound, Limits, MemoryLimit, Sandbox, TimeLimit
from handbook.check.plain_data import same
from tests.patience import HANGS

HOSTILE = Path(__file__).resolve().parents[1] / "hostile"
CANARY_TEXT = "untouched"
TIMEOUT = float(HANGS)
SHORT_TIMEOUT = 0.4  # for those that are to reach it
MEMORY = 512 << 20
X = np.array([1.0, -2.5, 4.0])
HONEST = "def double(x):\n    return x + x\n"


def submissions(names: Collection[str] = ()) -> list[Path]:
    """The files of these names; all where there is no name."""
    return sorted(path for path in HOSTILE.glob("*.py") if not names or path.stem in names)


def expected_outcomes(path: Path) -> list[str]:
    """What the first line allows, such as `error PermissionError`; `error` alone means any."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    return first.removeprefix("# expect: ").split(" or ")


def outcome(sandbox: Sandbox, preamble: str, source: str, timeout: float = TIMEOUT) -> str:
    """Grade a submission by two calls of `double`: passed, wrong, error TYPE, time_limit, ..."""
    with sandbox.start() as session:
        try:
            session.run_cell(preamble, "preamble", timeout=timeout)
            session.run_cell(source, "cell 1", timeout=timeout)
            for _ in range(2):
                seen = session.call("double", [X], timeout=timeout)
                if seen.error is not None:
                    return f"error {seen.error.type_name}"
                if not same(seen.value, 2 * X):
                    return "wrong"
        except TimeLimit:
            return "time_limit"
        except MemoryLimit:
            return "memory_limit"
        except Crashed:
            return "crashed"
        except FunctionNotFound:
            return "not_found"
    return "passed"


def descendants(pid: int) -> list[int]:
    """The processes below this one."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended
                continue
            parents[int(entry)] = int(fields[1])
    below, found = [pid], []
    while below:
        parent = below.pop()
        children = [child for child, its_parent in parents.items() if its_parent == parent]
        found += children
        below += children
    return found


def main(*names: str) -> None:
    with tempfile.TemporaryDirectory(prefix="handbook-canary-") as name:
        folder = Path(name)
        folder.chmod(0o777)
        canary = folder / "canary"
        canary.write_text(CANARY_TEXT)
        canary.chmod(0o666)
        suites = Path(autograder.__file__).parent / "suites"
        preamble = f"CANARY = {str(canary)!r}\nSUITES = {str(suites)!r}\nGRADER = {os.getpid()}\n"
        results = {}
        with Sandbox(Limits(memory=MEMORY), protected=[suites]) as sandbox:
            before = descendants(os.getpid())
            for path in submissions(names):
                start = time.monotonic()
                timeout = SHORT_TIMEOUT if "time_limit" in expected_outcomes(path) else TIMEOUT
                got = outcome(sandbox, preamble, path.read_text(encoding="utf-8"), timeout)
                results[path.stem] = {
                    "outcome": got,
                    "seconds": round(time.monotonic() - start, 2),
                    "left_behind": len(set(descendants(os.getpid())) - set(before)),
                    "canary": canary.read_text(),
                    "next": outcome(sandbox, preamble, HONEST),
                }
            print(json.dumps({"mode": sandbox.mode, "results": results}))


if __name__ == "__main__":
    main(*sys.argv[1:])
