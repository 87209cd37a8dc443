"""A cell is only read: RFC 4180 quoting, no formula, no control character."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.cli.export import Format
from autograder.errors import CourseError
from autograder.export.exporter import ExportOptions
from autograder.export.formats import EXPORTERS
from autograder.export.table import guarded, number, read_template, table_text

FORMULAS = ["=1+1", "+SUM(A1)", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "-1 = -1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text):
    assert guarded(text).startswith("'")


@pytest.mark.parametrize("text", ["-1.5", "+3", "-0", "12,5", "-", "50%", "a=b", "O'Hara", ""])
def test_a_number_and_a_plain_text_stay_as_they_are(text):
    assert guarded(text) == text


def test_what_was_guarded_is_not_guarded_twice():
    assert guarded(guarded("=1+1")) == "'=1+1"


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\x00b", "a\u202eb", "\x9b2J", "a\ud800b"])
def test_no_control_character_and_no_terminal_escape_is_written(text):
    written = table_text([[text]])
    assert not {"\x1b", "\x9b", "\x00", "\u202e", "\ud800"} & set(written)


def test_names_of_scripts_that_join_letters_keep_their_joiners():
    assert guarded("क\u200dष") == "क\u200dष"


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=3), min_size=1, max_size=4))
def test_any_text_is_read_back_as_it_was_guarded(rows):
    text = table_text(rows)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [[guarded(cell) for cell in row] for row in rows]
    assert all(not cell.lstrip().startswith(("=", "@")) for row in read for cell in row)


def test_rows_end_as_rfc_4180_has_it():
    assert table_text([["a", 'b "c", d'], ["e\nf", ""]]) == 'a,"b ""c"", d"\r\n"e\nf",\r\n'


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (0.0, "0"), (-0.00001, "0"), (2.5, "2.5"), (1e-9, "0"), (1e6, "1000000")],
)
def test_a_number_is_plain_digits(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00", "is no UTF-8 text"),
        (b"a,b\n1,2,3\n", "row 2 has 3 cells, the heading 2"),
    ],
)
def test_a_damaged_template_is_named_with_what_is_wrong(tmp_path, content, says):
    path = tmp_path / "template.csv"
    path.write_bytes(content)
    with pytest.raises(CourseError, match=says):
        read_template(path)


def test_a_template_keeps_its_separator_and_its_mark(tmp_path):
    path = tmp_path / "template.csv"
    path.write_text("\ufeffStudent;ID;Section\nA, B;1;x\n", encoding="utf-8")
    template = read_template(path)
    assert template.header == ("Student", "ID", "Section")
    assert template.rows == (("A, B", "1", "x"),)
    assert table_text([template.header], template.delimiter, template.mark).startswith("\ufeffS")


def test_every_format_of_the_command_has_an_exporter_of_that_name():
    assert [str(one) for one in Format] == list(EXPORTERS)


def test_the_options_that_formats_take_are_options_of_the_command():
    known = {f"--{name.replace('_', '-')}" for name in vars(ExportOptions())}
    assert set().union(*(one.takes for one in EXPORTERS.values())) == known
