"""The autograder package, run as Gradescope's harness runs it."""

import io
import json
import os
import shutil
import tomllib
import zipfile
from dataclasses import fields

import jsonschema
import pytest

from autograder.bank.exercise import SUITES, load_assignment
from autograder.course.directory import open_course
from autograder.course.settings import Settings, load_settings
from autograder.export import gradescope_run
from autograder.export.bundle import settings_text
from tests.autograder.banks import points_of_functions, versions
from tests.autograder.export.conftest import ASSIGNMENT, DATA, run
from tests.autograder.export.gradescope_harness import Gradescope

SCHEMA = json.loads((DATA / "gradescope-results.schema.json").read_text())
EXERCISES = [folder.function for folder in load_assignment(ASSIGNMENT)]


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    result = run("export", ASSIGNMENT, "--to", "gradescope", "--course", root)
    assert result.exit_code == 0, result.output
    return root / "export" / f"{ASSIGNMENT}-gradescope.zip"


@pytest.fixture(scope="module")
def gradescope(package, tmp_path_factory):
    made = Gradescope(package, tmp_path_factory.mktemp("gradescope") / "autograder")
    done = made.setup()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing is installed" in done.stdout
    return made


@pytest.fixture(scope="module")
def solution(root):
    return root / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


@pytest.fixture(scope="module")
def wrong(gradescope, solution, tmp_path_factory):
    """The results of a notebook with a named wrong version in it, and an attack."""
    known = next(v for v in versions("adam_step").wrong if v.name == "nocorr")
    attack = (
        "import glob, os\n"
        "def ewma(*arguments, **named):\n"
        "    for path in glob.glob('/autograder/**/test_*.py', recursive=True):\n"
        "        raise ValueError(open(path).read())\n"
        "    open('/autograder/results/results.json', 'w').write('{\"score\": 99}')\n"
    )
    folder = tmp_path_factory.mktemp("wrong")
    notebook = rewritten(solution, folder, {"adam_step": known.source, "ewma": attack})
    return checked(gradescope.grade(notebook))


def rewritten(solution, folder, sources):
    notebook = json.loads(solution.read_text())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in sources:
            cell["source"] = sources[name]
    path = folder / f"{ASSIGNMENT}.ipynb"
    path.write_text(json.dumps(notebook))
    return path


def checked(graded):
    """The results of a run, after they were held against the documented form."""
    assert graded.code == 0, graded.printed
    jsonschema.validate(graded.results, SCHEMA)
    scored = [test for test in graded.results["tests"] if "score" in test]
    assert graded.results["score"] == pytest.approx(sum(test["score"] for test in scored))
    assert [test["name"].split(":")[0] for test in scored] != []
    return graded.results


def both_of(results, function):
    """(visible, scored) of one exercise."""
    both = [t for t in results["tests"] if t["name"].startswith(f"{function}:")]
    [scored] = [t for t in both if "score" in t]
    [visible] = [t for t in both if "score" not in t]
    return visible, scored


def names_in(package):
    with zipfile.ZipFile(io.BytesIO(package.read_bytes())) as archive:
        return {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}


def test_the_package_has_its_two_programs_at_its_root(package):
    names = names_in(package)
    assert names["setup.sh"] == names["run_autograder"] == 0o755


def test_the_package_holds_this_assignment_and_nothing_of_a_course(package):
    names = names_in(package)
    assert f"grader/solutions/{ASSIGNMENT}/{ASSIGNMENT}.ipynb" in names
    assert all(f"grader/suites/{ASSIGNMENT}/{name}/exercise.toml" in names for name in EXERCISES)
    assert not [n for n in names if n.startswith("grader/solutions/") and n.endswith(".md")]
    assert not [n for n in names if "submitted" in n or "gradebook.db" in n or ".pyc" in n]


def test_the_package_draws_the_courses_own_hidden_inputs(package, tmp_path):
    with zipfile.ZipFile(package) as archive:
        archive.extract("grader/course/autograder.toml", tmp_path)
    inside = load_settings(open_course(tmp_path / "grader" / "course"))
    assert inside == load_settings(open_course(package.parents[1]))


def test_every_setting_that_decides_a_result_goes_into_the_package():
    decide = {
        "cell_seconds": 2.5,
        "submission_seconds": 60.0,
        "failed_twice": "open",
        "definitions": "last",
        "name_mistakes": False,
        "unnamed_assignments": ("losses",),
    }
    ours = Settings("the secret of a course", "deep", **decide)
    inside = tomllib.loads(settings_text(ours))
    assert {name: inside[name] for name in decide} == {**decide, "unnamed_assignments": ["losses"]}
    stays = {"attempts", "readable", "roster", "due", "late", "teams", "db", "packages", "timezone"}
    stays |= {"trust_timestamps", "grace_minutes", "extensions", "suites", "solutions"}
    assert {f.name for f in fields(Settings)} == stays | set(inside)


@pytest.mark.parametrize("definitions", ["own", "last"])
def test_of_two_definitions_that_of_the_settings_counts_on_gradescope(
    package, tmp_path, monkeypatch, definitions
):
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "source")
    settings = tmp_path / "source" / "grader" / "course" / "autograder.toml"
    text = settings.read_text().replace('definitions = "own"', f'definitions = "{definitions}"')
    settings.write_text(text)
    plans = []

    def no_grader(plan):
        plans.append(plan)
        raise gradescope_run.Failed("the plan is all that is asked for")

    monkeypatch.setattr(gradescope_run, "Grader", no_grader)
    assert gradescope_run.main(str(tmp_path)) == 1
    assert plans[0].own_cells == (definitions == "own")


