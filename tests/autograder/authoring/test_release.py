"""What a student receives, and what must never be in it."""

import ast
import io
import json
import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.release import LeakError, build_release, differences, write_release
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import SUITES, load_assignment
from autograder.bank.solution import SOLUTIONS
from handbook.check import Checker
from tests.autograder.banks import versions

ASSIGNMENT = "optimizers"


@pytest.fixture(scope="module")
def release():
    return build_release(ASSIGNMENT)


@pytest.fixture(scope="module")
def notebook(release):
    return nbformat.reads(release.files[f"{ASSIGNMENT}.ipynb"], as_version=4)


def test_the_committed_exercises_are_what_the_sources_make(release):
    assert differences(release) == []


def test_two_releases_are_the_same_bytes(release):
    again = build_release(ASSIGNMENT)
    assert (again.files, again.kit) == (release.files, release.kit)


def test_each_stub_says_that_it_is_not_started(notebook):
    functions = {f.function for f in load_assignment(ASSIGNMENT)}
    stubs = {
        c.metadata.nbgrader.grade_id: c.source
        for c in notebook.cells
        if c.metadata.get("nbgrader", {}).get("grade_id") in functions
    }
    assert set(stubs) == functions
    for name, source in stubs.items():
        assert f'raise NotImplementedError("{name}: not started")' in source
        [definition] = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
        assert ast.get_docstring(definition)


def test_points_in_the_notebook_are_those_of_the_exercises(notebook):
    points = {
        c.metadata.nbgrader.grade_id: c.metadata.nbgrader.points
        for c in notebook.cells
        if c.metadata.get("nbgrader", {}).get("grade")
    }
    for folder in load_assignment(ASSIGNMENT):
        assert points[f"{folder.function}-score"] == folder.points


def test_score_cells_are_locked_and_hold_no_test(notebook):
    for cell in notebook.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("grade") and not nbgrader.get("solution"):
            assert nbgrader["locked"]
            assert ast.parse(cell.source).body == []


def test_nothing_a_student_receives_imports_the_autograder(release):
    with zipfile.ZipFile(io.BytesIO(release.kit)) as kit:
        texts = {name: kit.read(name).decode() for name in kit.namelist()}
    assert f"{ASSIGNMENT}/handbook/check/checker.py" in texts
    for name, text in texts.items():
        assert "import autograder" not in text, name
        assert "from autograder" not in text, name


def test_the_kit_runs_alone(release, tmp_path, monkeypatch):
    import subprocess
    import sys

    with zipfile.ZipFile(io.BytesIO(release.kit)) as kit:
        kit.extractall(tmp_path)
    program = "from handbook.check import check\ndef adam_step(*args): raise NotImplementedError\n"
    program += "import handbook; print(handbook.__file__); print(check('adam_step'))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path / ASSIGNMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(tmp_path) in done.stdout
    assert "adam_step: not started" in done.stdout


def copies(tmp_path):
    suites, solutions = tmp_path / "suites", tmp_path / "solutions"
    shutil.copytree(SUITES, suites)
    shutil.copytree(SOLUTIONS, solutions)
    return suites, solutions


def edit(path: Path, change) -> None:
    notebook = json.loads(path.read_text())
    change(notebook["cells"])
    path.write_text(json.dumps(notebook))


def cell_of(cells, grade_id):
    return next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def test_a_solution_outside_its_markers_is_refused(tmp_path):
    suites, solutions = copies(tmp_path)
    path = solutions / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    source = "".join(cell_of(json.loads(path.read_text())["cells"], "adam_step")["source"])
    line = max(
        source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0].splitlines(), key=len
    )

    def tell(cells):
        cells.append(
            {"cell_type": "markdown", "id": "told", "metadata": {}, "source": f"As in {line}"}
        )

    edit(path, tell)
    with pytest.raises(LeakError, match="a line of the solution"):
        build_release(ASSIGNMENT, suites=suites, solutions=solutions)


