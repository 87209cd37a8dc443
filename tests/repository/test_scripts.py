"""The scripts behind `make test` and `make demo`."""

import json
import sys

import pytest

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
    stages = {"lint": [slow, PASSES], "site": [PASSES, FAILS], "release": [PASSES], "after": [slow]}
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
    assert set(test.EVERYTHING) == {
        "lint",
        "release",
        "site",
        "tests",
        "alone",
        "notebooks",
        "audit",
    }


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
