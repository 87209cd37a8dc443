"""Interview questions: the format of the files, the numbers in them, and the cards on the page."""

import json
import sys

import pytest
import yaml

from .conftest import ROOT
from .test_pages import violations

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from booksite.cards.interview_format import numerals, read_interview, unaccounted
from booksite.quizzes.computed import compute, is_rounded_from
from booksite.site.formats import FormatError

FOLDER = ROOT / "book" / "interview"
AREAS = read_interview(FOLDER)
CARDS = [card for area in AREAS for card in area["cards"]]
PAGE = "book/interview.html"

by_card = pytest.mark.parametrize("card", CARDS, ids=lambda card: card["id"])


# The cards ----------------------------------------------------------------------------------------


def test_every_area_has_at_least_four_cards():
    assert [area["area"] for area in AREAS if len(area["cards"]) < 4] == []


@by_card
def test_the_numbers_of_a_card_are_what_their_checks_compute(card):
    computed = {number: compute(check) for number, check in card.get("numbers", {}).items()}
    wrong = {n: value for n, value in computed.items() if not is_rounded_from(n, value)}
    assert wrong == {}


@by_card
def test_every_number_of_a_card_is_computed_or_given(card):
    assert unaccounted(card) == set()


@by_card
def test_a_check_belongs_to_a_number_that_the_card_shows(card):
    shown = numerals(f"{card['answer']}\n{card['trap']}")
    small = {number for number in card.get("numbers", {}) if len(number) == 1}
    assert {*card.get("numbers", {}), *card.get("given", [])} - small <= shown
    assert all(number in card["answer"] + card["trap"] for number in small)


def test_numbers_are_found_with_their_separators_and_not_in_exponents():
    text = r"with 1{,}024 or 50,331,648 of $w_{12}$, $10^{-8}$, $x^{15}$, 0.5, 7 and $(11, 12.5)$"
    assert numerals(text) == {"1024", "50331648", "0.5", "11", "12.5"}


# The files ----------------------------------------------------------------------------------------

CARD = {"id": "a", "question": "Why?", "answer": "So.", "trap": "Not so."}


@pytest.fixture
def refuse(tmp_path):
    """Give the sentence with which a folder of these files is refused."""

    def check(**files):
        for name, content in files.items():
            path = tmp_path / f"{name.replace('_', '-')}.yml"
            path.write_text(yaml.safe_dump(content), encoding="utf-8")
        with pytest.raises(FormatError) as refused:
            read_interview(tmp_path)
        return str(refused.value)

    return lambda files: check(**files)


def area(*cards, **changes):
    return {"title": "T", "chapter": 4, "cards": list(cards), **changes}


def test_the_areas_come_in_the_order_of_their_file_names(tmp_path):
    for name, ident in (("20-losses", "l"), ("10-units", "u")):
        content = yaml.safe_dump(area({**CARD, "id": ident}))
        (tmp_path / f"{name}.yml").write_text(content, encoding="utf-8")
    assert [found["area"] for found in read_interview(tmp_path)] == ["units", "losses"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "there are no cards"),
        ({"units": area(CARD)}, "the name must be <number>-<area>.yml"),
        ({"10-units": [CARD]}, "a mapping with title, chapter and cards"),
        ({"10-units": area(CARD, chapter=12)}, "chapter must be a number from 0 to 9"),
        ({"10-units": area(CARD, titel="T")}, "not known here: titel"),
        ({"10-units": area()}, "at least one card"),
        ({"10-units": area({**CARD, "trap": ""})}, "card 1 (a): trap is missing"),
        ({"10-units": area({**CARD, "id": "A b"})}, "kebab-case"),
        ({"10-units": area({**CARD, "answr": "x"})}, "card 1 (a): not known here: answr"),
        ({"10-units": area({**CARD, "question": "a\n\nb"})}, "one paragraph"),
        ({"10-units": area({**CARD, "given": [0.5]})}, "in quotes"),
        ({"10-units": area({**CARD, "numbers": {"0.5": "1 /"}})}, "number 0.5: check cannot be"),
        ({"10-units": area(CARD), "20-losses": area(CARD)}, "used in 10-units.yml already"),
    ],
)
def test_a_file_that_does_not_keep_to_the_format_is_refused(refuse, files, said):
    assert said in refuse(files)


def test_a_number_that_nobody_computed_is_found():
    card = {**CARD, "question": "Of 20?", "answer": "0.25 and 20 and 31", "given": ["31"]}
    assert unaccounted(card) == {"0.25"}
    assert unaccounted({**card, "numbers": {"0.25": "1 / 4"}}) == set()


# The page -----------------------------------------------------------------------------------------


def site_test(function):
    return pytest.mark.site(pytest.mark.slow(function))


@pytest.fixture
def page(visit):
    return visit(PAGE).page


def shown(page):
    return page.eval_on_selector_all(
        ".turn-card", "cards => cards.filter(c => c.checkVisibility()).map(c => c.dataset.card)"
    )


