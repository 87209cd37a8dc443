"""What the teaching pages share: the frame, predictions, folded code, addresses that moved."""

import json
import posixpath
import sys

import pytest
import yaml
from sphinx.errors import SphinxError

from .conftest import ROOT, pages_of_the_book
from .test_directives import build  # noqa: F401 (a fixture)

sys.path.insert(0, str(ROOT / "book" / "_ext"))

from booksite.lesson.derivation_rows import at_ampersands, reason
from booksite.lesson.folding import is_folded
from booksite.lesson.moved import read_moved

PAGE = "book/04-optimization/01-gradient-descent.html"


# The frame ----------------------------------------------------------------------------------------


def test_what_to_remember_gets_its_heading_and_what_follows_goes_with_it(build):  # noqa: F811
    page, warnings = build(
        "## Practice\n\nOne.\n\n```{remember}\n- This.\n- That.\n```\n\nTwo.\n\n## Check\n"
    )
    assert warnings == ""
    assert [title.get_text() for title in page.select("section h2")] == [
        *("Practice¶", "What to remember¶", "Check¶")
    ]
    section = page.select_one("#what-to-remember")
    assert len(section.select(".remember li")) == 2
    assert "Two." in section.get_text()
    assert "Two." not in page.select_one("#practice").get_text()


EXPERIMENT = (
    "```{{experiment}}\n:data: d\n:measured: m\n:tuned: t\n:tuning-seeds: {}\n:seeds: 0–9\n```"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```{opening}\nGradients are useful.\n```", "an opening asks the question of the page"),
        ("## A\n\n```{remember}\nA paragraph.\n```", "what to remember is a list"),
        ("## A\n\n```{remember}\n- a\n- b\n- c\n- d\n- e\n- f\n```", "keep 5"),
        ("## A\n\n```{reading}\n- A good book on many things.\n```", "cite the work"),
        ("```{experiment}\n:data: d\n:seeds: 0–9\n```", "says :measured:"),
        (
            EXPERIMENT.format("5–30"),
            "seed 5 is used for tuning and for the result",
        ),
        (
            EXPERIMENT.format("50–54"),
            "5 tuning seeds choose a setting by chance",
        ),
    ],
)
def test_a_part_of_the_frame_that_lacks_something_says_what(build, text, said):  # noqa: F811
    assert said in build(text)[1]


# Predictions --------------------------------------------------------------------------------------

CHOICE = "```{predict} which\n:right: 2\n\nWhich?\n\n- this\n- that\n```\n"


def test_what_follows_a_prediction_is_its_result(build):  # noqa: F811
    page, warnings = build(f"{CHOICE}\nThe result.\n\n```{{predicted}}\nIt is that.\n```\n\nAfter.")
    assert warnings == ""
    form = page.select_one("form#predict-which")
    assert [radio["value"] for radio in form.select("input[type=radio]")] == ["1", "2"]
    result = page.select_one("#predict-which-result")
    assert result.get_text(" ", strip=True) == "The result. It is that."
    # Without JavaScript the result stands, and the buttons, which would do nothing, do not.
    assert not result.has_attr("hidden")
    assert form.select_one(".predict-tools").has_attr("hidden")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```{predict} which\n:right: 3\n\nWhich?\n\n- this\n- that\n```", "there is no line 3"),
        ("```{predict} which\n:right: 1\n\nWhich?\n```", "a choice ends in a list"),
        ("```{predict} which\n:right: 1\n:answer: 2\n\nWhich?\n```", ":answer: for a number"),
        ("```{predict} WhichOne\n\nWhich?\n```", "the name is kebab-case"),
    ],
)
def test_a_prediction_that_lacks_something_says_what(build, text, said):  # noqa: F811
    assert said in build(text)[1]


@pytest.mark.parametrize("text", [CHOICE, f"{CHOICE}\n## Next\n\n```{{predicted}}\n```"])
def test_a_prediction_whose_result_does_not_end_stops_the_build(build, text):  # noqa: F811
    with pytest.raises(SphinxError, match=r"the result ends with \{predicted\}"):
        build(text)


@pytest.fixture
def lesson(visit):
    return visit(PAGE, until="networkidle")


def form_of(page, name):
    return page.locator(f"#predict-{name}"), page.locator(f"#predict-{name}-result")


@pytest.mark.site
@pytest.mark.slow
def test_a_result_waits_for_the_prediction_and_is_set_beside_it(lesson):
    form, result = form_of(lesson.page, "own-units")
    assert not result.is_visible()
    form.get_by_label("Number").fill("12")
    form.get_by_label("Number").press("Enter")
    assert result.is_visible()
    assert "Predicted: 12. It comes to 103,850 steps." in form.get_by_role("status").inner_text()
    assert lesson.troubles == []


@pytest.mark.site
@pytest.mark.slow
def test_a_prediction_is_kept_and_can_be_asked_again(lesson):
    form, result = form_of(lesson.page, "four-learning-rates")
    form.get_by_label("0.05 and 0.15, equally close").check()
    form.get_by_role("button", name="Compare").click()
    assert "That is what happens." in form.get_by_role("status").inner_text()
    lesson.page.reload()
    assert result.is_visible()
    assert form.get_by_label("0.05 and 0.15, equally close").is_checked()
    form.get_by_role("button", name="Ask again").click()
    assert not result.is_visible()
    lesson.page.reload()
    assert not result.is_visible()


