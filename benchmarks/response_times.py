"""How long do those wait who use the course: for a grade, a page, a report, a check?

    python benchmarks/response_times.py [--students 200] [--json FILE]

All figures are seconds of processor time, of all processes, so that a busy machine does not change
them much; and beside each stands its ratio to a fixed loop of Python measured just before and
after, so that figures of two machines can be compared. A command's start is taken off:
what `autograder --help` takes. The last result stands in
`benchmarks/results/response_times.json`; each line says how the ratio compares with it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from autograder.bank.exercise import SUITES, load_assignment
from autograder.bank.solution import SOLUTIONS, load_reference
from handbook.check import check

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "response_times.json"
ASSIGNMENT, FUNCTION = "optimizers", "adam_step"
CHECKS = 50
LOOP = 2_000_000  # turns of the loop that is the measure: some tenths of a second


def main() -> int:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--json", type=Path, default=RESULTS)
    options = parser.parse_args()
    loops = [processor_seconds(loop)]
    figures = measure(options.students)
    loops.append(processor_seconds(loop))
    unit = statistics.mean(loops)
    stored = json.loads(RESULTS.read_text()) if RESULTS.is_file() else {}
    report = {"students": options.students, "loop_seconds": round(unit, 3), "figures": {}}
    for name, seconds in figures.items():
        ratio = round(seconds / unit, 5)
        before = stored.get("figures", {}).get(name, {}).get("ratio")
        report["figures"][name] = {"seconds": round(seconds, 5), "ratio": ratio}
        compared = f"{ratio / before:.2f} times the stored one" if before else "nothing stored"
        print(f"{name:32} {1000 * seconds:8.1f} ms   {ratio:8.5f} loops, {compared}")
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def measure(students: int) -> dict[str, float]:
    """Seconds of processor time by what is waited for."""
    with tempfile.TemporaryDirectory() as folder:
        course = ["--course", folder]
        autograder("class", "--students", str(students), "--assignment", ASSIGNMENT, *course)
        start = autograder("--help")
        graded = autograder("grade", ASSIGNMENT, *course) - start
        pages = autograder("feedback", ASSIGNMENT, *course) - start
        report = autograder("report", ASSIGNMENT, *course) - start
    return {
        "a submission graded, all written": graded / students,
        "a feedback page written again": pages / students,
        "a student in the report": report / students,
        "a visible check, warm": one_check(),
    }


def one_check() -> float:
    """A check of a right answer in this process, as a student's notebook makes it."""
    reference = load_reference(ASSIGNMENT, load_assignment(ASSIGNMENT, SUITES), SOLUTIONS)
    os.chdir(ROOT / "exercises" / ASSIGNMENT)
    globals()[FUNCTION] = reference.functions[FUNCTION]
    check(FUNCTION)  # reads the file
    return processor_seconds(lambda: [check(FUNCTION) for _ in range(CHECKS)]) / CHECKS


def autograder(*arguments: str) -> float:
    """Run a command; the processor time of it and all it started."""
    command = [sys.executable, "-m", "autograder", *arguments]
    before = os.times()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    after = os.times()
    return (
        after.children_user - before.children_user + after.children_system - before.children_system
    )


def loop() -> None:
    """What the seconds are compared with."""
    total = 0
    for number in range(LOOP):
        total += number & 7


def processor_seconds(do: Callable[[], object]) -> float:
    start = time.process_time()
    do()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
