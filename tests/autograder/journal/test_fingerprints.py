"""What a result depends on: a change regrades what it must, and nothing else."""

import shutil
from pathlib import Path

import pytest

from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference
from autograder.ingest.submissions import describe_submission, read_submission
from autograder.journal.fingerprints import (
    exercise_fingerprints,
    exercise_keys,
    reference_parts,
)

ASSIGNMENT = "optimizers"


@pytest.fixture
def copied(tmp_path):
    """Suites and solutions that may be changed."""
    for name in ("suites", "solutions"):
        source = Path("autograder") / name if name == "suites" else Path(name)
        shutil.copytree(source / ASSIGNMENT, tmp_path / name / ASSIGNMENT)
    return tmp_path


def keys(root, seed="seed", limits="limits"):
    folders = load_assignment(ASSIGNMENT, root / "suites")
    reference = load_reference(ASSIGNMENT, folders, root / "solutions")
    return exercise_fingerprints(reference.in_order(folders), reference, seed, limits)


def changed(before, after):
    return {name for name in before if before[name] != after[name]}


def rewrite(root, text, old, new):
    """Change what a text of the assignment says in one place."""
    path = root / "solutions" / ASSIGNMENT / f"{text}.md"
    before = path.read_text()
    assert before.count(old) == 1
    path.write_text(before.replace(old, new))


def test_nothing_changed_is_the_same(copied):
    before = keys(copied)
    (copied / "suites" / ASSIGNMENT / "ewma" / "__pycache__").mkdir(exist_ok=True)
    (copied / "suites" / ASSIGNMENT / "ewma" / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert keys(copied) == before
    assert len(set(before.values())) == len(before)


@pytest.mark.parametrize(
    "file", ["test_ewma.py", "probes.py", "wrong.py", "exercise.toml", "data.csv"]
)
def test_a_change_in_one_folder_is_a_change_of_that_exercise(copied, file):
    before = keys(copied)
    with (copied / "suites" / ASSIGNMENT / "ewma" / file).open("a") as opened:
        opened.write("\n# changed\n")
    assert changed(before, keys(copied)) == {"ewma"}


def test_other_points_are_a_change_of_that_exercise(copied):
    before = keys(copied)
    path = copied / "suites" / ASSIGNMENT / "ewma" / "exercise.toml"
    path.write_text(path.read_text().replace("value = 3,", "value = 4,"))
    assert changed(before, keys(copied)) == {"ewma"}


def test_another_reference_is_a_change_of_the_exercises_that_use_it(copied):
    before = keys(copied)
    rewrite(copied, "ewma", "v = beta * v + ", "v = v * beta + ")
    after = keys(copied)
    assert "ewma" in changed(before, after)
    assert "clip_by_global_norm" not in changed(before, after)


def test_what_a_text_says_decides_no_result(copied):
    before = keys(copied)
    rewrite(copied, "ewma", "One number is enough", "A single number is enough")
    assert changed(before, keys(copied)) == set()


def test_an_experiment_of_the_solutions_decides_no_result(copied):
    before = keys(copied)
    rewrite(copied, "moving_average", "np.random.default_rng(2)", "np.random.default_rng(99)")
    assert changed(before, keys(copied)) == set()


def test_another_import_is_a_change_of_the_exercises_whose_reference_uses_it(copied):
    before = keys(copied)
    rewrite(copied, "index", "import numpy as np\n", "import numpy as np  # np\n")
    found = changed(before, keys(copied))
    assert {"adam_step", "clip_by_global_norm"} <= found
    assert "momentum_step" not in found  # it needs nothing but arithmetic


@pytest.mark.parametrize("what", [{"seed": "another"}, {"limits": "others"}])
def test_another_seed_or_another_limit_is_a_change_of_all(copied, what):
    before = keys(copied)
    assert changed(before, keys(copied, **what)) == set(before)


def test_a_module_that_exercises_share_is_a_change_of_all(copied):
    before = keys(copied)
    (copied / "suites" / ASSIGNMENT / "shared.py").write_text("x = 1\n")
    assert changed(before, keys(copied)) == set(before)


def test_the_part_of_the_reference_is_followed_through_what_it_names(copied):
    folders = load_assignment(ASSIGNMENT, copied / "suites")
    rewrite(copied, "ewma", "def ewma", "def helper():\n    return adam_step\n\n\ndef ewma")
    reference = load_reference(ASSIGNMENT, folders, copied / "solutions")
    ewma = next(f for f in folders if f.function == "ewma")
    parts = reference_parts(ewma, folders, reference)
    assert any("def adam_step" in part for part in parts)
    assert any("import numpy" in part for part in parts)
    assert not any("def clip_by_global_norm" in part for part in parts)


def test_the_key_of_a_submission_is_of_its_content_and_its_student(tmp_path):
    made = []
    for student, content in (("ada", "{}"), ("alan", "{}"), ("grace", "[]")):
        folder = tmp_path / student / "a"
        folder.mkdir(parents=True)
        (folder / "a.ipynb").write_text(content)
        submission = describe_submission(student, "a", folder)
        made.append(
            (
                read_submission(submission).content_hash,
                exercise_keys(submission, "c", {"f": "e"})["f"],
            )
        )
    (ada, ada_f), (alan, alan_f), (grace, _) = made
    assert ada == alan != grace
    assert ada_f != alan_f


def test_what_cannot_be_read_has_a_key_too(tmp_path):
    submission = describe_submission("ada", "a", tmp_path)
    assert len(read_submission(submission).content_hash) == 64
