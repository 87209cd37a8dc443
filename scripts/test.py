"""Run the stages of the test, in this order, up to the first that fails.

    python scripts/test.py              what `make test` runs
    python scripts/test.py --deep       what `make deep` runs: see tests/tiers.py
    python scripts/test.py lint unit    only these stages

Each stage prints its own output; the last lines say which pages, exercises and tests took longest,
how long each stage took, and which one failed. Stages that keep one processor busy each are run at
the same time, and print when they are done.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

from scripts import costs
from tests.tiers import COUNTS, DEEP, VARIABLE

ROOT = Path(__file__).resolve().parent.parent
# Three workers keep two cores busy, since browsers and commands are waited for. Which tests stay
# with one of them, tests/scheduling.py says; they keep their order, in which long ones come before
# those of many small tests.
WORKERS = ["-n", "3", "--no-loadscope-reorder"]
PYTEST = [sys.executable, "-m", "pytest", *WORKERS, "--dist", "loadscope"]
# A notebook stays with one worker, since its cells depend on one another.
NOTEBOOKS = [sys.executable, "-m", "pytest", *WORKERS, "--dist", "loadfile", "--nbval-lax"]

# Suites from outside the package, as another course has them.
BASELINE = [
    "--suites",
    "benchmarks/baseline/suites",
    "--solutions",
    "benchmarks/baseline/solutions",
]

# What each stage says of its costs, to be added up at the end.
COSTS = ROOT / "_build" / "costs"


def stages_of(deep: bool) -> dict[str, list[list[str]]]:
    """The commands of each stage."""
    audit = ["autograder", "audit", "--repeats", str(COUNTS["audit_seeds"].of(deep))]
    return {
        "lint": [
            ["ruff", "check", "--output-format", "concise"],
            ["ruff", "format", "--check"],
            ["mypy"],
        ],
        "unit": [[*PYTEST, "-m", "not slow and not site and not nbgrader"]],
        "site": [[sys.executable, "scripts/build_site.py"]],
        "release": [["autograder", "release", "--check"]],
        "tests": [[*PYTEST, f"--junitxml={COSTS}/tests.xml"]],
        "notebooks": [
            [sys.executable, "scripts/notebooks_to_test.py", *(["--pages"] if deep else [])],
            [
                *NOTEBOOKS,
                "--nbval-current-env",
                f"--junitxml={COSTS}/notebooks.xml",
                "_build/notebooks",
            ],
        ],
        "audit": [
            [*audit, "--json", f"{COSTS}/audit.json", *(["--fresh"] if deep else [])],
            [*audit, *BASELINE],
        ],
        "fuzz": [[sys.executable, "scripts/fuzz.py", "--minutes", "10"]],
    }


STAGES = stages_of(deep=False)
# Neither needs what another makes.
AT_ONCE = ["lint", "site", "release", "audit"]
# "tests" includes the unit tests.
EVERYTHING = ["lint", "site", "release", "audit", "tests", "notebooks"]
ONLY_DEEP = ["fuzz"]


def main() -> int:
    """Run the stages that were asked for; return 1 if one failed."""
    parser = argparse.ArgumentParser(
        description="Run the stages of the test up to the first that fails.",
        epilog="example: python scripts/test.py lint unit",
    )
    parser.add_argument("stages", nargs="*", metavar="STAGE", help=f"of {', '.join(STAGES)}")
    parser.add_argument("--deep", action="store_true", help="try everything, not a sample")
    options = parser.parse_args()
    if options.deep:
        os.environ[VARIABLE] = DEEP
        STAGES.update(stages_of(deep=True))
    stages = options.stages or [*EVERYTHING, *(ONLY_DEEP if options.deep else [])]
    if unknown := set(stages) - set(STAGES):
        parser.error(f"there is no stage {', '.join(sorted(unknown))}; known: {', '.join(STAGES)}")

    shutil.rmtree(COSTS, ignore_errors=True)
    COSTS.mkdir(parents=True)
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

    for line in costs.most_expensive(COSTS):
        print(line)
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
