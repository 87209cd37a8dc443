"""What a student receives, and what must never be in it."""

import ast
import io
import json
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.leak_check import LeakError, leaks
from autograder.authoring.release import build_release, differences, write_release
from autograder.bank.assignment_notebook import INDEX
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import SUITES, load_assignment
from autograder.bank.solution import SOLUTIONS, load_reference
from handbook.check import Checker
from tests.autograder.banks import versions

pytestmark = pytest.mark.slow

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


def by_hand(tmp_path):
    """Copies of suites and solutions without the text, so that the notebook is the source."""
    suites, solutions = copies(tmp_path)
    for path in (solutions / ASSIGNMENT).glob("*.md"):
        path.unlink()
    return suites, solutions


def tell(solutions, text):
    """Let the text of the assignment say something that students will read."""
    path = solutions / ASSIGNMENT / INDEX
    path.write_text(
        path.read_text().replace("## Written answers\n", f"## Written answers\n\n{text}\n")
    )
    assert text in path.read_text()


def longest_line(text, begin, end):
    return max(text.split(begin)[1].split(end)[0].splitlines(), key=len).strip()


def test_a_solution_outside_its_markers_is_refused(tmp_path):
    suites, solutions = copies(tmp_path)
    text = (solutions / ASSIGNMENT / "adam_step.md").read_text()
    tell(solutions, "As in " + longest_line(text, "### BEGIN SOLUTION", "### END SOLUTION"))
    with pytest.raises(LeakError, match="a line of the solution of adam_step"):
        build_release(ASSIGNMENT, suites=suites, solutions=solutions)


def test_a_model_answer_outside_its_block_is_refused(tmp_path):
    suites, solutions = copies(tmp_path)
    text = (solutions / ASSIGNMENT / INDEX).read_text()
    tell(solutions, longest_line(text, ":::{answer} adamw", "\n:::"))
    with pytest.raises(LeakError, match="a line of the answer written-adamw"):
        build_release(ASSIGNMENT, suites=suites, solutions=solutions)


def test_a_mark_scheme_does_not_reach_the_students(tmp_path):
    suites, solutions = copies(tmp_path)
    path = solutions / ASSIGNMENT / INDEX
    text = path.read_text()
    last = re.findall(r"^:::\{answer\} (.*)$", text, flags=re.MULTILINE)[-1]
    scheme = f":::{{mark-scheme}} {last}\nHalf a point where no spread is given.\n:::\n"
    path.write_text(text.replace("\n## Where", f"\n{scheme}\n## Where"))
    release = build_release(ASSIGNMENT, suites=suites, solutions=solutions)
    assert "Half a point where" in release.assembled[1]
    assert "Half a point where" not in "".join(release.files.values())


