"""Show the whole: build the site, make a class, grade it, and say where to look.

    python scripts/demo.py --students 30        (`make demo` runs this)

Everything goes to _build; the class is made anew each time, from a seed, so two demos agree.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COURSE = ROOT / "_build" / "demo"
GRADES = COURSE / "grades.json"
ASSIGNMENT = "optimizers"


def main() -> int:
    """Run the steps; return 1 after the first that fails."""
    parser = argparse.ArgumentParser(description="Build the site, make a class, and grade it.")
    parser.add_argument("--students", type=int, default=30, help="how many the class has")
    students = parser.parse_args().students
    if students < 1:
        parser.error("a class has at least one student")
    start = time.monotonic()
    shutil.rmtree(COURSE, ignore_errors=True)
    where, one = ["--course", str(COURSE)], ["--assignment", ASSIGNMENT]
    steps = {
        "the site": [sys.executable, "scripts/build_site.py"],
        "a class": [
            "autograder",
            "class",
            "--students",
            str(students),
            "--seed",
            "1",
            *one,
            *where,
        ],
        "its grades": ["autograder", "grade", ASSIGNMENT, *where, "--json", str(GRADES)],
    }
    for made, command in steps.items():
        print(f"\n── {made}", flush=True)
        if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL).returncode != 0:
            print(f"demo: {made} could not be made, see above", file=sys.stderr)
            return 1

    grades = json.loads(GRADES.read_text(encoding="utf-8"))
    student = student_to_show(grades)
    feedback = COURSE / "feedback" / student / f"{ASSIGNMENT}.html"
    print(f"\n── done in {time.monotonic() - start:.0f} s")
    print("the site                make serve, then http://127.0.0.1:8000/")
    print(f"feedback for {student:<10} {feedback}")
    print(f"the instructor's report {COURSE / 'report' / ASSIGNMENT / 'index.html'}")
    print(totals(grades))
    return 0


def student_to_show(grades: dict) -> str:
    """The student with the most mistakes named: whose page shows most."""
    named = {s["student"]: len(mistakes(s)) for s in grades["submissions"]}
    return max(named, key=lambda student: named[student])


def mistakes(submission: dict) -> list[str]:
    """The mistakes named in a submission; an exercise that was not started has none."""
    started = (e for e in submission["exercises"] if e["outcome"] != "not_started")
    return [e["diagnosis"] for e in started if e["diagnosis"]]


def totals(grades: dict) -> str:
    """Submissions, outcomes of their exercises, and how many mistakes have a name."""
    submissions = grades["submissions"]
    outcomes = Counter(e["outcome"] for s in submissions for e in s["exercises"])
    counted = ", ".join(f"{n} {o.replace('_', ' ')}" for o, n in outcomes.most_common())
    named = sum(len(mistakes(s)) for s in submissions)
    return (
        f"{len(submissions)} submissions in {grades['seconds']:.1f} s; "
        f"{outcomes.total()} exercises: {counted}; {named} mistakes named"
    )


if __name__ == "__main__":
    sys.exit(main())