def test_a_solution_cell_without_markers_is_refused(tmp_path):
    suites, solutions = copies(tmp_path)

    def unmark(cells):
        cell = cell_of(cells, "adam_step")
        cell["source"] = "".join(cell["source"]).replace("### ", "# ")

    edit(solutions / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", unmark)
    with pytest.raises(LeakError, match="marks no solution"):
        build_release(ASSIGNMENT, suites=suites, solutions=solutions)


def test_the_name_of_a_hidden_test_is_refused(tmp_path):
    suites, solutions = copies(tmp_path)
    name = "test_later_steps_are_corrected_less"

    def tell(cells):
        cells.append({"cell_type": "markdown", "id": "told", "metadata": {}, "source": name})

    edit(solutions / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", tell)
    with pytest.raises(LeakError, match="the name of a hidden test"):
        build_release(ASSIGNMENT, suites=suites, solutions=solutions)


def test_points_that_disagree_are_refused(tmp_path):
    suites, solutions = copies(tmp_path)

    def raise_points(cells):
        cell_of(cells, "adam_step-score")["metadata"]["nbgrader"]["points"] = 50

    edit(solutions / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", raise_points)
    with pytest.raises(ExerciseError, match="gives 50 points"):
        build_release(ASSIGNMENT, suites=suites, solutions=solutions)


def test_another_file_in_the_released_folder_is_noticed(release, tmp_path):
    for name, text in release.files.items():
        (tmp_path / ASSIGNMENT).mkdir(exist_ok=True)
        (tmp_path / ASSIGNMENT / name).write_text(text)
    assert differences(release, tmp_path) == []
    (tmp_path / ASSIGNMENT / "optimizers_source.md").write_text("the solution")
    assert "no part of the release" in differences(release, tmp_path)[0]


def test_every_exercise_can_be_checked_from_the_released_file(release, tmp_path):
    (tmp_path / "checks.json").write_text(release.files["checks.json"])
    checker = Checker(tmp_path / "checks.json")
    for folder in load_assignment(ASSIGNMENT):
        known = versions(folder.function)
        for version in known.right:
            assert checker(version.function).passed, version.name
        for version in known.wrong:
            assert checker(version.function).verdict.mistake == version.verdict, version.name


def change_first_float(checks, change):
    """The checks with their first expected number that is no whole one changed."""
    data = json.loads(checks)
    array = next(
        probe["expected"]["value"]["array"]
        for exercise in data["exercises"].values()
        for probe in exercise["probes"]
        if isinstance(probe["expected"].get("value"), dict)
        and any(x % 1 for x in probe["expected"]["value"].get("array", ()))
    )
    place = next(i for i, x in enumerate(array) if x % 1)
    array[place] = change(array[place])
    return json.dumps(data)


def released_to(folder, release, checks):
    target = folder / ASSIGNMENT
    target.mkdir()
    (target / f"{ASSIGNMENT}.ipynb").write_text(release.files[f"{ASSIGNMENT}.ipynb"])
    (target / "checks.json").write_text(checks)
    return target


def test_last_digits_of_another_processor_are_no_difference_and_are_left(release, tmp_path):
    checks = change_first_float(release.files["checks.json"], lambda x: x * (1 + 1e-15))
    assert checks != release.files["checks.json"]
    target = released_to(tmp_path, release, checks)
    assert differences(release, tmp_path) == []
    write_release(release, tmp_path, tmp_path / "kits")
    assert (target / "checks.json").read_text() == checks


def test_another_expected_value_is_noticed_and_written(release, tmp_path):
    checks = change_first_float(release.files["checks.json"], lambda x: x * (1 + 1e-9))
    target = released_to(tmp_path, release, checks)
    assert len(differences(release, tmp_path)) == 1
    write_release(release, tmp_path, tmp_path / "kits")
    assert (target / "checks.json").read_text() == release.files["checks.json"]


@pytest.mark.parametrize("place", ["assignment.toml", "adam_step/exercise.toml"])
def test_names_of_mistakes_are_left_out_where_the_settings_say_so(release, tmp_path, place):
    suites, solutions = copies(tmp_path)
    path = suites / ASSIGNMENT / place
    path.write_text("name_mistakes = false\n" + (path.read_text() if path.exists() else ""))
    quiet = build_release(ASSIGNMENT, suites=suites, solutions=solutions).files["checks.json"]
    open_checks = json.loads(release.files["checks.json"])["exercises"]
    checks = json.loads(quiet)["exercises"]
    silent = {name for name in checks if not checks[name]["wrong"]}
    assert silent == ({"adam_step"} if place.startswith("adam") else set(checks))
    for wrong in open_checks["adam_step"]["wrong"]:
        assert wrong["message"] not in json.dumps(checks["adam_step"])
    # What is measured is still said.
    (tmp_path / "checks.json").write_text(quiet)
    report = Checker(tmp_path / "checks.json")(versions("adam_step").wrong[0].function)
    assert report.verdict.outcome == "wrong"
    assert report.verdict.evidence is not None


def test_an_unknown_setting_of_an_assignment_is_named(tmp_path):
    suites, solutions = copies(tmp_path)
    (suites / ASSIGNMENT / "assignment.toml").write_text("name_mistake = false\n")
    with pytest.raises(ExerciseError, match=r"unknown .*name_mistake"):
        build_release(ASSIGNMENT, suites=suites, solutions=solutions)
