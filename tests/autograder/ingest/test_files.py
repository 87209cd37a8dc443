"""Which file of a folder is the notebook: odd names, folders within, archives, leftovers."""

import io
import json
import zipfile

import pytest

from autograder.ingest.files import find_notebook, other_notebooks
from autograder.ingest.submissions import read_submission
from autograder.results import Submission

NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}]})
EMPTY = json.dumps({"cells": [{"cell_type": "code", "source": "\n"}]})


def submission(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Submission("s1", "optimizers", folder)


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "files",
    [
        {"._hw optimizers.ipynb": b"\0\5\26\7", "hw optimizers.ipynb": NOTEBOOK},
        {"optimizers.IPYNB": NOTEBOOK},
        {"Optimizers.ipynb": NOTEBOOK, "scratch.ipynb": EMPTY},
        {"week 3/optimizers.ipynb": NOTEBOOK},
        {"week 3/final/mine.ipynb": NOTEBOOK, "__MACOSX/week 3/._mine.ipynb": b"x"},
        {"optimizers.ipynb.txt": NOTEBOOK},
        {"optimizers.ipynb.json": NOTEBOOK, "data.csv": "1,2"},
        {"optimizers.ipynb (1)": NOTEBOOK},
        {".ipynb_checkpoints/optimizers-checkpoint.ipynb": EMPTY, "b.ipynb": NOTEBOOK},
        {"hand-in.zip": zipped({"optimizers/optimizers.ipynb": NOTEBOOK, "__MACOSX/._x": "x"})},
        {"optimizers.ipynb": "", "optimizers-1.ipynb": NOTEBOOK},
        {"optimizers.ipynb": EMPTY, "optimizers-1.ipynb": NOTEBOOK},
    ],
)
def test_the_one_notebook_is_found_and_what_was_odd_is_said(tmp_path, files):
    raw = read_submission(submission(tmp_path, files))
    assert raw.problem == ""
    assert raw.notebook().code == ["x = 1"]
    assert raw.repairs[-1].endswith("it was read as optimizers.ipynb")


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"optimizers.py": "x = 1"}, "but optimizers.py"),
        ({"optimizers.html": "<p>"}, "but optimizers.html"),
        ({"a/x.pdf": "%PDF"}, "but a/x.pdf"),
        ({"a.ipynb": NOTEBOOK, "b/c.ipynb": NOTEBOOK}, "several others: a.ipynb, b/c.ipynb"),
        ({"._x.ipynb": NOTEBOOK, "timestamp.txt": "x"}, "optimizers.ipynb was handed in"),
        ({"x.zip": b"no archive"}, "x.zip could not be opened"),
        ({"x.zip": zipped({"a": "1", "b": "2"})}, "but x.zip"),
    ],
)
def test_what_cannot_be_chosen_is_named(tmp_path, files, named):
    assert named in read_submission(submission(tmp_path, files)).problem


def test_an_archive_that_unpacks_to_gigabytes_is_refused_early(tmp_path):
    bomb = zipped({"optimizers.ipynb": b"0" * (25 << 20)})
    assert len(bomb) < 100_000
    assert "larger than 20 MB" in read_submission(submission(tmp_path, {"x.zip": bomb})).problem


def test_a_link_within_is_not_followed(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "solution.ipynb").write_text(NOTEBOOK)
    handed_in = submission(tmp_path / "s1", {"note.txt": "x"})
    (handed_in.folder / "inside").symlink_to(tmp_path / "secret")
    (handed_in.folder / "x.ipynb").symlink_to(tmp_path / "secret" / "solution.ipynb")
    assert "but note.txt" in read_submission(handed_in).problem


def test_the_official_notebook_goes_before_others_and_these_are_named(tmp_path):
    files = {"optimizers.ipynb": NOTEBOOK, "optimizers-final.ipynb": NOTEBOOK}
    one = submission(tmp_path, files)
    assert find_notebook(one).repairs == ()
    assert other_notebooks(one) == ["optimizers-final.ipynb"]


@pytest.mark.parametrize(
    "other",
    ["done/optimizers.ipynb", "hw.zip", "optimizers.ipynb.txt", "optimizers.py", "A/b/X.IPYNB"],
)
def test_where_else_the_work_can_be_is_named_with_its_place(tmp_path, other):
    one = submission(tmp_path, {"optimizers.ipynb": NOTEBOOK, other: NOTEBOOK, "data.csv": "1"})
    assert other_notebooks(one) == [other]


def test_the_notebook_that_is_taken_from_elsewhere_is_no_other_one(tmp_path):
    one = submission(tmp_path, {"inner/homework.ipynb": NOTEBOOK})
    assert find_notebook(one).name == "homework.ipynb"
    assert other_notebooks(one) == []
