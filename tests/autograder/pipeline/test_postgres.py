"""`--db postgresql://…`: the gradebook on a real server, as in a file of its own."""

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli.app import app
from autograder.course.directory import open_course
from autograder.errors import CourseError
from autograder.gradebook.connection import advice, checked_url, reason
from tests.autograder.pipeline.conftest import autograder
from tests.autograder.pipeline.postgres import PostgresServer

BASELINE = Path("benchmarks") / "baseline"
BOTH = ["--suites", BASELINE / "suites", "--solutions", BASELINE / "solutions"]
SCORES = """
select sa.student_id, bc.name, g.auto_score, g.manual_score, g.needs_manual_grade
from grade g join base_cell bc on g.cell_id = bc.id
join submitted_notebook sn on g.notebook_id = sn.id
join submitted_assignment sa on sn.assignment_id = sa.id order by 1, 2
"""
COMMENTS = SCORES.replace("from grade g", "from comment g").replace(
    "g.auto_score, g.manual_score, g.needs_manual_grade", "g.auto_comment, g.manual_comment"
)
SECRET = "open-sesame"


@pytest.fixture(scope="module")
def server(script):
    with PostgresServer(script("system_packages").find) as running:
        yield running


@pytest.fixture(scope="module")
def course(tmp_path_factory, server):
    """A class, graded into a file, then once more from the journal into a fresh database."""
    root = tmp_path_factory.mktemp("postgres") / "course"
    autograder("class", "--students", "10", "--course", root, *BOTH)
    autograder("grade", "baseline", "--course", root, *BOTH)
    server.execute("create database grades")
    autograder("grade", "baseline", "--course", root, "--db", server.url("grades"), *BOTH)
    return root


def in_file(course, query):
    with sqlite3.connect(course / "gradebook.db") as database:
        return database.execute(query).fetchall()


