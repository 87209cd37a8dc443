"""Run the stages of the test, in this order, up to the first that fails.

    python scripts/test.py              what `make test` runs
    python scripts/test.py lint fast    only these stages

Each stage prints its own output; the last lines say how long each took, and which one failed.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Two workers serve any machine. A file stays with one worker: notebooks and databases are shared.
PYTEST = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile"]

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
    "release": [["autograder", "release", "--check"]],
    "site": [[sys.executable, "scripts/build_site.py"]],
    "tests": [[*PYTEST, "-m", "not alone"]],
    "alone": [[sys.executable, "-m", "pytest", "-m", "alone"]],
    "notebooks": [
        [sys.executable, "scripts/notebooks_to_test.py"],
        [*PYTEST, "--nbval-lax", "--nbval-current-env", "_build/notebooks"],
    ],
    "audit": [["autograder", "audit"], ["autograder", "audit", *BASELINE, "--repeats", "20"]],
}
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

    seconds = {}
    failed = None
    for stage in stages:
        print(f"\n── {stage}", flush=True)
        start = time.monotonic()
        passed = run(stage)
        seconds[stage] = time.monotonic() - start
        if not passed:
            failed = stage
            break

    print("\n── " + ", ".join(f"{stage} {took:.0f} s" for stage, took in seconds.items()))
    if failed:
        print(f"failed at the stage {failed!r}; again: python scripts/test.py {failed}")
        return 1
    print(f"all stages passed in {sum(seconds.values()):.0f} s")
    return 0


def run(stage: str) -> bool:
    """Run the commands of a stage up to the first that fails; whether none did."""
    return all(
        subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL).returncode == 0
        for command in STAGES[stage]
    )


if __name__ == "__main__":
    sys.exit(main())
