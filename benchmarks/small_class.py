"""From how many submissions on are two workers faster than one?

    python benchmarks/small_class.py [--rounds 3] [--json FILE]

A worker costs as much to start as some submissions to grade. Small made classes of the optimizers
are graded by the whole command, each with one worker and with two, in turn, on an otherwise idle
machine of two cores or more. `WORTH_A_PROCESS` in `autograder/grading/grader.py` follows from it.
The last result stands in `benchmarks/results/small_class.json`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from autograder.authoring.synthetic_class import make_course

RESULTS = Path(__file__).resolve().parent / "results" / "small_class.json"
ASSIGNMENT = "optimizers"
SIZES = (6, 12, 24, 36)
WORKERS = (1, 2)


def main() -> int:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, default=RESULTS)
    options = parser.parse_args()
    report = {}
    for students in SIZES:
        took: dict[int, list[float]] = {workers: [] for workers in WORKERS}
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "made"
            made.mkdir()
            make_course(made, [ASSIGNMENT], students, 1)
            for _ in range(options.rounds):
                for workers in WORKERS:
                    took[workers].append(seconds(made, Path(folder) / "course", workers))
        ratio = statistics.median(took[1]) / statistics.median(took[2])
        report[str(students)] = {
            "seconds": {str(n): [round(s, 2) for s in took[n]] for n in took},
            "ratio": round(ratio, 2),
        }
        print(f"{students:3} submissions: two workers are {ratio:.2f} times as fast as one")
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def seconds(made: Path, course: Path, workers: int) -> float:
    """How long the command takes for a course that was never graded."""
    shutil.copytree(made, course)
    command = [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, "--course", str(course)]
    start = time.perf_counter()
    subprocess.run([*command, "--workers", str(workers)], check=True, capture_output=True)
    took = time.perf_counter() - start
    shutil.rmtree(course)
    return took


if __name__ == "__main__":
    sys.exit(main())