@pytest.mark.site
@pytest.mark.slow
def test_an_empty_prediction_shows_nothing_and_says_so(lesson):
    form, result = form_of(lesson.page, "just-too-high")
    form.get_by_role("button", name="Compare").click()
    assert "Nothing is chosen yet." in form.get_by_role("status").inner_text()
    assert not result.is_visible()


@pytest.mark.site
@pytest.mark.slow
def test_a_result_can_be_shown_without_a_prediction_by_keyboard(lesson):
    form, result = form_of(lesson.page, "just-too-high")
    form.get_by_role("button", name="Show").press("Enter")
    assert result.is_visible()
    focused = lesson.page.evaluate("document.activeElement.textContent")
    assert focused == "Ask again"


@pytest.mark.site
@pytest.mark.slow
def test_a_link_into_a_hidden_result_shows_it(visit):
    page = visit(f"{PAGE}#fig-gd-conditioning", until="networkidle").page
    assert page.locator("#fig-gd-conditioning").is_visible()


@pytest.mark.site
@pytest.mark.slow
def test_without_javascript_the_results_stand(visit):
    page = visit(PAGE, javascript=False).page
    assert page.locator("#fig-gd-conditioning").is_visible()
    assert page.get_by_role("button", name="Compare").count() == 0


# Code and derivations -----------------------------------------------------------------------------


def test_code_that_checks_mathematics_is_folded_unless_the_page_shows_it():
    assert is_folded("derive(x).then(y, 'so')", [])
    assert not is_folded("derive(x).then(y, 'so')", ["show-input"])
    assert not is_folded("derived = 3", [])
    assert is_folded("derived = 3", ["hide-input"])


def test_a_row_is_cut_at_its_own_alignment_only():
    row = r"\begin{pmatrix} a & b \end{pmatrix} &= c && \begin{array}{l}\text{x}\end{array}"
    assert at_ampersands(row) == [
        *(r"\begin{pmatrix} a & b \end{pmatrix} ", "= c ", ""),
        r" \begin{array}{l}\text{x}\end{array}",
    ]


def test_a_reason_becomes_text_with_its_formulas_and_its_mark():
    found = list(
        reason(
            r"\text{divided by }{\lambda}\text{, 5\% off} \\ "
            r"{\scriptstyle \checkmark\ \text{proved}}"
        )
    )
    assert [node.astext() for node in found] == [
        *("divided by ", r"{\lambda}", ", 5% off", " ", "✓ proved")
    ]


@pytest.mark.site
def test_no_derivation_is_left_as_a_block_that_cannot_wrap(read, address):
    page = read(address)
    assert [tag for tag in page.select(".cell_output div.math") if "✓" in tag.get_text()] == []
    assert [row for row in page.select(".derivation-row") if not row.select(".math")] == []


@pytest.mark.site
def test_folded_code_follows_what_it_prints(read, address):
    folded = read(address).select("div.cell > details.above-input")
    assert [code for code in folded if code.find_next_sibling() is not None] == []


@pytest.mark.site
def test_every_formula_of_the_book_is_compared_with_its_code(read, address):
    rows = read(address).select(".derivation-row")
    assert [text for row in rows if "not compared" in (text := row.get_text())] == []


@pytest.mark.site
@pytest.mark.slow
def test_on_a_telephone_reasons_and_marks_are_within_the_window(visit):
    page = visit(PAGE, width=390).page
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".derivation-reason, .derivation-mark")]
        .filter(e => e.scrollWidth > e.clientWidth + 1
            || e.getBoundingClientRect().right > innerWidth)
        .map(e => e.textContent)"""
    )
    assert cut == []


# Addresses that moved -----------------------------------------------------------------------------

MOVED = read_moved(ROOT / "book" / "moved.yml")


@pytest.mark.site
@pytest.mark.slow
@pytest.mark.parametrize("entry", MOVED, ids=[entry["page"] for entry in MOVED])
def test_an_old_address_of_a_section_leads_to_where_it_is_now(visit, read, entry):
    first, *_ = entry["sections"]
    page = visit(f"{entry['page']}.html#{first}", until="networkidle").page
    page.wait_for_function("l => document.getElementById(l) !== null", arg=first)
    assert page.url.endswith(f"#{first}")
    # What the browser did for one section it does for each that the page names.
    old = read(f"{entry['page']}.html")
    table = json.loads(old.select_one("script[data-moved]")["data-moved"])
    for label in entry["sections"]:
        to, _, ident = table.get(label, f"#{label}").partition("#")
        now = posixpath.join(posixpath.dirname(entry["page"]), to)
        now = posixpath.normpath(now) if to else f"{entry['page']}.html"
        assert read(now).find(id=ident) is not None


@pytest.mark.site
def test_a_page_that_is_gone_leads_on_without_javascript(read):
    gone = [e for e in MOVED if f"{e['page']}.html" not in pages_of_the_book()]
    for entry in gone:
        refresh = read(f"{entry['page']}.html").select_one("noscript meta")["content"]
        address = refresh.partition("url=")[2]
        assert address.rpartition("/")[2] == f"{entry['to'].rpartition('/')[2]}.html"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"page": "a"}, "needs page and to"),
        ({"page": "a", "to": "b", "sections": "c"}, "a list of sections"),
        ({"page": "a", "to": "b", "anchor": "c"}, "not known here: anchor"),
    ],
)
def test_an_entry_of_what_moved_keeps_to_the_format(tmp_path, entry, said):
    path = tmp_path / "moved.yml"
    path.write_text(yaml.safe_dump([entry]))
    with pytest.raises(SphinxError, match=said):
        read_moved(path)
