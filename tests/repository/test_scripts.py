"""The scripts behind `make test` and `make demo`."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.tiers import COUNTS, DEEP, VARIABLE, count, sample

PASSES = [sys.executable, "-c", "print('fine')"]
FAILS = [sys.executable, "-c", "raise SystemExit(3)"]

PAGE = """\
---
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# A page

```{code-cell} ipython3
1 + 1
```
"""


@pytest.fixture
def run_stages(script, monkeypatch):
    """Run test.py with these stages instead of its own; gives its exit status."""

    def run(stages, *arguments):
        test = script("test")
        monkeypatch.setattr(test, "STAGES", stages)
        monkeypatch.setattr(test, "EVERYTHING", list(stages))
        monkeypatch.setattr(sys, "argv", ["test.py", *arguments])
        return test.main()

    return run


def test_the_first_failing_stage_ends_the_run_and_is_named(run_stages, capfd):
    stages = {"one": [PASSES], "two": [PASSES, FAILS, PASSES], "three": [PASSES]}
    assert run_stages(stages) == 1
    said = capfd.readouterr().out
    assert said.count("fine") == 2
    assert "failed at the stage 'two'" in said
    assert "three" not in said


def test_a_run_without_failure_says_so_and_how_long_each_stage_took(run_stages, capfd):
    assert run_stages({"one": [PASSES], "two": [PASSES]}) == 0
    said = capfd.readouterr().out
    assert "── one 0 s, two 0 s" in said
    assert "all stages passed" in said


def test_only_the_stages_asked_for_are_run(run_stages):
    assert run_stages({"one": [PASSES], "two": [FAILS]}, "one") == 0


def test_stages_that_run_at_once_are_shown_one_after_the_other(run_stages, script, capfd):
    slow = [sys.executable, "-c", "import time; time.sleep(0.5); print('slow')"]
    stages = {"lint": [slow, PASSES], "site": [PASSES, FAILS], "release": [PASSES]}
    stages |= {"audit": [PASSES], "after": [slow]}
    assert set(stages) - {"after"} == set(script("test").AT_ONCE)
    assert run_stages(stages) == 1
    said = capfd.readouterr().out
    shown = [said.index(text) for text in ("── lint", "slow", "── site", "── release")]
    assert shown == sorted(shown)
    assert "failed at the stage 'site'" in said
    assert "── after" not in said


def test_an_unknown_stage_is_refused_with_the_known_ones(run_stages, capsys):
    with pytest.raises(SystemExit) as ended:
        run_stages({"one": [PASSES]}, "on")
    assert ended.value.code == 2
    assert "there is no stage on; known: one" in capsys.readouterr().err


def test_make_test_runs_every_stage(script):
    test = script("test")
    assert set(test.STAGES) == {*test.EVERYTHING, *test.ONLY_DEEP, "unit"}


# The tiers ---------------------------------------------------------------------------------------


def test_whatever_is_repeated_is_tried_less_often_in_make_test_than_in_make_deep():
    assert COUNTS
    assert [name for name, each in COUNTS.items() if not 0 < each.sampled < each.deep] == []


def test_each_count_of_the_table_is_asked_for_by_a_test_or_a_stage(root):
    asked = set()
    for path in [*(root / "tests").rglob("*.py"), root / "scripts" / "test.py"]:
        text = path.read_text(encoding="utf-8", errors="replace")
        asked |= set(re.findall(r"""(?<![.\w])(?:count|sample)\("(\w+)"|COUNTS\["(\w+)"\]""", text))
    assert {name for pair in asked for name in pair if name} == set(COUNTS)


def test_the_audit_is_repeated_more_often_in_the_deep_tier(script):
    def repeats(deep):
        command = script("test").stages_of(deep)["audit"][0]
        return int(command[command.index("--repeats") + 1]), "--fresh" in command

    assert repeats(deep=False) == (COUNTS["audit_seeds"].sampled, False)
    assert repeats(deep=True) == (COUNTS["audit_seeds"].deep, True)


def test_the_tier_decides_how_much_a_test_tries(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    some = sample("hostile_elsewhere", range(100))
    assert len(some) == count("hostile_elsewhere") == COUNTS["hostile_elsewhere"].sampled
    assert sorted(set(some)) == some
    assert max(some) > 80  # spread over all
    monkeypatch.setenv(VARIABLE, DEEP)
    assert sample("hostile_elsewhere", range(100)) == list(range(100))


def test_a_test_for_the_deep_tier_is_left_out_elsewhere(root, tmp_path):
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n")
    (tmp_path / "test_it.py").write_text(
        "import pytest\n@pytest.mark.deep\ndef test_long(): pass\ndef test_short(): pass\n"
    )

    def run(tier):
        environment = {**os.environ, VARIABLE: tier}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path]
        command += ["-c", root / "pyproject.toml", "--rootdir", tmp_path]
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        return done.stdout.splitlines()[-1]

    assert "1 passed, 1 deselected" in run("")
    assert "2 passed" in run(DEEP)


TAKES_A_LIMIT = re.compile(r"\btimeout=(\d+)\b|\bwait\((\d+)\)|\bresult\((\d+)\)")


def test_no_test_waits_with_a_limit_that_a_busy_machine_could_reach(root):
    """Limits of the sandbox are there to be reached; whatever else is waited for has `HANGS`."""
    meant = root / "tests" / "autograder" / "sandbox"
    found = [
        f"{path.relative_to(root)}: {line.strip()}"
        for path in (root / "tests").rglob("*.py")
        if not path.is_relative_to(meant) and path != root / "tests/repository/test_scripts.py"
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if TAKES_A_LIMIT.search(line)
    ]
    assert found == []


CLOCKS = re.compile(r"assert .*(perf_counter|monotonic|process_time|time\.time)\(")


def test_no_test_passes_by_the_clock(root):
    found = [
        f"{path.relative_to(root)}: {line.strip()}"
        for path in (root / "tests").rglob("*.py")
        if path != root / "tests/repository/test_scripts.py"
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if CLOCKS.search(line) and "< deadline" not in line
    ]
    assert found == []


JUNIT = """\
<testsuites><testsuite>
<testcase classname="tests.site.test_pages" name="test_a_page[390-book/notation.html]" time="2.5"/>
<testcase classname="tests.site.test_links" name="test_links[book/notation.html]" time="0.5"/>
<testcase classname="tests.handbook.test_data" name="test_houses" time="4"/>
<testcase classname="_build.notebooks.book.notation.ipynb" name="Cell 0" time="1"/>
<testcase classname="_build.notebooks.book.notation.ipynb" name="Cell 1" time="1"/>
</testsuite></testsuites>
"""


def test_the_most_expensive_pages_exercises_and_tests_are_named(script, tmp_path):
    costs = script("costs")
    assert list(costs.most_expensive(tmp_path)) == []
    (tmp_path / "tests.xml").write_text(JUNIT)
    rows = [
        {"exercise": "ewma", "seconds": 3.5, "unchanged": False},
        {"exercise": "adam_step", "seconds": 9.0, "unchanged": True},
    ]
    (tmp_path / "audit.json").write_text(json.dumps({"exercises": rows}))
    pages, exercises, tests = costs.costs(tmp_path)
    assert pages == {"book/notation": 5.0}
    assert exercises == {"ewma": 3.5}
    assert tests.most_common(1) == [("tests/handbook/test_data.py::test_houses", 4.0)]
    said = "\n".join(costs.most_expensive(tmp_path))
    assert "The most expensive pages, of 1 in 5 s:\n      5.0 s  book/notation" in said


# Notebooks and the demo --------------------------------------------------------------------------


def test_pages_with_code_become_notebooks_and_others_do_not(script, monkeypatch, tmp_path):
    gather = script("notebooks_to_test")
    monkeypatch.setattr(gather, "OUTPUT", tmp_path / "out")
    book = tmp_path / "book"
    (book / "chapter").mkdir(parents=True)
    (book / "chapter" / "page.md").write_text(PAGE, encoding="utf-8")
    (book / "words.md").write_text("# Words only\n", encoding="utf-8")
    assert gather.pages_with_code(book) == [tmp_path / "out" / "book" / "chapter" / "page.ipynb"]
    notebook = json.loads((tmp_path / "out/book/chapter/page.ipynb").read_text(encoding="utf-8"))
    assert [cell["cell_type"] for cell in notebook["cells"]] == ["markdown", "code"]


def test_a_solution_comes_with_the_checks_that_were_released(script, monkeypatch, tmp_path):
    gather = script("notebooks_to_test")
    monkeypatch.setattr(gather, "OUTPUT", tmp_path / "out")
    for folder in ("solutions/adding", "exercises/adding"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "solutions/adding/adding.ipynb").write_text("{}")
    (tmp_path / "exercises/adding/checks.json").write_text("[]")
    written = gather.solutions(tmp_path / "solutions", tmp_path / "exercises")
    assert written == [tmp_path / "out/solutions/adding/adding.ipynb"]
    assert (tmp_path / "out/solutions/adding/checks.json").read_text() == "[]"
    assert (tmp_path / "out/exercises/adding/checks.json").read_text() == "[]"


def test_the_demo_counts_submissions_outcomes_and_named_mistakes(script):
    def exercise(outcome, diagnosis=None):
        return {"outcome": outcome, "diagnosis": diagnosis}

    grades = {
        "seconds": 1.94,
        "submissions": [
            {"student": "s1", "exercises": [exercise("passed"), exercise("wrong", "nocorr")]},
            {"student": "s2", "exercises": [exercise("wrong", "sign"), exercise("wrong", "X3")]},
            {"student": "s3", "exercises": [exercise("not_started", "not_started")]},
        ],
    }
    demo = script("demo")
    assert demo.totals(grades) == (
        "3 submissions in 1.9 s; 5 exercises: 3 wrong, 1 passed, 1 not started; 3 mistakes named"
    )
    assert demo.student_to_show(grades) == "s2"
