"""What will `make test` cost with the whole course in it?

    python benchmarks/grown_course.py [--exercises 65] [--pages 45] [--json FILE] [--keep FOLDER]

In a scratch folder the course is grown to so many exercises and pages, from copies of those that
there are, with names, labels and ids of their own. Then each stage of `make test` that grows with
the course is run there, as `make test` runs it: lint, release, build of the site, tests of the
pages, notebooks, audit; and a class of 30 is graded, report and feedback with it. Of each are
printed and stored: wall clock and processor seconds (in which a busy machine matters less), what a
page or an exercise costs, and what that makes for 65 exercises and 45 pages. With fewer of them the
measurement is shorter and the last column an extrapolation. `--fixed` adds the seconds of what does
not grow; without it they are read from the last `make test` of this folder. The last result stands
in `benchmarks/results/grown_course.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts import costs
from tests.tiers import COUNTS

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "grown_course.json"
ASSIGNMENT = "optimizers"
WHOLE = {"exercise": 65, "page": 45}
CORES = 2
STUDENTS = 30
# What the build of the site does first.
EXECUTE = """
from scripts import build_site
build_site.forget_if_code_changed(build_site.BUILD)
build_site.execute_pages()
"""


def main() -> int:
    """Grow, measure, print and store; 1 if a stage failed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--exercises", type=int, default=WHOLE["exercise"])
    parser.add_argument("--pages", type=int, default=WHOLE["page"])
    parser.add_argument("--json", type=Path, default=RESULTS)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="grow it here and keep it")
    parser.add_argument("--fixed", type=float, metavar="SECONDS", help="of what does not grow")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="grown-course-") as scratch:
        course = (options.keep or Path(scratch) / "course").resolve()
        counts = grow(course, options.exercises, options.pages)
        print(f"{counts['exercise']} exercises and {counts['page']} pages in {course}", flush=True)
        measured = []
        for stage in stages(course):
            measured.append(measure(stage, course, counts))
            print(line_of(measured[-1]), flush=True)
    fixed = options.fixed if options.fixed is not None else fixed_seconds()
    summary = extrapolated(measured, fixed)
    print("\n" + summary["text"])
    report = {
        "exercises": counts["exercise"],
        "pages": counts["page"],
        "load": [round(load, 1) for load in os.getloadavg()],
        "stages": [asdict(one) for one in measured],
        **summary,
    }
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0 if all(one.passed for one in measured) else 1


# --- Growing.