def nbgrader(course, *arguments):
    command = [Path(sys.executable).parent / "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr


@pytest.mark.slow
def test_scores_and_comments_are_those_of_the_file(course, server):
    assert server.execute(SCORES, "grades") == in_file(course, SCORES)
    assert len(in_file(course, SCORES)) == 10 * 4
    assert server.execute(COMMENTS, "grades") == in_file(course, COMMENTS)


@pytest.mark.slow
def test_a_fresh_database_carries_nbgraders_version_as_a_file_does(course, server):
    query = "select version_num from alembic_version"
    assert server.execute(query, "grades") == in_file(course, query)


@pytest.mark.slow
@pytest.mark.nbgrader
def test_nbgraders_export_students_and_upgrade_work_on_it(course, server):
    db = f"--CourseDirectory.db_url={server.url('grades')}"
    nbgrader(course, "export", db)
    with (course / "grades.csv").open() as file:
        rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    expected = dict(
        in_file(
            course,
            f"select student_id, sum(auto_score) from ({SCORES.strip()}) group by student_id",
        )
    )
    assert rows == pytest.approx(expected)
    assert "s0010" in nbgrader(course, "db", "student", "list", db)
    nbgrader(course, "db", "upgrade", db)
    assert server.execute(SCORES, "grades") == in_file(course, SCORES)


@pytest.mark.slow
def test_a_regrade_keeps_a_humans_score(course, server, tmp_path):
    server.execute("create database regraded template grades")
    change = "update grade set manual_score = 1.5 where id = (select g.id from grade g join "
    change += "base_cell b on g.cell_id = b.id join submitted_notebook n on g.notebook_id = n.id "
    change += "join submitted_assignment a on n.assignment_id = a.id "
    change += "where b.name = 'relu-score' and a.student_id = 's0001')"
    server.execute(change, "regraded")
    root = tmp_path / "course"
    shutil.copytree(course, root)
    notebook = root / "submitted" / "s0001" / "baseline" / "baseline.ipynb"
    shutil.copy(root / "submitted" / "s0009" / "baseline" / "baseline.ipynb", notebook)
    settings = root / "autograder.toml"
    settings.write_text(f'db = "{server.url("regraded")}"\n{settings.read_text()}')

    dry = autograder("grade", "baseline", "--course", root, "--dry-run", *BOTH)
    assert "s0001: 16.5 → 1.5" in dry.stdout
    autograder("grade", "baseline", "--course", root, *BOTH)
    rows = [row[1:] for row in server.execute(SCORES, "regraded") if row[0] == "s0001"]
    assert ("relu-score", 0.0, 1.5, True) in rows
    assert sum(auto for _, auto, *_ in rows) == 0.0
    page = (root / "feedback" / "s0001" / "baseline.html").read_text()
    autograder("feedback", "baseline", "--course", root, *BOTH)
    assert (root / "feedback" / "s0001" / "baseline.html").read_text() == page
    assert in_file(root, SCORES) == in_file(course, SCORES)  # the file is not written any more


@pytest.mark.slow
def test_what_the_server_refuses_is_said_without_the_password(course, server, tmp_path):
    server.execute("create role visitor login")
    server.execute("create database closed")
    for url, words in {
        f"postgresql://grader:{SECRET}@/nowhere?host={server.folder}": "create it first",
        f"postgresql://grader:{SECRET}@127.0.0.1:9/grades": "start the server",
        f"postgresql://visitor:{SECRET}@/closed?host={server.folder}": "right to create tables",
        f"postgresql://grader:{SECRET}@/grades?host={tmp_path}": "start the server",
    }.items():
        options = ["--course", course, "--db", url, *BOTH]
        done = CliRunner().invoke(app, ["grade", *map(str, options)])
        assert done.exit_code == 1, url
        assert words in done.stderr, done.stderr
        assert done.stderr.startswith("autograder: the gradebook could not be written")
        assert "No result is lost" in done.stderr
        assert SECRET not in done.stdout + done.stderr
    for log in (course / ".autograder").glob("*"):
        assert SECRET not in log.read_text()


@pytest.mark.slow
def test_text_that_a_database_cannot_hold_does_not_stop_the_class(server, tmp_path):
    """PostgreSQL takes neither a NUL nor half a character; a student's error may hold both."""
    autograder("class", "--students", "1", "--course", tmp_path, *BOTH)
    path = tmp_path / "submitted" / "s0001" / "baseline" / "baseline.ipynb"
    notebook = json.loads(path.read_text())
    odd = "def relu(x):\n    raise ValueError('a' + chr(0) + chr(0xD800) + 'b')\n"
    for cell in notebook["cells"]:
        if "def relu" in "".join(cell["source"]):
            cell["source"] = odd
    path.write_text(json.dumps(notebook))
    server.execute("create database odd")
    autograder("grade", "--course", tmp_path, "--db", server.url("odd"), *BOTH)
    [(comment,)] = server.execute(
        "select auto_comment from comment where auto_comment is not null", "odd"
    )
    assert "ValueError" in comment


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("grades", "not the address of a database"),
        (f"postgres://me:{SECRET}@host/grades", "not postgres://"),
        (f"mysql://me:{SECRET}@host/grades", "takes sqlite://… or postgresql://…, not mysql://"),
        (f"postgresql+asyncpg://me:{SECRET}@host/grades", "needs the driver"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(url, words):
    with pytest.raises(CourseError) as refused:
        checked_url(url)
    assert words in str(refused.value)
    assert SECRET not in str(refused.value)


def test_a_databases_own_words_lose_their_password_and_get_advice():
    url = f"postgresql://me:{SECRET}/@:x@host/grades"
    said = reason(ValueError(f"cannot use {url}\nsecond line"))
    assert said == "cannot use postgresql://me:***@host/grades"
    assert "PGPASSWORD" in advice('FATAL:  password authentication failed for user "me"')
    assert advice("something new") == "fix this and run the same command again"


def test_the_address_may_stand_in_the_settings_and_the_option_goes_before(tmp_path):
    assert open_course(tmp_path).gradebook_url == f"sqlite:///{tmp_path}/gradebook.db"
    (tmp_path / "autograder.toml").write_text('db = "postgresql://a@host/one"\n')
    assert checked_url(open_course(tmp_path).gradebook_url) == "postgresql+psycopg://a@host/one"
    option = "postgresql://a:b%2F@/two?host=/run/postgresql"
    expected = "postgresql+psycopg://a:b%2F@/two?host=%2Frun%2Fpostgresql"
    assert checked_url(open_course(tmp_path, option).gradebook_url) == expected
