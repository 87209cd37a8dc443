"""Run the stages of the test, in this order, up to the first that fails.

    python scripts/test.py              what `make test` runs
    python scripts/test.py lint fast    only these stages

Each stage prints its own output; the last lines say how long each took, and which one failed.
Stages that keep one processor busy each are run at the same time, and print when they are done.
"""

import argparse
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent

# Two workers serve any machine. A file stays with one worker: notebooks and databases are shared.
# The files keep their order, in which long ones come before those of many small tests; else one
# worker would have the longest to itself at the end.
PYTEST = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]

# Suites from outside the package, as another course has them.
BASELINE = [
    "--suites",
    "benchmarks/baseline/suites",
    "--solutions",
    "benchmarks/baseline/solutions",
]

STAGES = {
    "lint": [
        ["ruff", "check", "--output-format", "concise"],
        ["ruff", "format", "--check"],
        ["mypy"],
    ],
    "fast": [[*PYTEST, "-m", "not slow and not site and not nbgrader and not alone"]],
    "site": [[sys.executable, "scripts/build_site.py"]],
    "release": [["autograder", "release", "--check"]],
    "tests": [[*PYTEST, "-m", "not alone"]],
    "alone": [[sys.executable, "-m", "pytest", "-m", "alone"]],
    "notebooks": [
        [sys.executable, "scripts/notebooks_to_test.py"],
        [*PYTEST, "--nbval-lax", "--nbval-current-env", "_build/notebooks"],
    ],
    "audit": [["autograder", "audit"], ["autograder", "audit", *BASELINE, "--repeats", "20"]],
}
# Neither needs what another makes.
AT_ONCE = ["lint", "site", "release"]
EVERYTHING = [stage for stage in STAGES if stage != "fast"]  # "tests" includes the fast ones


def main() -> int:
    """Run the stages that were asked for; return 1 if one failed."""
    parser = argparse.ArgumentParser(
        description="Run the stages of the test up to the first that fails.",
        epilog="example: python scripts/test.py lint fast",
    )
    parser.add_argument("stages", nargs="*", metavar="STAGE", help=f"of {', '.join(STAGES)}")
    stages = parser.parse_args().stages or EVERYTHING
    if unknown := set(stages) - set(STAGES):
        parser.error(f"there is no stage {', '.join(sorted(unknown))}; known: {', '.join(STAGES)}")

    begin = time.monotonic()
    seconds: dict[str, float] = {}
    failed = None
    for group in groups(stages):
        if len(group) > 1:
            passed = run_at_once(group, seconds)
        else:
            passed = [run(group[0], sys.stdout, seconds)]
        if not all(passed):
            failed = group[passed.index(False)]
            break

    print("\n── " + ", ".join(f"{stage} {took:.0f} s" for stage, took in seconds.items()))
    if failed:
        print(f"failed at the stage {failed!r}; again: python scripts/test.py {failed}")
        return 1
    print(f"all stages passed in {time.monotonic() - begin:.0f} s")
    return 0


def groups(stages: list[str]) -> list[list[str]]:
    """The stages in their order, those next to one another that are run at once together."""
    found: list[list[str]] = []
    for stage in stages:
        if found and stage in AT_ONCE and found[-1][0] in AT_ONCE:
            found[-1].append(stage)
        else:
            found.append([stage])
    return found


def run_at_once(stages: list[str], seconds: dict[str, float]) -> list[bool]:
    """Run stages two at a time, show what each wrote in turn; whether each passed."""
    with ExitStack() as stack:
        files = [
            stack.enter_context(TemporaryFile("w+", encoding="utf-8", errors="replace"))
            for _ in stages
        ]
        threads = stack.enter_context(ThreadPoolExecutor(2))
        runs = [threads.submit(run, *each, seconds) for each in zip(stages, files, strict=True)]
        passed = []
        for each, file in zip(runs, files, strict=True):
            passed.append(each.result())
            file.seek(0)
            print(file.read(), end="", flush=True)
        return passed


def run(stage: str, output: TextIO, seconds: dict[str, float]) -> bool:
    """Run the commands of a stage up to the first that fails; whether none did."""
    start = time.monotonic()
    print(f"\n── {stage}", file=output, flush=True)
    passed = all(
        subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        ).returncode
        == 0
        for command in STAGES[stage]
    )
    seconds[stage] = time.monotonic() - start
    return passed


if __name__ == "__main__":
    sys.exit(main())
