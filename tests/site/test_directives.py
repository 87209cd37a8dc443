"""What a page may say beyond MyST, and the sentence an author gets for a mistake."""

import io
import json
import sys
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace

from .conftest import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))

MODULES = (
    *("site.markup", "site.mathematics", "quizzes.quiz", "cards.interview", "site.play"),
    *("exercises.solutions", "exercises.live", "exercises.exercise", "exercises.written"),
    *("exercises.mentions", "tracking.coverage", "tracking.continuing"),
    *("lesson.frame", "lesson.predict", "lesson.derivation_rows", "errata.page"),
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
section = "taught"
secret = "never shown"
"""


TASK = {"cell_type": "markdown", "metadata": {}, "source": ["## 1 · Step\n", "\n", "Jump at $z$."]}
STUB = {
    "cell_type": "code",
    "metadata": {"nbgrader": {"grade_id": "step", "solution": True}},
    "source": ["def step(w):\n", "    raise NotImplementedError\n"],
}


@pytest.fixture
def build(tmp_path):
    """Build a page of this text in a book of its own; give the page and the warnings."""
    files = {
        "book/topics.yml": "",
        "book/_static/play/waves.js": "",
        "autograder/suites/demo/step/exercise.toml": EXERCISE,
        "exercises/demo/demo.ipynb": json.dumps({"cells": [TASK, STUB]}),
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")

    def run(text, **settings):
        (tmp_path / "index.md").write_text(f"# A page\n\n{text}\n", encoding="utf-8")
        warnings = io.StringIO()
        folders = {"srcdir": tmp_path, "confdir": None, "outdir": tmp_path / "_out"}
        with docutils_namespace():
            app = Sphinx(
                **folders,
                doctreedir=tmp_path / "_trees",
                buildername="html",
                confoverrides=CONFIG | settings,
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
        "```{play} waves\n:height: 500 900\n:alt: Two waves that meet\n\nSee how they *meet*.\n```"
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
        ("```{play} waves\n:alt: x\n\ny\n```", "give its height on a wide page and on a phone"),
        (
            "```{play} waves\n:alt: x\n:height: 5 9\n```",
            "the caption (the directive's body) is missing",
        ),
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
    assert len(box.select(".exercise-hint")) == 3
    assert box.select_one(".exercise-hint .katex") is not None
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


# Code in the page --------------------------------------------------------------------------------


def test_an_exercise_can_be_solved_where_it_stands(build):
    page, warnings = build("```{exercise} demo/step\n```")
    assert warnings == ""
    box = page.select_one("#exercise-step .live")
    assert box.pre.get_text() == "def step(w):\n    raise NotImplementedError\n"
    assert (box["data-assignment"], box["data-function"]) == ("demo", "step")
    assert [button["data-action"] for button in box.select("button")] == [
        *("check", "run", "hint", "reset", "stop")
    ]
    assert box.select_one(".live-download")["href"] == "_static/live/demo/demo.zip"
    assert page.select_one('script[src*="live/live.js"]')["type"] == "module"


@pytest.mark.parametrize("place", ["assignment.toml", "step/exercise.toml"])
def test_the_living_page_is_switched_off_for_an_assignment_or_an_exercise(build, tmp_path, place):
    with (tmp_path / "autograder/suites/demo" / place).open("a") as file:
        file.write("live = false\n")
    page, warnings = build("```{exercise} demo/step\n```")
    assert warnings == ""
    assert len(page.select("#exercise-step .exercise-hint")) == 3
    assert page.select(".live, script[src*='live']") == []


def test_all_exercises_of_an_assignment_are_listed_with_their_sections(build):
    page, warnings = build("(taught)=\n## Here\n\n```{assignment} demo\n```")
    assert warnings == ""
    assert "Taught in Here." in page.select_one("#exercise-step").get_text()


@pytest.mark.parametrize(
    ("directive", "place"), [("exercise} demo/step", "details"), ("assignment} demo", "div")]
)
def test_the_task_in_words_is_above_the_code_once(build, directive, place):
    page, warnings = build(f"(taught)=\n## Here\n\n```{{{directive}\n```")
    assert warnings == ""
    [task] = page.select(f"#exercise-step {place}.exercise-text")
    assert "Jump at" in task.get_text()
    assert task.select_one(".katex") is not None
    assert "1 · Step" not in page.get_text()
    assert task.find_next(class_="live") is not None
    assert task.find_previous(class_="live") is None


@pytest.mark.parametrize(
    ("shown", "settings", "count"),
    [(True, "", 1), (False, "", 0), (True, 'solutions = "withheld"', 0), (True, "live = false", 0)],
)
def test_a_solution_is_on_the_site_only_where_all_settings_agree(
    build, tmp_path, shown, settings, count
):
    from booksite.exercises.solutions import write_solutions

    cell = {**STUB, "source": ["def step(w):\n", "    ### BEGIN SOLUTION\n", "    return w + 1\n"]}
    (tmp_path / "solutions" / "demo").mkdir(parents=True)
    (tmp_path / "solutions/demo/demo.ipynb").write_text(json.dumps({"cells": [cell]}))
    (tmp_path / "autograder/suites/demo/assignment.toml").write_text(settings)
    page, _ = build("```{exercise} demo/step\n```", booksite_show_solutions=shown)
    assert len(page.select("#exercise-step details.live-solution[hidden]")) == count
    config = SimpleNamespace(booksite_show_solutions=shown)
    app = SimpleNamespace(srcdir=tmp_path, config=config)
    write_solutions(app, "demo", tmp_path / "out")
    assert len(list(tmp_path.glob("out/*"))) == count


def test_a_solution_is_its_code_and_a_note_without_docstring_markers_and_stub(tmp_path):
    from booksite.exercises.solutions import comparison_in, solution_in

    source = 'def step(w):\n    """Told\n    already."""\n    ### BEGIN SOLUTION\n    return w + 1'
    source += "\n    ### END SOLUTION\n    return w + 2"
    notebook, text = tmp_path / "demo.ipynb", tmp_path / "step.md"
    notebook.write_text(json.dumps({"cells": [{**STUB, "source": [source]}]}))
    assert solution_in(notebook, "step") == "def step(w):\n    return w + 1\n"
    text.write_text("Jump.\n\n:::{compare}\n`w + 1` is\na copy.\n:::\n\n**Try it.**\n")
    assert comparison_in(text) == "`w + 1` is a copy."


def test_where_prose_names_an_exercise_the_name_leads_to_it(build, tmp_path):
    prose = "# Lesson\n\n## `step`\n\n`step` and `step(w, 1)`, not `steps`.\n\n"
    box = "```{exercise} demo/step\nHere `step` is told.\n```\n"
    (tmp_path / "lesson.md").write_text(prose + box)
    front, warnings = build("Write `step`.\n\n```{toctree}\nlesson\n```")
    assert warnings == ""
    assert front.select_one("p > a.mention")["href"] == "lesson.html#exercise-step"
    page = BeautifulSoup((tmp_path / "_out/lesson.html").read_text("utf-8"), "html.parser")
    linked = [link.get_text() for link in page.select("a.mention[href='#exercise-step']")]
    assert linked == ["step", "step(w, 1)"]
    assert page.select("h2 a.mention, .exercise-box a.mention") == []


def test_an_exercise_that_no_section_teaches_yet_is_not_said_to_be_taught(build, tmp_path):
    path = tmp_path / "autograder/suites/demo/step/exercise.toml"
    lines = path.read_text().splitlines()
    kept = ['section = ""' if line.startswith("section") else line for line in lines]
    path.write_text("\n".join(kept))
    page, warnings = build("```{assignment} demo\n```")
    assert warnings == ""
    assert "Taught in" not in page.select_one("#exercise-step").get_text()


TRY = "```{{try}} rate\n:do: Change it.\n\n{}\n```"


def test_a_place_to_try_shows_what_its_code_gives(build):
    code = "from handbook.figures.svg import dots, figure\nprint(np.ones(2))\n"
    code += "figure(dots([1, 2], [3, 4]), xlabel='a', ylabel='b')"
    page, warnings = build(TRY.format(code))
    assert warnings == ""
    place = page.select_one("aside#try-rate")
    assert place.select_one(".live-result pre").get_text() == "[1. 1.]\n"
    assert place.select_one(".live-drawing svg")["aria-label"] == "b against a"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import matplotlib", "a page's Python has no matplotlib"),
        ("from handbook.figures import INK", "a page's Python has no handbook.figures"),
    ],
)
def test_a_place_to_try_that_would_fail_in_the_page_is_named(build, code, said):
    _, warnings = build(TRY.format(code))
    assert "'rate'" in warnings
    assert said in warnings


def test_a_file_of_the_runtime_that_is_not_the_pinned_one_stops_the_build(tmp_path):
    from booksite.exercises.live_assets import pinned

    entry = {"from": "a/a.js", "sha256": "0" * 64}
    (tmp_path / "node_modules/a").mkdir(parents=True)
    with pytest.raises(SphinxError, match="is missing: run `make setup`"):
        pinned(tmp_path, entry)
    (tmp_path / "node_modules/a/a.js").write_text("another")
    with pytest.raises(SphinxError, match="is not the file whose hash is in"):
        pinned(tmp_path, entry)


def test_a_release_that_names_mistakes_it_must_not_stops_the_build(tmp_path):
    from booksite.exercises.live_assets import copy_assignment

    released = tmp_path / "exercises" / "demo"
    released.mkdir(parents=True)
    (released / "checks.json").write_text('{"exercises": {"step": {"wrong": [{}]}}}')
    (released / "demo.ipynb").write_text("{}")
    settings = tmp_path / "autograder/suites/demo/assignment.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("name_mistakes = false")
    with pytest.raises(SphinxError, match="run `autograder release demo`"):
        copy_assignment(tmp_path, released, tmp_path, {})
    settings.unlink()
    copy_assignment(tmp_path, released, tmp_path, {})
    assert (tmp_path / "demo" / "demo.zip").is_file()


ERRATA = '''"""A page."""
from booksite.errata.entries import erratum, numbers

@erratum(topic="a-topic", said="Half is more.", right="Less.")
def e_half():
    """Half of one, $h$."""
    return numbers(false="half > 1", half=1 / 2)
'''


@pytest.fixture
def build_errata(build, tmp_path):
    """Build a page with a section and the errata of one chapter."""

    def run(errata=ERRATA, pages='("taught",)', topics=""):
        chapter = tmp_path / "book" / "errata" / "chapter_1"
        chapter.mkdir(parents=True)
        index = f'"""Units."""\nPAGES = {pages}\n'
        (chapter / "__init__.py").write_text(index, encoding="utf-8")
        (chapter / "taught.py").write_text(errata, encoding="utf-8")
        (tmp_path / "book" / "topics.yml").write_text(topics, encoding="utf-8")
        return build(
            "(taught)=\n## Taught\n\n(in-detail)=\n### In detail\n\n"
            "(errata-chapter-1)=\n## Errata\n\n```{errata}\n```\n\n```{errata} 1\n```"
        )

    return run


def test_an_erratum_says_what_is_said_the_numbers_and_what_is_right(build_errata):
    page, warnings = build_errata()
    assert warnings == ""
    entry = page.select_one("article.erratum#e-half")
    words = " ".join(entry.get_text(" ", strip=True).split())
    assert words.startswith("Said Half is more. Half of one,")
    assert "false: half > 1 0.5 > 1 Right Less." in words
    assert entry.select_one("details code, details pre").get_text().startswith("return numbers(")


def test_an_erratum_leads_to_the_page_until_a_section_teaches_its_topic(build_errata):
    page, _ = build_errata()
    assert page.select_one(".erratum-link a")["href"] == "#taught"


def test_an_erratum_leads_to_the_section_that_teaches_its_topic(build_errata):
    topic = "- {id: a-topic, title: A, chapter: 1, section: in-detail, evidence: [quiz]}"
    page, _ = build_errata(topics=topic)
    assert page.select_one(".erratum-link a")["href"] == "#in-detail"


def test_the_errata_of_a_chapter_are_counted_with_links(build_errata):
    page, _ = build_errata()
    chapters = page.select_one(".errata-chapters")
    assert "Units: 1 entry, 1 with numbers" in chapters.get_text(" ", strip=True).replace(" :", ":")
    page = "errata/chapter-1.html"
    assert [a["href"] for a in chapters.select("a")] == [page, f"{page}#errata-taught"]


def test_a_true_claim_stops_the_build(build_errata):
    with pytest.raises(SphinxError, match=r"e-half: not refuted"):
        build_errata(ERRATA.replace("half > 1", "half < 1"))


@pytest.mark.parametrize("pages", ["()", '("another",)', '("taught", "taught")'])
def test_a_chapter_of_errata_names_each_of_its_modules_once(build_errata, pages):
    with pytest.raises(SphinxError, match="PAGES must name each module once, taught"):
        build_errata(pages=pages)
