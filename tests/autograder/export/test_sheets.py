"""The files for spreadsheets, Canvas and Moodle, against their documented columns."""

import csv
import shutil

import pytest

from autograder.export.canvas import COLUMNS as CANVAS_COLUMNS
from autograder.export.csv_grades import COLUMNS
from tests.autograder.export.conftest import ASSIGNMENT, DATA, STUDENTS, export, run, said

# What Moodle writes into a grading worksheet, in its order.
WORKSHEET_COLUMNS = [
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
    "Feedback comments",
]


def exported(course, tmp_path, to, *words):
    path = tmp_path / "exported.csv"
    result = export(course, ASSIGNMENT, "--to", to, "--output", path, *words)
    assert path.is_file(), result.output
    return path.read_bytes(), result


def rows_of(content):
    return list(csv.reader(content.decode().splitlines(keepends=True)))


@pytest.mark.parametrize(
    ("golden", "words"),
    [
        ("grades.csv", ["csv"]),
        ("grades-per-exercise.csv", ["csv", "--per-exercise"]),
        ("grades-missing-as-zero.csv", ["csv", "--missing-as-zero"]),
        ("canvas-minimal.csv", ["canvas"]),
        ("canvas-filled.csv", ["canvas", "--template", DATA / "canvas-template.csv"]),
        ("moodle-import.csv", ["moodle"]),
        ("moodle-filled.csv", ["moodle", "--template", DATA / "moodle-worksheet.csv"]),
        (
            "moodle-commented.csv",
            ["moodle", "--template", DATA / "moodle-worksheet.csv", "--comments"],
        ),
    ],
)
def test_the_file_is_the_stored_one(course, tmp_path, golden, words):
    content, _ = exported(course, tmp_path, *words)
    assert content.decode() == (DATA / golden).read_bytes().decode()


# csv --------------------------------------------------------------------------------------------


