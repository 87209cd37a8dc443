"""A course with suites of its own beside the program's: one command, one settings file."""

import json
import shutil
import stat
from pathlib import Path

import numpy as np
import pytest

from autograder.authoring.synthetic_class import make_course
from autograder.bank.exercise import load_assignment
from autograder.bank.places import find_places
from autograder.bank.solution import load_reference
from autograder.cli.grade import _handed_in
from autograder.course.directory import open_course
from tests.autograder.pipeline.conftest import autograder

LIN = Path(__file__).parent / "data" / "lin"
SUITES, SOLUTIONS = LIN / "suites", LIN / "solutions"


def test_a_class_is_made_where_an_exercise_has_no_versions(tmp_path):
    made = make_course(tmp_path, ["lin"], 12, 1, suites=SUITES, solutions=SOLUTIONS)
    truth = json.loads(made.truth.read_text())["lin"]
    assert len(truth) == 12
    outcomes = {s["exercises"]["is_regular"]["outcome"] for s in truth.values()}
    assert {"passed", "not_started"} <= outcomes


def test_a_helper_in_a_locked_cell_that_does_more_is_there_for_the_solution():
    reference = load_reference("lin", load_assignment("lin", SUITES), SOLUTIONS)
    assert reference.functions["is_regular"](np.eye(2)) is True
    assert reference.functions["is_regular"](np.zeros((2, 2))) is False
    prelude = "\n".join(reference.prelude())
    assert "def scale(M)" in prelude
    assert "import numpy as np" in prelude
    assert "np.eye" not in prelude  # no solution needs it


def test_constants_that_a_helper_needs_come_with_it(tmp_path):
    shutil.copytree(LIN, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "solutions" / "lin" / "lin.ipynb"
    text = path.read_text().replace("return M / 2", "return M / HALF")
    path.write_text(text.replace("n = 4\\n", "n = 4\\nHALF = n / 2\\nslow = n ** 9\\n"))
    folders = load_assignment("lin", tmp_path / "suites")
    reference = load_reference("lin", folders, tmp_path / "solutions")
    namespace = {}
    exec("\n".join([*reference.prelude(), reference.source("is_regular")]), namespace)
    assert namespace["is_regular"](np.eye(2))
    assert reference.functions["is_regular"](np.eye(2))
    assert "slow" not in namespace


@pytest.mark.parametrize("own", ["suites", "suites/lin"])
@pytest.mark.parametrize("name", ["lin", "*"])
def test_suites_of_the_settings_stand_beside_the_programs(own, name):
    places = find_places(own_suites={name: LIN / own}, own_solutions={name: SOLUTIONS})
    assert places.suites["lin"] == SUITES
    assert places.solutions_of("lin") == SOLUTIONS
    assert places.suites["neurons"] != SUITES
    assert places.solutions_of("neurons").parent.samefile(Path("autograder").parent)


def test_what_was_handed_in_and_has_no_suites_is_named(tmp_path):
    for folder in ("s1/lin", "s1/neurons", "s2/lin", "s2/.hidden"):
        (tmp_path / "submitted" / folder).mkdir(parents=True)
    course = open_course(tmp_path)
    assert _handed_in(course, ["losses", "neurons"]) == (["neurons"], {"lin": 2})
    assert _handed_in(course, ["lin", "neurons"]) == (["lin", "neurons"], {})


@pytest.mark.slow
def test_one_command_grades_both_and_nothing_with_grades_is_open_to_others(tmp_path):
    shutil.copytree(LIN, tmp_path / "own")
    for name, notebook in (
        ("lin", LIN / "lin.ipynb"),
        ("neurons", "exercises/neurons/neurons.ipynb"),
    ):
        folder = tmp_path / "submitted" / "s1" / name
        folder.mkdir(parents=True)
        shutil.copy(notebook, folder / f"{name}.ipynb")
    settings = tmp_path / "autograder.toml"
    settings.write_text('seed = "abcdefghij"\n')
    done = autograder("grade", "--course", tmp_path)
    assert "not graded: lin, handed in by 1" in " ".join(done.stderr.split())
    settings.write_text(
        'seed = "abcdefghij"\n[suites]\nlin = "own/suites"\n[solutions]\nlin = "own/solutions"\n'
    )
    results = tmp_path / "out" / "results.json"
    done = autograder("grade", "--course", tmp_path, "--json", results)
    assert "not graded" not in done.stderr
    points = {
        run["assignment"]: run["submissions"][0]["points"]
        for run in json.loads(results.read_text())
    }
    assert points == {"lin": 2, "neurons": 0}
    autograder("report", "lin", "--course", tmp_path)
    autograder("feedback", "lin", "--course", tmp_path)
    autograder("export", "--to", "csv", "--course", tmp_path)
    given = {"submitted", "own", "autograder.toml"}
    written = [p for p in tmp_path.rglob("*") if p.relative_to(tmp_path).parts[0] not in given]
    assert {"gradebook.db", "grades.csv", "results.json", "lin.html"} <= {p.name for p in written}
    open_to_others = [p for p in written if stat.S_IMODE(p.stat().st_mode) & 0o077]
    assert open_to_others == []


def test_suites_that_import_probe_from_its_earlier_place_are_read(tmp_path):
    shutil.copytree(LIN, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "suites" / "lin" / "is_regular" / "probes.py"
    text = path.read_text()
    path.write_text(text.replace("handbook.check.exercise_data", "handbook.diagnosis"))
    assert path.read_text() != text
    [folder] = load_assignment("lin", tmp_path / "suites")
    assert [probe.label for probe in folder.visible()] == ["unit"]