def counted(page):
    return page.inner_text(".card-count")


@site_test
def test_a_card_leads_to_its_section_or_names_its_chapter(read):
    cards = {card["id"]: card for card in read(PAGE).select(".turn-card")}
    for some in AREAS:
        for card in some["cards"]:
            line = cards[f"card-{card['id']}"].select_one(".turn-card-source")
            assert bool(line.a) == ("section" in card)
            assert line.a or f"Chapter {some['chapter']}, " in line.get_text()


@site_test
def test_cards_are_turned_rated_and_passed_with_the_keyboard(page):
    first, second, third = (card["id"] for card in CARDS[:3])
    page.focus(f"#card-{first} summary")
    page.keyboard.press("Enter")
    assert page.is_visible(f"#card-{first} .turn-card-trap")
    page.keyboard.press("Space")
    assert not page.is_visible(f"#card-{first} .turn-card-trap")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert shown(page) == [third]
    page.keyboard.press("ArrowLeft")
    assert shown(page) == [second]
    assert page.evaluate("document.activeElement.parentElement.id") == f"card-{second}"
    page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.textContent") != "Knew it":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert shown(page) == [third]
    assert f"Card 3 of {len(CARDS)}: {len(CARDS) - 1} not seen, 1 knew it" in counted(page)
    # Round the ends.
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    assert shown(page) == [CARDS[-1]["id"]]


@site_test
def test_what_was_known_is_there_after_a_reload_and_can_be_chosen_by(page):
    page.select_option(".card-choice select >> nth=0", "area:losses")
    losses = next(some["cards"] for some in AREAS if some["area"] == "losses")
    assert shown(page) == [losses[0]["id"]]
    for state in ("knew", "repeat"):
        page.click(".turn-card:not([hidden]) summary")
        page.click(f".turn-card:not([hidden]) [data-state={state}][aria-pressed]")
    page.reload()
    page.wait_for_selector(".card-count:not(:empty)")
    assert f"{len(CARDS) - 2} not seen, 1 knew it, 1 to repeat" in counted(page)
    page.select_option(".card-choice select >> nth=1", "repeat")
    assert shown(page) == [losses[1]["id"]]
    assert page.inner_text(".turn-card:not([hidden]) .turn-card-state") == "to repeat"
    # The last one of the choice is known now: nothing is left, and the focus is not lost.
    page.click(".turn-card:not([hidden]) summary")
    page.click(".turn-card:not([hidden]) [data-state=knew][aria-pressed]")
    assert counted(page) == "No card is left in this choice."
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    kept = page.evaluate("Object.keys(localStorage).filter(k => k.includes(':card:')).sort()")
    assert kept == sorted(f"handbook:v1:card:{card['id']}" for card in losses[:2])


@site_test
def test_saying_the_same_again_takes_it_back(page):
    first = CARDS[0]["id"]
    page.check(".card-list input")
    page.click(f"#card-{first} summary")
    for pressed in ("true", "false"):
        page.click(f"#card-{first} button[data-state=knew]")
        button = page.locator(f"#card-{first} button[data-state=knew]")
        assert button.get_attribute("aria-pressed") == pressed
    assert page.evaluate("Object.keys(localStorage).filter(k => k.includes(':card:'))") == []


@site_test
def test_all_cards_of_a_chapter_stand_in_a_list(page):
    page.check(".card-list input")
    page.select_option(".card-choice select >> nth=0", "chapter:5")
    chapter = [card["id"] for some in AREAS if some["chapter"] == 5 for card in some["cards"]]
    assert shown(page) == chapter
    assert counted(page).startswith(f"{len(chapter)} cards:")


@site_test
def test_a_link_to_a_card_or_an_area_shows_it(visit):
    page = visit(f"{PAGE}#card-momentum-role").page
    page.wait_for_selector("#card-momentum-role")
    assert shown(page) == ["momentum-role"]
    page.click(".page-toc a[href='#interview-losses']")
    page.wait_for_selector("#interview-losses")
    assert shown(page) == [AREAS[2]["cards"][0]["id"]]


@site_test
def test_on_paper_every_card_stands_with_its_answer(page):
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".turn-card-trap:visible").count() == len(CARDS)
    assert page.locator(".card-button:visible, .card-choice:visible").count() == 0
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert shown(page) == [CARDS[0]["id"]]


@site_test
def test_without_javascript_the_cards_are_a_list_that_unfolds(visit):
    page = visit(PAGE, javascript=False).page
    assert page.locator(".turn-card:visible").count() == len(CARDS)
    assert page.locator(".card-tools *").count() == 0
    page.click(f"#card-{CARDS[-1]['id']} summary")
    assert page.is_visible(f"#card-{CARDS[-1]['id']} .turn-card-trap")


