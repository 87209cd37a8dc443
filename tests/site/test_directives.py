"""What a page may say beyond MyST, and the sentence an author gets for a mistake."""

import io
import sys

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace

from .conftest import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))

MODULES = (
    *("markup", "mathematics", "quiz", "interview"),
    *("play", "exercise", "written", "coverage"),
)
CONFIG = {
    "extensions": ["myst_parser", "sphinxcontrib.katex", *(f"booksite.{m}" for m in MODULES)],
    "myst_enable_extensions": ["dollarmath"],
    "html_math_renderer": "checked_katex",
    "katex_prerender": True,
    "html_theme": "basic",
}

EXERCISE = """\
title = "One step"
points = 1
requires = ["before"]
hints = ["Look.", "Fill in $x$.", "Work."]
secret = "never shown"
"""


@pytest.fixture
def build(tmp_path):
    """Build a page of this text in a book of its own; give the page and the warnings."""
    files = {
        "book/topics.yml": "",
        "book/_static/play/waves.js": "",
        "autograder/suites/demo/step/exercise.toml": EXERCISE,
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")

    def run(text):
        (tmp_path / "index.md").write_text(f"# A page\n\n{text}\n", encoding="utf-8")
        warnings = io.StringIO()
        folders = {"srcdir": tmp_path, "confdir": None, "outdir": tmp_path / "_out"}
        with docutils_namespace():
            app = Sphinx(
                **folders,
                doctreedir=tmp_path / "_trees",
                buildername="html",
                confoverrides=CONFIG,
                status=None,
                warning=warnings,
                freshenv=True,
            )
            app.build()
        page = (tmp_path / "_out" / "index.html").read_text(encoding="utf-8")
        return BeautifulSoup(page, "html.parser"), warnings.getvalue()

    return run


def test_a_figure_gets_its_script_its_caption_and_its_description(build):
    page, warnings = build(
        "```{play} waves\n:alt: Two waves that meet\n\nSee how they *meet*.\n```"
    )
    assert warnings == ""
    figure = page.select_one("figure#play-waves")
    assert figure.select_one("[data-play=waves]")["aria-label"] == "Two waves that meet"
    assert "See how they meet." in figure.figcaption.get_text()
    script = page.select_one('script[src*="play/waves.js"]')
    assert script["type"] == "module"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```{play} tides\n:alt: x\n\ny\n```", "no figure 'tides'"),
        ("```{play} waves\n\ny\n```", "say in :alt: what is seen"),
        ("```{play} waves\n:alt: x\n```", "the caption (the directive's body) is missing"),
        ("```{exercise} demo/leap\n```", "no exercise 'demo/leap'"),
        ("```{exercise} step\n```", "no exercise 'step'"),
        ("```{written} why\nWhy?\n```", "a line with ---, and what a good answer contains"),
    ],
)
def test_a_directive_that_lacks_something_says_what(build, text, said):
    _, warnings = build(text)
    assert said in warnings
    assert "index.md:3" in warnings


def test_an_exercise_shows_its_title_and_hints_and_nothing_else(build):
    page, warnings = build("```{exercise} demo/step\n```")
    assert warnings == ""
    box = page.select_one("#exercise-step")
    assert "One step" in box.get_text()
    assert "1 point" in box.get_text()
    assert "step in demo.ipynb. Comes after before." in box.get_text()
    assert len(box.select("details")) == 3
    assert box.select_one("details .katex") is not None
    assert "never shown" not in str(page)


def test_a_written_question_folds_its_answer(build):
    page, warnings = build("```{written} why\nWhy $x$?\n\n---\nBecause.\n```")
    assert warnings == ""
    box = page.select_one("#written-why")
    assert box.select_one("details").get_text().strip().endswith("Because.")
    assert "Because." not in box.p.get_text()


def test_a_formula_that_cannot_be_read_is_named_with_its_place(build):
    _, warnings = build(r"Here $\frac{1$ stands.")
    assert r"formula '\\frac{1'" in warnings
    assert "index.md:3" in warnings


def test_the_macros_of_the_book_are_known(build):
    page, warnings = build(r"$\argmin_w \E[\norm{g}] + \abs{x} + \relu(\grad f)$")
    assert warnings == ""
    assert page.select_one(".katex-error") is None


def test_a_quiz_without_a_reason_stops_the_build(build, tmp_path):
    quiz = tmp_path / "book/quizzes/bad.yml"
    quiz.parent.mkdir()
    quiz.write_text(
        "- id: a\n  kind: one\n  question: Which?\n  options:\n"
        "  - {text: this, right: true, reason: so}\n  - {text: that, right: false}\n",
        encoding="utf-8",
    )
    with pytest.raises(SphinxError, match=r"question 1 \(a\), option 2: reason is missing"):
        build("```{quiz} bad\n```")


QUIZ = """\
- id: which
  kind: several
  question: Which?
  options:
    - {text: $x$, right: true, reason: so}
    - {text: $y$, right: false, reason: not so}
- id: how-many
  kind: number
  question: How many?
  answer: 3
  check: 1 + 2
  relative: 0.1
  unit: pieces
  reason: counted
  wrong:
    - {range: [4, .inf], name: more, reason: miscounted}
"""
CARDS = """\
title: Things
chapter: 4
cards:
  - {id: why, question: Why $x$, answer: So., trap: Not so.}
  - {id: how, question: How, answer: Thus., trap: Not thus., section: here}
"""


@pytest.fixture
def with_questions(tmp_path):
    for name, content in (("quizzes/good", QUIZ), ("interview/10-things", CARDS)):
        path = tmp_path / "book" / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


@pytest.mark.usefixtures("with_questions")
def test_building_again_gives_the_same_questions_and_cards(build):
    text = "```{quiz} good\n```\n\n```{interview}\n```\n\n(here)=\n## Here\n"
    first, warnings = build(text)
    again, _ = build(text)
    assert warnings == ""
    assert str(first) == str(again)
    ids = [tag["id"] for tag in first.select(".quiz [id], details[id], section[id]")]
    assert ids == [
        *("a-page", "quiz-good-which", "quiz-good-which-1", "quiz-good-which-2"),
        *("quiz-good-how-many", "quiz-good-how-many-value"),
        *("quiz-good-how-many-unit", "quiz-good-how-many-accuracy"),
        *("interview-things", "card-why", "card-how", "here"),
    ]
    assert first.select_one("#card-how a")["href"] == "#here"


@pytest.mark.usefixtures("with_questions")
def test_a_card_that_points_nowhere_stops_the_build(build):
    with pytest.raises(SphinxError, match="how → here"):
        build("```{interview}\n```")


def test_a_topic_that_points_nowhere_stops_the_build(build, tmp_path):
    (tmp_path / "book/topics.yml").write_text(
        "- {id: t, title: T, chapter: 4, section: nowhere, evidence: [quiz]}", encoding="utf-8"
    )
    with pytest.raises(SphinxError, match="t → nowhere"):
        build("```{coverage}\n```")
