"""What formgrader shows of a notebook does nothing in the browser of whoever grades."""

import base64
import json

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter

from autograder.gradebook.autograded_notebooks import autograded_notebook, literal, without_html
from autograder.ingest.notebook import parse_notebook
from autograder.results import ExerciseResult, SubmissionResult

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a <svg/onload=alert(1)> b",
    "[click](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "[x](  <JavaScript:alert(1)>)",
    "[x](java&#115;cript:alert(1))",
    "[x](\tjava\nscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x]\n\n[x]: javascript:alert(1)",
    "[x][y]\n\n[y]:\n  &#x6a;avascript:alert(1) 'title'",
    "<javascript:alert(1)>",
    "[![x](https://example.org/x.png)](vbscript:alert(1))",
    "<!-- --><iframe src='javascript:alert(1)'></iframe>",
    "</div></body><script>alert(1)</script>",
    "<\nscript>alert(1)</script>",
    "$<script>alert(1)</script>$",
    "`<script>alert(1)</script>`",
    "<details ontoggle=alert(1) open>",
    "<https://example.org/<script>alert(1)</script>>",
)


def cell(kind, source):
    return {"cell_type": kind, "source": source, "metadata": {}, "outputs": []}


def shown(*cells):
    """The page that nbconvert makes of the cells as we hand them on, without its own scripts."""
    notebook = parse_notebook(json.dumps({"cells": list(cells)}).encode())
    result = SubmissionResult("s1", "a", 0.0, 1.0, 0.0, ())
    made = nbformat.reads(json.dumps(autograded_notebook(notebook, result, {})), as_version=4)
    nbformat.validate(made)
    body, _ = HTMLExporter(template_name="basic").from_notebook_node(made)
    return BeautifulSoup(body, "html.parser")


@pytest.mark.parametrize("kind", ["markdown", "raw", "code"])
def test_no_cell_of_a_student_acts(kind):
    page = shown(*(cell(kind, attack) for attack in ATTACKS))
    assert page.find_all(["script", "svg", "iframe", "details"]) == []
    for element in page.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on")], element
        for name in ("href", "src"):
            address = str(element.get(name, "#"))
            assert address.startswith(("https://example.org/", "#")), element
    assert "alert(1)" in page.get_text()  # it is all there, as text


def test_formulas_and_comparisons_keep_their_meaning():
    text = "If $a < b$ and $a<2$, then `x <- 3`; 1 << 3 > 2"
    assert without_html(text) == text
    assert without_html("$a<b$") == "$a< b$"


@pytest.mark.parametrize(
    "link",
    [
        "[paper](https://example.org/a_(b).pdf)",
        "[mail]( mailto:a@example.org )",
        "[above](#section)",
        "![plot](data:image/png;base64,AAAA)",
        "[1]: https://example.org/ 'title'",
    ],
)
def test_links_to_pages_places_and_pictures_stay(link):
    assert without_html(link) == link


def test_half_a_character_is_replaced():
    page = shown(cell("code", "x = '\ud800'"), cell("markdown", "\udfff"))
    page.encode("utf-8")


@pytest.mark.parametrize("text", ["\x1b[2J\x1b]0;x\x07", "a\x00b", "\u202ecba", "<b>&amp;"])
def test_a_comment_holds_nothing_that_acts(text):
    assert not {"\x1b", "\x00", "\x07", "\u202e", "<", ">"} & set(literal(text))


def test_an_output_holds_no_escape():
    exercise = ExerciseResult("f", 0.0, 1.0, "error", None, "raises \x1b[2J\x07", ())
    result = SubmissionResult("s1", "a", 0.0, 1.0, 0.0, (exercise,), isolation="full")
    official = {"f-score": _score_cell()}
    made = autograded_notebook(parse_notebook(b'{"cells": []}'), result, official)
    text = made["cells"][0]["outputs"][0]["text"]
    assert "raises" in text
    assert "\x1b" not in text


def _score_cell():
    from autograder.gradebook.autograded_notebooks import OfficialCell

    return OfficialCell("code", "# graded", True, {"grade_id": "f-score"})


PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
GIF = base64.b64encode(b"GIF89a" + bytes(20)).decode()


def with_attachments(attachments):
    return {**cell("markdown", "![plot](attachment:plot.png)"), "attachments": attachments}


def attachments_of(attachments):
    notebook = parse_notebook(json.dumps({"cells": [with_attachments(attachments)]}).encode())
    result = SubmissionResult("s1", "a", 0.0, 1.0, 0.0, ())
    return autograded_notebook(notebook, result, {})["cells"][0].get("attachments")


@pytest.mark.parametrize("data", [PNG, [PNG[:10], PNG[10:]], f"{PNG[:10]}\n{PNG[10:]}"])
def test_a_picture_that_was_pasted_is_shown(data):
    page = shown(with_attachments({"plot.png": {"image/png": data}}))
    assert page.find("img")["src"] == f"data:image/png;base64,{PNG}"


@pytest.mark.parametrize(
    "attachments",
    [
        {"plot.png": {"image/svg+xml": "<svg onload=alert(1)>"}},
        {"plot.png": {"image/png": "not base64!"}},
        {"plot.png": {"image/png": GIF}},
        {"plot.png": {"text/html": "<script>alert(1)</script>"}},
        {"plot.png": "x"},
        ["plot.png"],
        {"n" * 1000: {"image/png": PNG}},
    ],
)
def test_nothing_else_is_kept_as_a_picture(attachments):
    assert not attachments_of(attachments)


@pytest.mark.parametrize(
    "picture",
    [
        "![x](https://example.org/x.png)",
        "![x]( <https://example.org/x.png> 'title')",
        "![x][ref]\n\n[ref]: https://example.org/x.png",
        "[![x](https://example.org/x.png)](https://example.org/)",
        "![a [b](https://example.org/)](http://example.org/x.png)",
        "![ref]\n\n[ref]: //example.org/x.png",
        "![x](attachment.example.org/x.png)",
    ],
)
def test_a_picture_from_another_host_is_not_loaded(picture):
    assert shown(cell("markdown", picture)).find("img") is None