@site_test
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_turned_and_rated_card_is_accessible_on_a_telephone(visit, scheme):
    page = visit(f"{PAGE}#card-bias-correction", width=390, scheme=scheme).page
    page.click("#card-bias-correction summary")
    page.click("#card-bias-correction button[data-state=repeat]")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_function("document.getAnimations().length === 0")
    assert shown(page) == ["bias-correction"]
    assert violations(page, ".card-tools", "#interview-optimizers") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@site_test
def test_no_formula_of_an_open_card_is_wider_than_a_telephone(visit):
    page = visit(PAGE, width=390).page
    page.check(".card-list input")
    page.evaluate("for (const card of document.querySelectorAll('.turn-card')) card.open = true")
    wide = page.eval_on_selector_all(
        ".turn-card-back *",
        """all => all.filter(e => e.getBoundingClientRect().right > innerWidth + 1
            && !e.closest('.katex-display, .katex-mathml, svg'))
            .map(e => e.closest('.turn-card').id + ' ' + e.className)""",
    )
    assert wide == []


# When a card comes back ---------------------------------------------------------------------------

DAY = 86_400_000


@pytest.fixture
def kept_card(page):
    """What is kept of a card, and the days until it is due."""

    def read(card):
        record = page.evaluate(
            "key => JSON.parse(localStorage.getItem(key))", f"handbook:v1:{card}"
        )
        days = page.evaluate(
            f"r => (Date.parse(r.schedule.due) - Date.parse(r.updated)) / {DAY}", record
        )
        return record, days

    return read


@site_test
def test_a_card_comes_back_when_it_is_due_and_later_each_time_it_is_known(page, kept_card):
    first = CARDS[0]["id"]
    page.clock.install(time="2026-03-02T09:00:00Z")
    page.reload()
    intervals = []
    for _ in range(3):
        page.check(".card-list input")
        page.click(f"#card-{first} summary")
        page.click(f"#card-{first} button[data-state=knew]")
        record, days = kept_card(f"card:{first}")
        assert record["state"] == "knew"
        intervals.append(days)
        page.select_option(".card-choice select >> nth=1", "due")
        assert shown(page) == []
        page.clock.set_fixed_time(record["schedule"]["due"])
        page.reload()
        page.check(".card-list input")
        page.select_option(".card-choice select >> nth=1", "due")
        assert shown(page) == [first]
        assert page.inner_text(f"#card-{first} .turn-card-state") == "knew it, due"
        page.select_option(".card-choice select >> nth=1", "all")
    assert intervals == sorted(set(intervals))
    assert intervals[0] >= 1
    page.click(f"#card-{first} summary")
    page.click(f"#card-{first} button[data-state=repeat]")
    record, days = kept_card(f"card:{first}")
    assert record["state"] == "repeat"
    assert 1 <= days < intervals[-1]


@site_test
def test_cards_that_are_due_are_counted_on_the_progress_page(visit):
    page = visit("book/progress.html").page
    line = page.locator(".progress-cards")
    assert line.inner_text().endswith("none turned yet")
    cards = {
        # Rated before cards had dates; due long ago; due in the far future; not in the book.
        CARDS[0]["id"]: None,
        CARDS[1]["id"]: "2001-01-01T00:00:00.000Z",
        CARDS[2]["id"]: "2999-01-01T00:00:00.000Z",
        "gone": None,
    }
    for card, due in cards.items():
        schedule = {"schedule": {"due": due}} if due else {}
        record = {"state": "knew", "updated": "2001-01-01T00:00:00.000Z", **schedule}
        page.evaluate(
            "([key, value]) => localStorage.setItem(`handbook:v1:card:${key}`, value)",
            [card, json.dumps(record)],
        )
    page.reload()
    page.get_by_text("2 due today, 3 rated").wait_for()
    line.get_by_role("link").click()
    page.locator(".card-count:not(:empty)").wait_for()
    assert "2 due" in counted(page)


@site_test
def test_a_question_answered_wrongly_is_put_among_the_cards_and_leads_back(visit):
    page = visit("book/notation.html").page
    question = page.locator("#quiz-notation-momentum-rate")
    keep = question.get_by_role("button", name="Put among the cards")
    assert not keep.is_visible()
    question.locator("input").fill("12345")
    page.keyboard.press("Enter")
    keep.focus()
    page.keyboard.press("Enter")
    question.get_by_role("button", name="Take from the cards").wait_for()
    page.goto(page.url.replace("notation.html", "interview.html"))
    page.select_option(".card-choice select >> nth=0", "area:quizzes")
    assert shown(page) == ["quiz-notation-momentum-rate"]
    card = page.locator("#card-quiz-notation-momentum-rate")
    card.locator("summary").click()
    assert violations(page, "#interview-quizzes") == []
    card.get_by_role("link").click()
    page.wait_for_url("**/notation.html#quiz-notation-momentum-rate")
    question.get_by_role("button", name="Take from the cards").click()
    keep.wait_for()
    assert page.evaluate("Object.keys(localStorage).filter(k => k.includes(':card:'))") == []