def grades_of(course, tmp_path, *words):
    rows = rows_of(exported(course, tmp_path, "csv", *words)[0])
    assert tuple(rows[0][: len(COLUMNS)]) == COLUMNS
    return {row[3]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def test_the_points_are_those_the_instructor_sees(course, tmp_path):
    grades = grades_of(course, tmp_path)
    assert grades["s1"]["score"] == "10"
    # A person's 4.5 before the tests' 5, extra credit 0.25, two points off for lateness.
    assert grades["s2"]["raw_score"] == "8.0833"
    assert grades["s2"]["late_submission_penalty"] == "2"
    assert grades["s2"]["score"] == "6.0833"
    assert {g["max_score"] for g in grades.values()} == {"12"}


def test_a_waiting_and_a_missing_grade_are_told_apart_from_a_zero(course, tmp_path):
    grades = grades_of(course, tmp_path)
    assert (grades["s3"]["score"], grades["s3"]["status"]) == ("4", "waiting")
    assert (grades["s4"]["score"], grades["s4"]["status"]) == ("", "missing")
    assert (grades["'-1+1|cmd"]["score"], grades["'-1+1|cmd"]["status"]) == ("0", "graded")


def test_every_exercise_has_its_points_and_its_outcome(course, tmp_path):
    grades = grades_of(course, tmp_path, "--per-exercise")
    assert grades["s1"]["optimizers/adam_step points"] == "5"
    assert grades["s1"]["optimizers/adam_step outcome"] == "passed"
    assert grades["s2"]["optimizers/adam_step points"] == "4.75"
    assert grades["s2"]["optimizers/ewma outcome"] == "wrong"
    assert grades["s1"]["optimizers/written outcome"] == "by a person"
    assert grades["s3"]["optimizers/written points"] == ""
    assert grades["s3"]["optimizers/written outcome"] == "waiting"


@pytest.mark.parametrize("to", ["csv", "canvas", "moodle"])
def test_no_cell_of_any_file_is_a_formula_or_moves_a_cursor(course, tmp_path, to):
    content, _ = exported(course, tmp_path, to)
    assert b"\x1b" not in content
    for row in csv.reader(content.decode().splitlines(keepends=True)):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t")), cell
            assert not cell.startswith("-"), cell


def test_without_a_name_the_file_lies_in_the_courses_export_folder(course):
    result = export(course, "--to", "csv")
    assert result.exit_code == 0
    assert result.stdout.strip() == str(course.root / "export" / "grades.csv")


# Canvas -----------------------------------------------------------------------------------------


def test_canvas_gets_its_columns_and_the_row_of_possible_points(course, tmp_path):
    rows = rows_of(exported(course, tmp_path, "canvas")[0])
    assert tuple(rows[0]) == (*CANVAS_COLUMNS, ASSIGNMENT)
    assert rows[1][0].strip() == "Points Possible"
    assert rows[1][-1] == "12"
    assert len(rows) == 2 + len(STUDENTS)
    ada = next(row for row in rows if row[0] == "Lovelace, Ada")
    assert ada == ["Lovelace, Ada", "901", "s1", "s1", "", "10"]


def test_canvas_own_file_keeps_all_but_the_assignments_column(course, tmp_path):
    template = DATA / "canvas-template.csv"
    filled, _ = exported(course, tmp_path, "canvas", "--template", template)
    before, after = rows_of(template.read_bytes()), rows_of(filled)
    column = before[0].index("Optimizers (7001)")
    for old, new in zip(before, after, strict=True):
        del old[column], new[column]
    before[7][0] = "'" + before[7][0]  # the name that is a formula
    assert before == after


def test_canvas_rows_are_found_by_each_id_and_excused_stays_excused(course, tmp_path):
    words = ("canvas", "--template", DATA / "canvas-template.csv")
    content, result = exported(course, tmp_path, *words)
    points = {row[1]: row[5] for row in rows_of(content)[3:]}
    assert points["901"] == "10"  # Canvas' own id
    assert points["902"] == "6.08"  # the SIS id
    assert points["903"] == "EX"
    assert points["904"] == ""  # handed in nothing
    assert "excused in Canvas and left so: s3" in said(result)
    assert result.exit_code == 1
    assert "their points are not in the file: -1+1|cmd" in said(result)
    assert "Student, Test" in said(result)


def changed(tmp_path, name, old, new):
    path = tmp_path / name
    path.write_text((DATA / name).read_text().replace(old, new))
    return path


def test_other_possible_points_are_refused_or_converted(course, tmp_path):
    template = changed(tmp_path, "canvas-template.csv", "12.00", "100.00")
    words = ("export", ASSIGNMENT, "--to", "canvas", "--course", course.root)
    result = run(*words, "--template", template)
    assert result.exit_code == 1
    assert "optimizers is out of 12 points, in Canvas out of 100" in said(result)
    content, _ = exported(course, tmp_path, "canvas", "--template", template, "--scale")
    assert {row[1]: row[5] for row in rows_of(content)}["901"] == "83.33"


def test_a_column_of_another_name_is_asked_for_and_can_be_named(course, tmp_path):
    template = changed(tmp_path, "canvas-template.csv", "Optimizers (7001)", "Homework 4 (7001)")
    words = ("export", ASSIGNMENT, "--to", "canvas", "--course", course.root)
    result = run(*words, "--template", template)
    assert result.exit_code == 1
    assert "has no column for 'optimizers'; name one with --column: 'Homework 4" in said(result)
    named = ("--template", template, "--column", "homework 4")
    content, _ = exported(course, tmp_path, "canvas", *named)
    assert {row[1]: row[5] for row in rows_of(content)}["901"] == "10"


def test_two_rows_with_one_students_id_are_refused(course, tmp_path):
    template = changed(tmp_path, "canvas-template.csv", "abcdef123", "s2")
    result = export(course, "--to", "canvas", "--template", template)
    assert result.exit_code == 1
    assert "2 rows of the template fit the student 's2'" in said(result)


def test_a_read_only_column_is_never_filled(course, tmp_path):
    words = ("--template", DATA / "canvas-template.csv", "--column", "Final Score")
    result = export(course, ASSIGNMENT, "--to", "canvas", *words)
    assert result.exit_code == 1
    assert "is read only in Canvas" in said(result)


# Moodle -----------------------------------------------------------------------------------------


def test_moodles_worksheet_keeps_its_columns_rows_and_locked_grades(course, tmp_path):
    words = ("moodle", "--template", DATA / "moodle-worksheet.csv")
    content, result = exported(course, tmp_path, *words)
    rows = rows_of(content)
    assert rows[0] == WORKSHEET_COLUMNS
    grades = {row[0]: row[4] for row in rows[1:]}
    assert grades["Participant 32"] == "10"  # an address in other letters
    assert grades["Participant 31"] == "6.08"
    assert grades["Participant 33"] == "11.00"
    assert grades["Participant 34"] == "-"
    assert "locked in Moodle and left as they are: s3" in said(result)


def test_a_persons_comment_in_moodle_is_kept_and_ours_is_only_text(course, tmp_path):
    words = ("moodle", "--template", DATA / "moodle-worksheet.csv", "--comments")
    rows = rows_of(exported(course, tmp_path, *words)[0])
    feedback = {row[0]: row[-1] for row in rows}
    assert feedback["Participant 32"] == "<p>A person's words, kept.</p>"
    assert "a &lt;b&gt; &amp; a =1+1" in feedback["Participant 31"]
    assert feedback["Participant 34"] == ""


def test_without_a_worksheet_moodle_gets_a_file_for_its_grade_import(course, tmp_path):
    rows = rows_of(exported(course, tmp_path, "moodle")[0])
    assert rows[0] == ["First name", "Last name", "ID number", "Email address", ASSIGNMENT]
    assert ["Ada", "Lovelace", "s1", "ada@example.org", "10"] in rows


# Bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["csv", "canvas", "moodle"])
def test_a_course_where_nothing_was_graded_says_so(tmp_path, to):
    result = run("export", "--to", to, "--course", tmp_path)
    assert result.exit_code == 1
    assert "nothing has been graded" in said(result)
    assert not list(tmp_path.iterdir())


def test_an_assignment_that_was_not_graded_is_named_with_those_that_were(course):
    result = export(course, "losses", "--to", "csv")
    assert result.exit_code == 1
    assert "'losses' has not been graded" in said(result)
    assert "graded: optimizers" in said(result)


def test_an_unknown_format_is_a_wrong_call_that_lists_the_formats(course):
    result = export(course, "--to", "blackboard")
    assert result.exit_code == 2
    assert "'csv', 'canvas', 'moodle', 'gradescope', 'github'" in said(result)


def test_an_option_of_another_format_is_refused(course):
    result = export(course, "--to", "csv", "--scale")
    assert result.exit_code == 2
    assert "--scale belongs to --to canvas and moodle, not to csv" in said(result)


@pytest.mark.parametrize(("to", "needs"), [("canvas", "Section"), ("moodle", "'Identifier'")])
def test_a_template_that_is_none_is_refused_and_nothing_is_written(course, tmp_path, to, needs):
    template, written = tmp_path / "other.csv", tmp_path / "written.csv"
    template.write_text("Name,Points\nAda,3\n")
    words = ("--to", to, "--template", template, "--output", written)
    result = export(course, *words)
    assert result.exit_code == 1
    assert needs in said(result)
    assert not written.exists()


def test_a_template_that_does_not_exist_is_named(course, tmp_path):
    result = export(course, "--to", "canvas", "--template", tmp_path / "none.csv")
    assert result.exit_code == 1
    assert "none.csv does not exist; `--template` names the exported file" in said(result)


def test_a_gradebook_that_is_no_database_is_a_sentence(course, tmp_path):
    shutil.copy(course.settings_file, tmp_path)
    (tmp_path / "gradebook.db").write_text("not a database, but long enough to look like a file")
    result = run("export", "--to", "csv", "--course", tmp_path)
    assert result.exit_code == 1
    assert "the gradebook could not be read" in said(result)


def test_one_place_for_several_assignments_is_refused(tmp_path, root):
    words = ("--to", "gradescope", "--course", tmp_path, "--output", tmp_path / "one.zip")
    suites = tmp_path / "suites"
    for name in ("optimizers", "twins"):
        shutil.copytree(root / "autograder" / "suites" / "optimizers", suites / name)
    result = run("export", *words, "--suites", suites)
    assert result.exit_code == 2
    assert "--output names one place; name one assignment with it" in said(result)
    assert not (tmp_path / "one.zip").exists()


@pytest.mark.parametrize("option", [["--scale"], ["--column", "x"]])
def test_an_option_about_a_template_without_one_is_a_wrong_call(course, option):
    result = export(course, "--to", "canvas", *option)
    assert result.exit_code == 2
    assert f"{option[0]} is about a --template; none was given" in said(result)