def grow(course: Path, exercises: int, pages: int) -> dict[str, int]:
    """Copy the repository and grow it; how many exercises and pages there are then."""
    copy_repository(course)
    functions = sorted(p.name for p in (course / "autograder/suites" / ASSIGNMENT).glob("*/"))
    functions = [name for name in functions if not name.startswith(("_", "."))]
    made, number = len(functions), 0
    while made < exercises:
        number += 1
        copy_assignment(course, number, functions)
        made += len(functions)
    chapters = chapters_with_code(course)
    copies = [
        copy_page(course, chapters[index % len(chapters)], index // len(chapters) + 1)
        for index in range(max(0, pages - len(chapters)))
    ]
    assignments = [f"book/exercises/{ASSIGNMENT}_{k}" for k in range(1, number + 1)]
    add_to_contents(course, [*copies, *assignments])
    return {"exercise": made, "page": len(chapters) + len(copies)}


def copy_repository(course: Path) -> None:
    """The files that are or would be committed, and what `make setup` installed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (course / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, course / name)
    for name in (".venv", "web/node_modules"):
        (course / name).symlink_to(ROOT / name)
    subprocess.run(["git", "init", "-q"], cwd=course, check=True)


def renamed(text: str, names: list[str], suffix: str) -> str:
    """A text in which whole names, and those before `-score`, get a suffix; other ids stay."""
    any_name = "|".join(map(re.escape, names))
    return re.sub(rf"(?<![\w-])({any_name})(?=-score\b|(?![\w-]))", rf"\1{suffix}", text)


def copy_assignment(course: Path, number: int, functions: list[str]) -> None:
    """Copy suites, solutions and the page of the assignment under new names."""
    suffix, name = f"_c{number}", f"{ASSIGNMENT}_{number}"

    def rename(text: str) -> str:
        lines = text.splitlines(keepends=True)
        # Topics and sections are the book's, which has them once.
        kept = [
            line
            if line.startswith(("topics", "section"))
            else renamed(renamed(line, functions, suffix), [ASSIGNMENT], f"_{number}")
            for line in lines
        ]
        return "".join(kept)

    for kind in ("autograder/suites", "solutions"):
        copy_tree(course / kind / ASSIGNMENT, course / kind / name, rename)
    page = course / "book" / "exercises" / f"{ASSIGNMENT}.md"
    text = page.read_text(encoding="utf-8").replace(
        f"(exercises-{ASSIGNMENT})=", f"(exercises-{name})="
    )
    page.with_name(f"{name}.md").write_text(
        renamed(text, [ASSIGNMENT], f"_{number}"), encoding="utf-8"
    )


def copy_tree(source: Path, target: Path, rename: Callable[[str], str]) -> None:
    """Copy a folder; names of files and folders are renamed as the texts are."""
    for path in sorted(source.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            parts = [new_name(part, rename) for part in path.relative_to(source).parts]
            copy = target.joinpath(*parts)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(rename(path.read_text(encoding="utf-8")), encoding="utf-8")


def new_name(part: str, rename: Callable[[str], str]) -> str:
    stem, dot, ending = part.partition(".")
    if stem.startswith("test_"):
        return f"test_{rename(stem.removeprefix('test_'))}{dot}{ending}"
    return f"{rename(stem)}{dot}{ending}"


def chapters_with_code(course: Path) -> list[Path]:
    """The pages whose copies make the book larger: those of the chapters, with code and a quiz."""
    found = sorted((course / "book").glob("[0-9][0-9]-*/*.md"))
    return [page for page in found if "{code-cell}" in page.read_text(encoding="utf-8")]


def copy_page(course: Path, page: Path, number: int) -> str:
    """Copy a page with labels and a quiz of its own; its name in the table of contents.

    Boxes of exercises are those of the copied assignments in turn; where there are more pages than
    assignments, a page has none, since a box stands once in the book.
    """
    text = page.read_text(encoding="utf-8")
    suffix = f"-c{number}"
    for label in sorted(labels_of(text), key=len, reverse=True):
        text = re.sub(rf"^\({re.escape(label)}\)=$", f"({label}{suffix})=", text, flags=re.M)
        text = re.sub(rf"^\$\$ \({re.escape(label)}\)$", f"$$ ({label}{suffix})", text, flags=re.M)
        text = re.sub(
            rf"^(:?\s*name: ){re.escape(label)}$", rf"\1{label}{suffix}", text, flags=re.M
        )
        text = re.sub(rf"(\{{\w+\}}`){re.escape(label)}`", rf"\1{label}{suffix}`", text)
        text = re.sub(rf"(\{{\w+\}}`[^`<]*<){re.escape(label)}>`", rf"\1{label}{suffix}>`", text)
        text = text.replace(f"](#{label})", f"](#{label}{suffix})")
    text = re.sub(r"^(`{3,}\{(?:written|try)\} )(\S+)$", rf"\1\2{suffix}", text, flags=re.M)
    text = re.sub(r"^:name: play-.*\n", "", text, flags=re.M)
    text = re.sub(r"^(`{3,}\{play\} )(\S+)$", rf"\1\2\n:name: play-\2{suffix}", text, flags=re.M)
    text = re.sub(r"^```\{exercise\}[^\n]*\n(?:.*\n)*?```\n", "", text, flags=re.M)
    for quiz in re.findall(r"^`{3,}\{quiz\} (\S+)$", text, flags=re.M):
        source = course / "book" / "quizzes" / f"{quiz}.yml"
        shutil.copy(source, source.with_name(f"{quiz}{suffix}.yml"))
        text = text.replace(f"{{quiz}} {quiz}\n", f"{{quiz}} {quiz}{suffix}\n")
    # The same code would be found in the cache of the build.
    text = text.replace("import numpy as np\n", f"import numpy as np  # copy {number}\n", 1)
    copy = page.with_name(f"{page.stem}-c{number}.md")
    copy.write_text(text, encoding="utf-8")
    return copy.relative_to(course).with_suffix("").as_posix()


def labels_of(text: str) -> set[str]:
    """The labels that a page defines: of sections, equations, figures."""
    patterns = (r"^\(([\w-]+)\)=$", r"^\$\$ \(([\w-]+)\)$", r"^:?\s*name: ([\w-]+)$")
    return {label for pattern in patterns for label in re.findall(pattern, text, flags=re.M)}


def add_to_contents(course: Path, names: list[str]) -> None:
    path = course / "_toc.yml"
    toc = yaml.safe_load(path.read_text(encoding="utf-8"))
    toc["parts"].insert(1, {"caption": "Copies", "chapters": [{"file": name} for name in names]})
    path.write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")


# --- Measuring.


@dataclass(frozen=True)
class Stage:
    """Commands whose cost grows with the number of units, and how many cores they keep busy."""

    name: str
    commands: list[list[str]]
    unit: str
    cores: int = CORES


@dataclass(frozen=True)
class Measured:
    name: str
    unit: str
    units: int
    seconds: float
    processor_seconds: float
    passed: bool
    cores: int = CORES

    @property
    def each(self) -> float:
        """Seconds of a unit on an idle machine of two cores."""
        return self.processor_seconds / self.cores / self.units


def stages(course: Path) -> Iterator[Stage]:
    """What grows, in the order of `make test`."""
    python = str(course / ".venv" / "bin" / "python")
    program = [python, "-m", "autograder"]
    pytest = [python, "-m", "pytest", "-q", "-n", str(CORES), "--dist", "loadscope"]
    yield Stage("release", [[*program, "release"], [*program, "release", "--check"]], "exercise")
    yield Stage(
        "lint", [[python, "-m", "ruff", "check", "--exit-zero"], [python, "-m", "mypy"]], "exercise"
    )
    yield Stage("execution of pages", [[python, "-c", EXECUTE]], "page")
    yield Stage("site", [[python, "scripts/build_site.py"]], "page", cores=1)
    pages = [*pytest, "tests/site/test_pages.py", "tests/site/test_links.py"]
    yield Stage("tests of pages", [pages], "page")
    notebooks = [*pytest[:-1], "loadfile", "--nbval-lax", "--nbval-current-env", "_build/notebooks"]
    gather = [python, "scripts/notebooks_to_test.py"]
    yield Stage("notebooks", [gather, notebooks], "exercise")
    repeats = str(COUNTS["audit_seeds"].sampled)
    yield Stage("audit", [[*program, "audit", "--fresh", "--repeats", repeats]], "exercise")
    class_of_30 = course / "_build" / "class"
    yield Stage(
        f"grading a class of {STUDENTS}",
        [
            [*program, "class", "--students", str(STUDENTS), "--course", str(class_of_30)],
            [*program, "grade", "--course", str(class_of_30)],
        ],
        "exercise",
    )


def measure(stage: Stage, course: Path, counts: dict[str, int]) -> Measured:
    """Run a stage; its seconds on the clock and on the processor, of all that it started."""
    (course / "_build").mkdir(exist_ok=True)
    (course / "_build" / "class").mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "PYTHONPATH": str(course),
        "PATH": f"{course / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "XDG_CACHE_HOME": str(course / "_build" / "cache"),
    }
    start, before = time.monotonic(), processor_seconds()
    passed = True
    with (course / "_build" / f"{stage.name.replace(' ', '-')}.log").open("w") as log:
        for command in stage.commands:
            done = subprocess.run(
                command, cwd=course, env=environment, stdout=log, stderr=log, check=False
            )
            passed = passed and done.returncode == 0
    return Measured(
        stage.name,
        stage.unit,
        counts[stage.unit],
        round(time.monotonic() - start, 1),
        round(processor_seconds() - before, 1),
        passed,
        stage.cores,
    )


def processor_seconds() -> float:
    """Of all processes that were started here, directly or not, and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def line_of(one: Measured) -> str:
    failed = "" if one.passed else "   FAILED: see the logs (--keep)"
    return (
        f"{one.name:24} {one.seconds:7.1f} s   {one.processor_seconds:7.1f} s of processor   "
        f"{1000 * one.each:7.0f} ms a {one.unit}{failed}"
    )


def fixed_seconds() -> float | None:
    """Seconds on two cores of the tests that do not grow, of the last `make test`; None without."""
    if not (costs.COSTS / "tests.xml").is_file():
        return None
    pages, _, tests = costs.costs(costs.COSTS)
    return max(0.0, (tests.total() - sum(pages.values())) / CORES)


def extrapolated(measured: list[Measured], fixed: float | None) -> dict[str, Any]:
    """Minutes of `make test` with the whole course, on two idle cores."""
    in_test = [one for one in measured if not one.name.startswith("grading")]
    grows = sum(one.each * WHOLE[one.unit] for one in in_test)
    text = (
        f"with {WHOLE['exercise']} exercises and {WHOLE['page']} pages, on {CORES} idle cores: "
        f"{grows / 60:.1f} min grow with the course"
    )
    if fixed is not None:
        text += f", {fixed / 60:.1f} min do not: {(grows + fixed) / 60:.1f} min in all"
    else:
        text += "; what does not grow was not measured (`make test`, or --fixed)"
    return {
        "growing_minutes": round(grows / 60, 1),
        "fixed_minutes": None if fixed is None else round(fixed / 60, 1),
        "text": text,
    }


if __name__ == "__main__":
    sys.exit(main())
