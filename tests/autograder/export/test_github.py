"""The two repositories for GitHub Classroom, run as far as that goes without the service."""

import json
import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.authoring.leak_check import MARKERS, leaks
from autograder.authoring.release import build_release
from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference
from tests.autograder.banks import points_of_answers, points_of_functions, version, versions
from tests.autograder.export.conftest import ASSIGNMENT, run
from tests.patience import HANGS

NOTEBOOK = f"{ASSIGNMENT}.ipynb"

# Stands before the real Python: a workflow's installation is held against what is installed here.
PYTHON = """\
#!{python}
import os, sys
if sys.argv[1:4] == ["-m", "pip", "install"]:
    assert sys.argv[4:6] == ["--require-hashes", "-r"], sys.argv
    assert os.path.isfile(sys.argv[6]), sys.argv
    print("installed", sys.argv[6])
else:
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
"""
SUDO = '#!/bin/sh\necho sudo "$@"\n'
# `gh` as far as collecting needs it: the list of repositories, and clones of local ones.
GH = """\
#!{python}
import os, subprocess, sys
home = os.environ["FAKE_GITHUB"]
if sys.argv[1:3] == ["api", "--paginate"]:
    assert sys.argv[3] == "/assignments/77/accepted_assignments?per_page=100", sys.argv
    print(open(home + "/accepted.json").read())
elif sys.argv[1:3] == ["repo", "clone"]:
    source, target = home + "/" + sys.argv[3], sys.argv[4]
    assert sys.argv[5] == "--", sys.argv
    sys.exit(subprocess.run(["git", "clone", *sys.argv[6:], source, target]).returncode)
else:
    sys.exit("gh: unknown " + " ".join(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    result = run("export", ASSIGNMENT, "--to", "github", "--course", root)
    assert result.exit_code == 0, result.output
    return root / "export" / f"{ASSIGNMENT}-github"


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    """A folder for the head of the path, with what a runner has and this machine may lack."""
    folder = tmp_path_factory.mktemp("tools")
    for name, text in (("python", PYTHON), ("sudo", SUDO), ("gh", GH)):
        (folder / name).write_text(
            text.replace("{python!r}", repr(sys.executable)).replace("{python}", sys.executable)
        )
        (folder / name).chmod(0o755)
    return folder


def workflow(path):
    return yaml.safe_load(path.read_text())


def steps_of(path):
    [job] = workflow(path)["jobs"].values()
    return job, job["steps"]


def run_steps(path, repository, tools, variables, inputs=None):
    """Execute the `run` steps of a workflow in order, up to the first that fails."""
    job, steps = steps_of(path)
    said = {}
    for step in steps:
        if "run" not in step:
            continue
        wanted = {**job.get("env", {}), **step.get("env", {})}
        given = {name: expression(value, inputs or {}) for name, value in wanted.items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=repository,
            env={
                "PATH": f"{tools}:{Path(sys.executable).parent}:{os.environ['PATH']}",
                "HOME": str(repository),
                "LANG": "C.UTF-8",
                "GITHUB_ACTIONS": "true",
                **variables,
                **given,
            },
            capture_output=True,
            text=True,
            timeout=HANGS,
            check=False,
        )
        said[step["name"]] = done
        if done.returncode != 0:
            break
    return said


def expression(value, inputs):
    """What GitHub puts in the place of ${{ … }}."""
    known = {f"inputs.{name}": text for name, text in inputs.items()}
    known["secrets.CLASSROOM_TOKEN"] = "token"
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: known[found[1]], value)


@pytest.mark.parametrize(
    "path", ["student/.github/workflows/check.yml", "instructor/.github/workflows/collect.yml"]
)
def test_a_workflow_is_of_the_form_that_github_documents(exported, path):
    read = workflow(exported / path)
    assert set(read) <= {"name", True, "permissions", "concurrency", "jobs"}  # YAML 1.1: on
    assert read["permissions"] == {"contents": "read"}
    job, steps = steps_of(exported / path)
    assert set(job) <= {"runs-on", "timeout-minutes", "env", "steps"}
    for step in steps:
        assert set(step) <= {"name", "uses", "with", "run", "env", "if"}
        assert ("uses" in step) != ("run" in step)
        assert "${{" not in step.get("run", ""), "an input in a script could be a command"
        assert re.fullmatch(r"actions/[a-z-]+@v\d+", step.get("uses", "actions/x@v1"))


# A student's repository -------------------------------------------------------------------------


def student_texts(exported):
    paths = [path for path in (exported / "student").rglob("*") if path.is_file()]
    return {
        path.relative_to(exported / "student").as_posix(): path.read_text(errors="replace")
        for path in paths
    }


def test_a_students_repository_holds_nothing_hidden(exported):
    texts = student_texts(exported)
    assert {NOTEBOOK, "checks.json", "requirements.txt", ".github/workflows/check.yml"} <= set(
        texts
    )
    everything = "\n".join(texts.values())
    assert not [marker for marker in MARKERS if marker in everything]
    for folder in load_assignment(ASSIGNMENT):
        tests = re.findall(r"def (test_\w+)", folder.tests.read_text())
        assert tests
        assert not [name for name in tests if name in everything]
    seed = re.search('seed = "(.*)"', (exported.parents[1] / "autograder.toml").read_text())[1]
    assert seed not in everything
    assert not [name for name in texts if name.startswith(("autograder", "solutions", "suites"))]
    folders = load_assignment(ASSIGNMENT)
    assert leaks(texts, folders, load_reference(ASSIGNMENT, folders)) == []


def test_an_instructors_repository_has_the_notebook_with_solutions_and_not_its_text(exported):
    solutions = exported / "instructor" / "grader" / "solutions"
    assert [p.name for p in solutions.rglob("*") if p.is_file()] == [NOTEBOOK]


def test_a_students_repository_has_what_a_release_has(exported):
    for name, text in build_release(ASSIGNMENT).files.items():
        assert (exported / "student" / name).read_text() == text


@pytest.mark.parametrize("lock", ["student/requirements.txt", "instructor/grader/requirements.txt"])
def test_the_pins_are_those_of_the_project_and_have_hashes(exported, root, lock):
    def pins(path):
        joined = path.read_text().replace("\\\n", " ")
        entries = [line.split("--hash=") for line in joined.splitlines()]
        return {str(Requirement(pin)): hashes for pin, *hashes in entries}

    ours, all_pins = pins(exported / lock), pins(root / "requirements.txt")
    versions = {
        (canonicalize_name(Requirement(p).name), str(Requirement(p).specifier)): h
        for p, h in all_pins.items()
    }
    for pin, hashes in ours.items():
        wanted = Requirement(pin)
        known = versions[canonicalize_name(wanted.name), str(wanted.specifier)]
        assert hashes
        assert {h.strip() for h in hashes} == {h.strip() for h in known}


def test_the_pins_of_the_grader_hold_all_that_it_needs(exported):
    text = (exported / "instructor" / "grader" / "requirements.txt").read_text()
    pinned = {canonicalize_name(name) for name in re.findall(r"(?m)^([\w.-]+)==", text)}
    project = metadata.requires("executable-deep-learning-handbook")
    for need in map(Requirement, project):
        marker = need.marker
        if marker is None or marker.evaluate({"extra": "autograder"}):
            assert canonicalize_name(need.name) in pinned


def push(exported, tmp_path, tools, sources):
    """What a student's push says: the workflow's steps on a notebook with these cells."""
    repository = tmp_path / "repository"
    for name, text in student_texts(exported).items():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text(text)
    notebook = json.loads((repository / NOTEBOOK).read_text())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = sources.get(name, cell["source"])
    (repository / NOTEBOOK).write_text(json.dumps(notebook, indent=1))
    summary = tmp_path / "summary.md"
    path = repository / ".github" / "workflows" / "check.yml"
    said = run_steps(path, repository, tools, {"GITHUB_STEP_SUMMARY": str(summary)})
    return said["Check the notebook"], summary.read_text()


def test_a_push_of_the_untouched_notebook_is_no_failure(exported, tmp_path, tools):
    done, summary = push(exported, tmp_path, tools, {})
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("::notice ") == len(load_assignment(ASSIGNMENT))
    assert f"0 of {len(load_assignment(ASSIGNMENT))} pass their visible checks" in done.stdout
    assert "| adam_step | not started |" in summary


def test_a_push_with_a_mistake_is_annotated_with_its_name(exported, tmp_path, tools):
    done, summary = push(exported, tmp_path, tools, {"adam_step": version("adam_step", "nocorr")})
    assert done.returncode == 1
    [line] = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert line.startswith("::error file=optimizers.ipynb,line=")
    assert "title=adam_step%3A wrong::" in line
    assert "both start at 0 and are too small at first" in line
    assert "both start at 0" in summary


def test_a_right_answer_passes_and_a_broken_cell_names_its_error(exported, tmp_path, tools):
    sources = {"ewma": "def ewma(:\n"}
    done, _ = push(exported, tmp_path, tools, sources)
    assert done.returncode == 1
    assert "title=ewma%3A not found::The cell that defines ewma could not be run" in done.stdout
    assert "SyntaxError" in done.stdout


def test_what_a_notebook_prints_is_no_command_to_github(exported, tmp_path, tools):
    source = (
        "print('::error::from the notebook')\n"
        "def ewma(*a, **k):\n"
        "    print('::stop-commands::x')\n"
        "    raise ValueError('50%\\n::error::forged | <b>')\n"
    )
    done, summary = push(exported, tmp_path, tools, {"ewma": source})
    assert "::error::from the notebook" not in done.stdout
    assert not [x for x in done.stdout.splitlines() if x.startswith(("::stop", "::error::"))]
    assert "50%25" in done.stdout
    assert "<b>" not in summary


@pytest.mark.slow
def test_an_endless_loop_is_ended_and_the_others_are_checked(exported, tmp_path, tools):
    endless = "def ewma(*a, **k):\n    while True:\n        pass\n"
    momentum = version("momentum_step", load_right("momentum_step"))
    done, _ = push(exported, tmp_path, tools, {"ewma": endless, "momentum_step": momentum})
    assert "title=ewma%3A time limit::The calls did not end within 10 s" in done.stdout
    assert re.search(r"(?m)^momentum_step +passed$", done.stdout)


def load_right(function):
    return versions(function).right[0].name


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (NOTEBOOK, "{}", "this is no notebook"),
        (NOTEBOOK, None, "No such file"),
        ("checks.json", "{", "is damaged"),
    ],
)
def test_a_damaged_file_is_named_and_not_mistaken_for_a_wrong_answer(
    exported, tmp_path, name, content, says
):
    for file in (NOTEBOOK, "checks.json"):
        (tmp_path / file).write_bytes((exported / "student" / file).read_bytes())
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_text(content)
    command = [sys.executable, "-m", "handbook.check.notebook_cli", NOTEBOOK]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert says in done.stderr


# Collecting and grading -------------------------------------------------------------------------


class GitHub:
    """An organisation of local repositories."""

    def __init__(self, root: Path) -> None:
        self.root, self.accepted = root, []

    def repository(self, name, students, commits):
        """Accept the assignment; each commit is (date, function that writes files)."""
        path = self.root / name
        path.mkdir(parents=True)
        self.git(path, "init", "--quiet", "--initial-branch=main")
        for date, write in commits:
            write(path)
            self.git(path, "add", "--all")
            self.git(path, "commit", "--quiet", "--allow-empty", "-m", "work", date=date)
        entry = {"students": [{"login": s} for s in students], "repository": {"full_name": name}}
        self.accepted.append(entry)
        # Two pages, one after the other, as `gh api --paginate` may print them.
        half = len(self.accepted) // 2
        pages = [json.dumps(p) for p in (self.accepted[:half], self.accepted[half:])]
        (self.root / "accepted.json").write_text("".join(pages))

    def git(self, path, *words, date="2026-02-01T12:00:00Z"):
        who = {
            f"GIT_{role}_{what}": "student@example.org"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        subprocess.run(["git", *words], cwd=path, check=True, env={**os.environ, **who, **dates})


@pytest.fixture
def github(tmp_path):
    return GitHub(tmp_path / "github")


def collect(exported, github, tools, course, *words):
    return subprocess.run(
        [
            sys.executable,
            exported / "instructor" / "collect.py",
            "77",
            ASSIGNMENT,
            "--course",
            course,
            *words,
        ],
        env={
            **os.environ,
            "PATH": f"{tools}:{os.environ['PATH']}",
            "FAKE_GITHUB": str(github.root),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def writes(text):
    return lambda path: (path / NOTEBOOK).write_text(text)


def test_the_newest_commit_before_the_deadline_is_collected(exported, github, tools, tmp_path):
    commits = [("2026-02-01T12:00:00Z", writes("early")), ("2026-02-03T12:00:00Z", writes("late"))]
    github.repository("org/optimizers-ada", ["ada"], commits)
    github.repository("org/optimizers-bob", ["bob"], commits[1:])
    github.repository("org/optimizers-team", ["cleo", "dan"], commits[:1])
    done = collect(exported, github, tools, tmp_path, "--deadline", "2026-02-02T00:00:00+01:00")
    assert done.returncode == 0, done.stderr
    submitted = tmp_path / "submitted"
    assert (submitted / "ada" / ASSIGNMENT / NOTEBOOK).read_text() == "early"
    when = (submitted / "ada" / ASSIGNMENT / "timestamp.txt").read_text()
    assert when == "2026-02-01 12:00:00 UTC"
    assert "bob: no commit before the deadline" in done.stdout
    assert not (submitted / "bob").exists()
    assert (submitted / "dan" / ASSIGNMENT / NOTEBOOK).read_text() == "early"
    assert "3 of 4 notebooks collected" in done.stdout


def test_a_link_in_a_repository_leads_nowhere(exported, github, tools, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    link = [("2026-02-01T12:00:00Z", lambda path: (path / NOTEBOOK).symlink_to(secret))]
    github.repository("org/optimizers-eve", ["eve"], link)
    done = collect(exported, github, tools, tmp_path)
    assert "eve: no file optimizers.ipynb" in done.stdout
    assert not (tmp_path / "submitted" / "eve" / ASSIGNMENT / NOTEBOOK).exists()


def test_one_repository_that_cannot_be_read_stops_no_other(exported, github, tools, tmp_path):
    commits = [("2026-02-01T12:00:00Z", writes("here"))]
    github.repository("org/optimizers-ada", ["ada"], commits)
    github.repository("org/optimizers-zed", ["zed"], commits)
    (github.root / "org" / "optimizers-ada").rename(github.root / "gone")
    done = collect(exported, github, tools, tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("collect: ada (org/optimizers-ada): ")
    assert (tmp_path / "submitted" / "zed" / ASSIGNMENT / NOTEBOOK).read_text() == "here"


@pytest.mark.parametrize("login", ["../../root", "a/b", ".hidden", "-rf"])
def test_a_login_cannot_lead_out_of_its_folder(exported, github, tools, tmp_path, login):
    github.repository("org/optimizers-x", [login], [("2026-02-01T12:00:00Z", writes("x"))])
    done = collect(exported, github, tools, tmp_path / "course")
    assert done.returncode == 1
    assert "are no names on GitHub" in done.stderr
    assert not (tmp_path / "course").exists()


def test_a_deadline_that_is_no_time_is_a_sentence(exported, github, tools, tmp_path):
    done = collect(exported, github, tools, tmp_path, "--deadline", "tomorrow")
    assert done.returncode == 1
    assert done.stderr.strip() == "collect: 'tomorrow' is no time; write 2026-03-01T23:59:59Z"


@pytest.mark.slow
@pytest.mark.nbgrader
def test_the_instructors_workflow_collects_grades_and_exports(
    exported, github, tools, root, tmp_path
):
    solution = (root / "solutions" / ASSIGNMENT / NOTEBOOK).read_text()
    github.repository("org/a", ["ada"], [("2026-02-01T12:00:00Z", writes(solution))])
    github.repository("org/b", ["bob"], [("2026-02-01T12:00:00Z", writes("{"))])
    repository = tmp_path / "instructor"
    for path in (exported / "instructor").rglob("*"):
        if path.is_file():
            target = repository / path.relative_to(exported / "instructor")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    said = run_steps(
        repository / ".github" / "workflows" / "collect.yml",
        repository,
        tools,
        {"FAKE_GITHUB": str(github.root)},
        {"classroom_assignment": "77", "deadline": ""},
    )
    for name, done in said.items():
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
    assert list(said)[-1] == "Export"
    rows = (repository / "grader" / "course" / "export" / f"{ASSIGNMENT}.csv").read_text()
    got, most = points_of_functions(), points_of_functions() + points_of_answers()
    handed_in = "^optimizers,,2026-02-01T12:00:00Z"
    assert re.search(rf"(?m){handed_in},ada,,,,{got:g},0,{got:g},{most:g},waiting", rows)
    assert re.search(rf"(?m){handed_in},bob,,,,0,0,0,{most:g},waiting", rows)
    assert (repository / "grader" / "course" / "feedback" / "ada" / f"{ASSIGNMENT}.html").is_file()
