"""All that a run leaves in a course, but for times: two runs with the same are equal."""

import json
import re
import sqlite3
from contextlib import closing

from tests.autograder.pipeline.conftest import ASSIGNMENT

ROWS = """
select sa.student_id, bc.name, {columns}
from {table} t join base_cell bc on t.cell_id = bc.id
join submitted_notebook sn on t.notebook_id = sn.id
join submitted_assignment sa on sn.assignment_id = sa.id order by 1, 2
"""
GRADES = ROWS.format(
    table="grade",
    columns="t.auto_score, t.manual_score, t.extra_credit, t.needs_manual_grade",
)
COMMENTS = ROWS.format(table="comment", columns="t.auto_comment, t.manual_comment")
SUBMISSIONS = """
select sa.student_id, sa.timestamp, sa.extension, sn.late_submission_penalty
from submitted_notebook sn join submitted_assignment sa on sn.assignment_id = sa.id order by 1
"""
# What the report tells of times: which were slowest, and for how long the run went on.
TIMES = re.compile(r"<h3>Slowest to grade</h3>.*?</table>|Time spent on submissions:.*?</p>", re.S)


def query(root, text):
    with closing(sqlite3.connect(root / "gradebook.db")) as database:
        return database.execute(text).fetchall()


def scores(root):
    return query(root, GRADES)


def comments(root):
    return query(root, COMMENTS)


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.*") if p.is_file()}


def without_times(value):
    """JSON without its durations."""
    if isinstance(value, dict):
        return {k: without_times(v) for k, v in value.items() if k != "seconds"}
    return [without_times(v) for v in value] if isinstance(value, list) else value


def outcome(root):
    """Everything by name, so that a difference names itself."""
    report = root / "report" / ASSIGNMENT
    return {
        "grades": scores(root),
        "comments": comments(root),
        "submissions": query(root, SUBMISSIONS),
        "autograded": files(root / "autograded"),
        "feedback": files(root / "feedback"),
        "scores.csv": (report / "scores.csv").read_text(),
        "report.json": without_times(json.loads((report / "report.json").read_text())),
        "report": TIMES.sub("", (report / "index.html").read_text()),
        "--json": without_times(json.loads((root / "results.json").read_text())),
    }


def differences(root, expected):
    """The names of what differs."""
    found = outcome(root)
    return [name for name in expected if found[name] != expected[name]]
