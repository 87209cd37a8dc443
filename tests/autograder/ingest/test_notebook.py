"""A broken notebook is an outcome, never an exception of ours."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.ingest.files import find_notebook
from autograder.ingest.notebook import (
    Unreadable,
    parse_notebook,
    read_notebook,
)
from autograder.results import Submission


def notebook_bytes(*cells, **more):
    return json.dumps({"cells": list(cells), "nbformat": 4, "metadata": {}, **more}).encode()


def code(source, grade_id=None):
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": "code", "source": source, "metadata": metadata}


def test_code_cells_are_read_in_order():
    parsed = parse_notebook(notebook_bytes(code("a = 1"), code(["b = ", "2"])))
    assert parsed.code == ["a = 1", "b = 2"]
    assert parsed.repairs == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"   ", "empty"),
        (b'{"cells": [', "not valid JSON"),
        (b"\xff\xfe\x00", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[1, 2]", "not a notebook"),
        (b'{"cells": 3}', "no list of cells"),
        (notebook_bytes(*[code("")] * 2_001), "more than 2000 cells"),
    ],
)
def test_an_unreadable_file_says_why(content, reason):
    with pytest.raises(Unreadable, match=reason):
        parse_notebook(content)


def test_a_notebook_in_format_three_is_read_and_reported():
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1"}]}], "nbformat": 3}
    parsed = parse_notebook(json.dumps(old).encode())
    assert parsed.code == ["x = 1"]
    assert "old format" in parsed.repairs[0]


def test_a_copied_cell_is_reported():
    parsed = parse_notebook(notebook_bytes(code("f = 1", "f"), code("f = 2", "f")))
    assert "f stands twice" in parsed.repairs[0]


def test_what_is_no_cell_is_left_out_and_reported():
    parsed = parse_notebook(notebook_bytes(code("x = 1"), 7, {"cell_type": "code", "source": 3}))
    assert parsed.code == ["x = 1"]
    assert len(parsed.repairs) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("cells"), inner),
)


@given(st.binary() | JSON.map(lambda value: json.dumps({"cells": [value]}).encode()))
def test_any_bytes_give_a_notebook_or_a_reason(content):
    try:
        parsed = parse_notebook(content)
    except Unreadable:
        return  # the only exception that may come out, whatever went in
    assert all(isinstance(source, str) for source in parsed.code)


def submission(folder):
    return Submission("s1", "optimizers", folder)


def test_the_only_notebook_is_taken_whatever_its_name(tmp_path):
    (tmp_path / "final (2).ipynb").write_bytes(notebook_bytes())
    found = find_notebook(submission(tmp_path))
    assert found.path.name == "final (2).ipynb"
    assert "final (2).ipynb" in found.repairs[0]


def test_several_notebooks_of_other_names_are_not_guessed_at(tmp_path):
    for name in ("a.ipynb", "b.ipynb"):
        (tmp_path / name).write_bytes(notebook_bytes())
    with pytest.raises(Unreadable, match=r"a\.ipynb, b\.ipynb"):
        find_notebook(submission(tmp_path))


def test_a_link_to_another_students_notebook_is_not_followed(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "optimizers.ipynb").write_bytes(notebook_bytes())
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "optimizers.ipynb").symlink_to(other / "optimizers.ipynb")
    with pytest.raises(Unreadable, match="no notebook"):
        find_notebook(submission(mine))


def test_a_folder_named_like_a_notebook_is_no_notebook(tmp_path):
    (tmp_path / "optimizers.ipynb").mkdir()
    with pytest.raises(Unreadable, match="no notebook"):
        find_notebook(submission(tmp_path))


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "optimizers.ipynb"
    with path.open("wb") as file:
        file.truncate(30 << 20)
    with pytest.raises(Unreadable, match="larger than 20 MB"):
        read_notebook(path)


def test_a_folder_that_is_a_link_is_not_followed(tmp_path):
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "optimizers.ipynb").write_bytes(notebook_bytes())
    (tmp_path / "s1").mkdir()
    (tmp_path / "s1" / "optimizers").symlink_to(tmp_path / "solutions")
    with pytest.raises(Unreadable, match="link to another place"):
        find_notebook(submission(tmp_path / "s1" / "optimizers"))
    (tmp_path / "s2").symlink_to(tmp_path)
    with pytest.raises(Unreadable, match="link to another place"):
        find_notebook(submission(tmp_path / "s2" / "solutions"))


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/zero", path)])
def test_what_is_no_plain_file_is_not_read_even_if_it_was_one_before(tmp_path, make):
    path = tmp_path / "optimizers.ipynb"
    make(path)  # as if it had been put there since it was found
    with pytest.raises(Unreadable, match="could not be opened"):
        read_notebook(path)


def test_small_files_that_grow_large_in_memory_are_refused():
    with pytest.raises(Unreadable, match="too many lists"):
        parse_notebook(b'{"cells": [' + b"[]," * 1_000_000 + b"[]]}")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_every_encoding_of_json_is_read(encoding):
    text = notebook_bytes(code("x = 'σ'")).decode()
    assert parse_notebook(text.encode(encoding)).code == ["x = 'σ'"]
