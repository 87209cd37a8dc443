"""An exercise is audited again where anything that decides its audit has changed, else not."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.authoring import audit_cache
from autograder.authoring.audit_cache import audit_files, audit_fingerprints, code_of_the_audit
from autograder.authoring.audit_runs import Finding, Task, run_audits
from autograder.bank.exercise import SUITES, load_assignment
from autograder.bank.solution import load_reference
from autograder.cli.app import app
from autograder.grading.grader import Plan
from tests.autograder.pipeline.conftest import ASSIGNMENT
from tests.autograder.pipeline.tiny import make_tiny

pytestmark = pytest.mark.slow

EWMA = SUITES / ASSIGNMENT / "ewma"
UNCHANGED = "unchanged since its last audit"


@pytest.fixture(autouse=True)
def empty_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def bank(tmp_path):
    """A copy of two exercises, with their part of the solutions."""
    return make_tiny(tmp_path / "bank")


def task(bank, audit):
    plan = Plan(ASSIGNMENT, "seed", suites=bank.suites, solutions=bank.solutions)
    folder = next(f for f in load_assignment(ASSIGNMENT, plan.suites) if f.function == "ewma")
    return Task(plan, folder, 3, audit)


def fingerprints(bank):
    folders = load_assignment(ASSIGNMENT, bank.suites)
    return audit_fingerprints(folders, load_reference(ASSIGNMENT, folders, bank.solutions), "seed")


def test_the_command_says_what_is_unchanged_and_audits_it_again_when_asked(bank, tmp_path):
    report = tmp_path / "audit.json"
    command = ["audit", "ewma", "--repeats", "2", "--json", str(report), *bank.options]

    def said(*more):
        done = CliRunner().invoke(app, [*command, *more])
        assert done.exit_code == 0, done.output
        (row,) = json.loads(report.read_text())["exercises"]
        assert row["exercise"] == "ewma"
        assert row["unchanged"] == (UNCHANGED in done.stdout)
        return UNCHANGED in done.stdout, done.stdout.splitlines()[-1]

    first, again, fresh = said(), said(), said("--fresh")
    more_repeats = said("--repeats", "3")
    assert [first[0], again[0], fresh[0], more_repeats[0]] == [False, True, False, False]
    assert first[1] == again[1] == fresh[1]


@pytest.mark.parametrize("name", sorted(p.name for p in EWMA.iterdir() if p.is_file()))
def test_a_change_in_a_file_of_an_exercise_changes_its_fingerprint_alone(bank, name):
    before = fingerprints(bank)
    file = bank.exercise("ewma") / name
    file.write_text(f"{file.read_text()}\n# another message, probe or version\n")
    after = fingerprints(bank)
    assert {function for function in before if before[function] != after[function]} == {"ewma"}


def test_a_change_in_a_solution_changes_the_fingerprint_of_its_exercise(bank):
    before = fingerprints(bank)
    notebook = bank.solutions / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    text = notebook.read_text()
    assert "def ewma(" in text
    notebook.write_text(text.replace("def ewma(", "def  ewma("))
    after = fingerprints(bank)
    assert before["ewma"] != after["ewma"]
    assert before["momentum_step"] == after["momentum_step"]


@pytest.mark.parametrize(
    "file",
    [
        "handbook/check/diagnosis.py",
        "handbook/check/observe.py",
        "autograder/grading/exercise_grader.py",
        "autograder/sandbox/worker.py",
        "autograder/authoring/mutants.py",
    ],
)
def test_a_change_in_the_code_that_an_audit_runs_counts(monkeypatch, tmp_path, file):
    copies = []
    for package in audit_cache.PACKAGES:
        ignored = shutil.ignore_patterns("suites", "__pycache__")
        copies.append(Path(shutil.copytree(package, tmp_path / package.name, ignore=ignored)))
    monkeypatch.setattr(audit_cache, "PACKAGES", tuple(copies))
    code_of_the_audit.cache_clear()
    before = code_of_the_audit()
    changed = tmp_path / file
    changed.write_text(f"{changed.read_text()}\n# changed\n")
    code_of_the_audit.cache_clear()
    assert code_of_the_audit() != before
    code_of_the_audit.cache_clear()


def test_code_that_no_audit_runs_does_not_count():
    counted = {path.parent.name for path in audit_files()}
    assert {"bank", "grading", "sandbox", "check"} <= counted
    assert not {"pages", "export", "gradebook"} & counted


def test_what_fell_short_is_audited_again(bank):
    calls = []

    def audit(folder, reference, grader, repeats):
        calls.append((folder.function, repeats))
        return [Finding(folder.function, "one check", len(calls) > 1, "it does not hold")]

    runs = [run_audits([task(bank, audit)])[0] for _ in range(3)]
    assert calls == [("ewma", 3)] * 2
    assert [run.unchanged for run in runs] == [False, False, True]
    assert [run.findings[0].ok for run in runs] == [False, True, True]


def test_a_damaged_or_unwritable_cache_is_no_obstacle(bank, monkeypatch, tmp_path):
    def audit(folder, reference, grader, repeats):
        return [Finding(folder.function, "one check", True)]

    (run,) = run_audits([task(bank, audit)])
    for kept in audit_cache.folder_of_audits().iterdir():
        kept.write_text("{")
    (again,) = run_audits([task(bank, audit)])
    assert not again.unchanged
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert run_audits([task(bank, audit)])[0].findings == run.findings