def test_the_same_sources_make_the_same_package(package, tmp_path):
    words = (
        "--to",
        "gradescope",
        "--course",
        package.parents[1],
        "--output",
        tmp_path / "again.zip",
    )
    assert run("export", ASSIGNMENT, *words).exit_code == 0
    assert (tmp_path / "again.zip").read_bytes() == package.read_bytes()


@pytest.mark.slow
def test_a_right_submission_gets_all_points(gradescope, solution):
    results = checked(gradescope.grade(solution))
    assert results["score"] == points_of_functions()
    assert {test["status"] for test in results["tests"]} == {"passed"}


@pytest.mark.slow
def test_a_wrong_submission_is_told_the_named_mistake_and_nothing_hidden(wrong):
    visible, scored = both_of(wrong, "adam_step")
    assert "both start at 0 and are too small at first" in visible["output"]
    assert visible["visibility"] == "visible"
    assert 0 <= scored["score"] < scored["max_score"]
    assert scored["visibility"] == "after_due_date"
    assert "- Later steps are corrected less" in scored["output"]
    text = json.dumps(wrong)
    for folder in load_assignment(ASSIGNMENT):
        source = folder.tests.read_text()
        for line in (line.strip() for line in source.splitlines()):
            assert len(line) < 30 or line not in text
    assert "def test_" not in text
    assert "assert" not in text


@pytest.mark.slow
def test_a_submission_cannot_write_its_own_results(wrong):
    visible, scored = both_of(wrong, "ewma")
    assert wrong["score"] < points_of_functions()
    assert scored["score"] == 0
    assert visible["status"] == scored["status"] == "failed"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([], "No notebook named optimizers.ipynb was handed in."),
        ([f"{ASSIGNMENT}.ipynb"], "The notebook could not be read: it is not valid JSON"),
    ],
    ids=["missing", "unreadable"],
)
def test_a_missing_or_unreadable_notebook_gets_no_points_and_the_reason(
    gradescope, tmp_path, files, says
):
    for name in files:
        (tmp_path / name).write_text("{ no notebook")
    results = checked(gradescope.grade(*(tmp_path / name for name in files)))
    assert results["score"] == 0
    assert says in results["output"]


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="only root can make the container's refusals")
def test_in_a_container_that_refuses_namespaces_grading_uses_the_container_mode(
    gradescope, solution
):
    graded = gradescope.elsewhere("docker").grade(solution)
    assert checked(graded)["score"] == points_of_functions()
    assert "isolation: container" in graded.printed


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="only root can take the kernel's filters away")
def test_where_nothing_isolates_no_result_is_written_and_so_no_zero(gradescope, solution):
    graded = gradescope.elsewhere("docker,nolandlock").grade(solution)
    assert graded.code != 0
    assert graded.results is None  # Gradescope then says that the autograder failed
    assert "The grader failed, not the submission" in graded.printed


@pytest.mark.slow
def test_without_isolation_is_graded_only_when_asked_for_and_stamped(
    gradescope, package, solution, tmp_path
):
    words = ("--to", "gradescope", "--course", package.parents[1], "--unsafe")
    assert run("export", ASSIGNMENT, *words, "--output", tmp_path / "u.zip").exit_code == 0
    told = gradescope.root / "source" / "gradescope.json"
    safe = told.read_text()
    with zipfile.ZipFile(tmp_path / "u.zip") as archive:
        told.write_bytes(archive.read(told.name))  # all that is different
    try:
        graded = gradescope.elsewhere("docker,nolandlock").grade(solution)
    finally:
        told.write_text(safe)
    assert "NOT ISOLATED" in checked(graded)["output"]


def test_points_can_be_shown_at_once(package, tmp_path):
    words = ("--to", "gradescope", "--course", package.parents[1], "--visibility", "visible")
    run("export", ASSIGNMENT, *words, "--output", tmp_path / "open.zip")
    with zipfile.ZipFile(tmp_path / "open.zip") as archive:
        assert json.loads(archive.read("gradescope.json"))["visibility"] == "visible"


def test_suites_of_ones_own_go_into_the_package(package, tmp_path):
    suites = tmp_path / "suites"
    shutil.copytree(SUITES / ASSIGNMENT, suites / ASSIGNMENT)
    toml = suites / ASSIGNMENT / "ewma" / "exercise.toml"
    toml.write_text("# ours\n" + toml.read_text())
    words = ("--to", "gradescope", "--course", package.parents[1], "--suites", suites)
    run("export", ASSIGNMENT, *words, "--output", tmp_path / "own.zip")
    with zipfile.ZipFile(tmp_path / "own.zip") as archive:
        assert archive.read(f"grader/suites/{ASSIGNMENT}/ewma/exercise.toml").startswith(b"# ours")


def test_an_unknown_assignment_is_named_with_the_known_ones(tmp_path):
    result = run("export", "optimisers", "--to", "gradescope", "--course", tmp_path)
    assert result.exit_code == 1
    assert "no assignment named 'optimisers'" in " ".join(result.stderr.split())
