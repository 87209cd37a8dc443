"""The script of the guide that makes placeholders of nbgrader's cells of tests loses no points."""

import re
import runpy
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

PAGE = Path("book/instructor/10-from-nbgrader.md")


def cell(source, **about):
    made = new_code_cell(source)
    made.metadata["nbgrader"] = {"grade": False, "solution": False, "schema_version": 3, **about}
    return made


@pytest.fixture
def convert(tmp_path, monkeypatch):
    text = PAGE.read_text(encoding="utf-8")
    (script,) = re.findall(r"% file: placeholders\.py\n```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "placeholders.py").write_text(script)

    def run(grade_id):
        cells = [
            cell("def is_regular(M):\n    ...", solution=True, grade_id=grade_id),
            cell("assert is_regular(1)", grade=True, points=2, grade_id="cell-1"),
            cell("assert not is_regular(0)", grade=True, points=3, grade_id="cell-2"),
        ]
        nbformat.write(new_notebook(cells=cells), tmp_path / "source.ipynb")
        words = [str(tmp_path / name) for name in ("placeholders.py", "source.ipynb", "out.ipynb")]
        monkeypatch.setattr(sys, "argv", [*words, "is_regular"])
        runpy.run_path(words[0])
        return nbformat.read(words[2], as_version=4).cells

    return run


def test_the_points_of_the_tests_are_those_of_the_placeholder(convert):
    _, score = convert("is_regular")
    about = score.metadata["nbgrader"]
    assert (about["grade_id"], about["points"]) == ("is_regular-score", 5)


def test_an_id_that_is_not_the_functions_is_named_with_the_points(convert, tmp_path):
    with pytest.raises(SystemExit, match=r"is_regular.*cell-3f2a.*5"):
        convert("cell-3f2a")
    assert not (tmp_path / "out.ipynb").exists()