def test_a_solution_cell_without_markers_is_refused(tmp_path):
    suites, solutions = by_hand(tmp_path)

    def unmark(cells):
        cell = cell_of(cells, "adam_step")
        cell["source"] = "".join(cell["source"]).replace("### ", "# ")

    edit(solutions / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", unmark)
    with pytest.raises(LeakError, match="marks no solution"):
        build_release(ASSIGNMENT, suites=suites, solutions=solutions)


def test_the_name_of_a_hidden_test_is_refused(tmp_path):
    suites, solutions = copies(tmp_path)
    tests = (suites / ASSIGNMENT / "adam_step" / "test_adam_step.py").read_text()
    tell(solutions, re.search(r"def (test_\w+)", tests)[1])
    with pytest.raises(LeakError, match="the name of a hidden test"):
        build_release(ASSIGNMENT, suites=suites, solutions=solutions)


def test_points_that_disagree_are_refused(tmp_path):
    suites, solutions = by_hand(tmp_path)

    def raise_points(cells):
        cell_of(cells, "adam_step-score")["metadata"]["nbgrader"]["points"] = 50

    edit(solutions / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", raise_points)
    with pytest.raises(ExerciseError, match="gives 50 points"):
        build_release(ASSIGNMENT, suites=suites, solutions=solutions)


def test_points_stand_once_and_reach_score_cell_and_introduction(tmp_path):
    suites, solutions = copies(tmp_path)
    path = suites / ASSIGNMENT / "adam_step" / "exercise.toml"
    path.write_text(re.sub(r"^points = .*", "points = 12.5", path.read_text(), flags=re.MULTILINE))
    release = build_release(ASSIGNMENT, suites=suites, solutions=solutions)
    cells = json.loads(release.files[f"{ASSIGNMENT}.ipynb"])["cells"]
    assert cell_of(cells, "adam_step-score")["metadata"]["nbgrader"]["points"] == 12.5
    others = sum(f.points for f in load_assignment(ASSIGNMENT) if f.function != "adam_step")
    assert f"{others + 12.5:g} points for the functions" in "".join(cells[0]["source"])


# --- The notebook with solutions is made as well.


def test_a_notebook_edited_by_hand_is_reported_and_made_again(tmp_path):
    suites, solutions = copies(tmp_path)
    path = solutions / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    before = path.read_text()
    edit(path, lambda cells: cells.pop())
    release = build_release(ASSIGNMENT, suites=suites, solutions=solutions)
    assert differences(release) == [
        f"{path} differs from what its text makes; edit the .md and run `autograder release`"
    ]
    assert path in write_release(release, tmp_path / "exercises", tmp_path / "kits")
    assert path.read_text() == before
    assert path not in write_release(release, tmp_path / "exercises", tmp_path / "kits")


def test_a_notebook_that_is_missing_is_reported(tmp_path):
    suites, solutions = copies(tmp_path)
    path = solutions / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.unlink()
    release = build_release(ASSIGNMENT, suites=suites, solutions=solutions)
    assert differences(release) == [f"{path} is missing"]


def test_without_a_text_the_notebook_is_the_source_and_is_left_alone(tmp_path):
    suites, solutions = by_hand(tmp_path)
    path = solutions / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    edit(path, lambda cells: cells.pop())
    edited = path.read_text()
    release = build_release(ASSIGNMENT, suites=suites, solutions=solutions)
    write_release(release, tmp_path / "exercises", tmp_path / "kits")
    assert path.read_text() == edited


# --- No text of a solution reaches a student, whatever copies it.


def leaks_of(files):
    folders = load_assignment(ASSIGNMENT)
    return leaks(files, folders, load_reference(ASSIGNMENT, folders))


def test_the_text_of_a_solution_among_released_files_is_found_by_name_and_by_what_it_holds():
    text = (SOLUTIONS / ASSIGNMENT / "adam_step.md").read_text()
    assert "docs/adam_step.md would be released" in leaks_of({"docs/adam_step.md": ""})[0]
    assert any("a line of the solution of adam_step" in leak for leak in leaks_of({"a.txt": text}))


def test_an_output_of_a_released_notebook_is_searched_too():
    line = "    ### BEGIN SOLUTION"
    output = {"output_type": "stream", "name": "stdout", "text": ["ok\n", line]}
    cell = {"cell_type": "code", "source": [], "outputs": [output], "metadata": {}}
    assert leaks_of({"a.ipynb": json.dumps({"cells": [cell], "metadata": {}})})


def test_the_kit_holds_no_text_of_a_solution(release):
    with zipfile.ZipFile(io.BytesIO(release.kit)) as kit:
        files = {name: kit.read(name).decode() for name in kit.namelist()}
    assert leaks_of(files) == []
    assert not [name for name in files if name.endswith(".md")]


@pytest.mark.nbgrader
def test_what_nbgrader_itself_releases_holds_no_text_of_a_solution(tmp_path, root, monkeypatch):
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import PyFileConfigLoader

    # nbgrader finds alembic by its name.
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    shutil.copytree(SOLUTIONS, tmp_path / "solutions")
    assert (tmp_path / "solutions" / ASSIGNMENT / "adam_step.md").is_file()
    config = PyFileConfigLoader(str(root / "nbgrader_config.py")).load_config()
    config.CourseDirectory.root = str(tmp_path)
    config.CourseDirectory.db_url = f"sqlite:///{tmp_path}/gradebook.db"
    result = NbGraderAPI(config=config).generate_assignment(ASSIGNMENT)
    assert result["success"], result["log"]
    released = tmp_path / "exercises" / ASSIGNMENT
    files = {p.name: p.read_text() for p in released.rglob("*") if p.is_file()}
    assert list(files) == [f"{ASSIGNMENT}.ipynb"]
    assert leaks_of(files) == []


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
