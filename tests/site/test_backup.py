"""Everything that is kept in a browser goes out as one file, and comes in again."""

import json

import pytest

pytestmark = [pytest.mark.site, pytest.mark.slow]

PROGRESS = "book/progress.html"
EXERCISES = "book/exercises/optimizers.html"
EVERYTHING = ".live-kit:not([data-assignment])"

EXERCISE = "exercise:optimizers:moving_average"
OLD, NEW = "2026-01-01T08:00:00.000Z", "2026-02-01T08:00:00.000Z"
WORK = {
    EXERCISE: {"code": "def moving_average(x):\n    pass", "state": "started", "updated": OLD},
    "quiz:notation:shape-of-weights": {"state": "wrong", "chosen": ["ab12"], "updated": OLD},
    "prediction:first": {"state": "near", "answer": "0.5", "updated": OLD},
    "card:momentum-role": {"state": "knew", "updated": OLD},
}
MARKUP = "<img src=x onerror='window.harmed = 1'><script>window.harmed = 1</script>"


@pytest.fixture
def page(visit):
    return visit(PROGRESS).page


def keep(page, entries):
    page.evaluate(
        """entries => {
            for (const [key, value] of Object.entries(entries)) {
                localStorage.setItem(`handbook:v1:${key}`, JSON.stringify(value));
            }
        }""",
        entries,
    )


def kept(page):
    return page.evaluate(
        """() => Object.fromEntries(Object.entries(localStorage)
            .filter(([key]) => key.startsWith("handbook:v1:"))
            .map(([key, value]) => [key.slice("handbook:v1:".length), JSON.parse(value)]))"""
    )


def backup_of(entries, **changes):
    return {"format": "handbook-backup", "version": 1, "made": NEW, "entries": entries, **changes}


def restore(page, content, *, answer=None):
    """Take in a file, answering the question if one is asked; what was asked, what was said."""
    asked = []

    def dialog(question):
        asked.append(question.message)
        assert answer is not None, question.message
        question.accept() if answer else question.dismiss()

    page.on("dialog", dialog)
    text = content if isinstance(content, str) else json.dumps(content)
    file = {"name": "a.json", "mimeType": "application/json", "buffer": text.encode()}
    page.locator(f"{EVERYTHING} input[type=file]").set_input_files(file)
    status = page.locator(f"{EVERYTHING} .live-status:not(:empty)")
    status.wait_for()
    page.remove_listener("dialog", dialog)
    return asked, status.inner_text()


def test_a_backup_brings_everything_into_a_browser_that_knows_nothing(page, tmp_path):
    keep(page, WORK)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download a backup").click()
    download.value.save_as(tmp_path / "backup.json")
    page.get_by_text("holds 1 exercise, 1 quiz answer, 1 prediction, 1 card").wait_for()
    page.evaluate("localStorage.clear()")
    asked, said = restore(page, (tmp_path / "backup.json").read_text(encoding="utf-8"))
    assert asked == []
    assert "Taken from the file: 1 exercise, 1 quiz answer, 1 prediction, 1 card." in said
    assert kept(page) == WORK
    assert "started" in page.locator(f'[data-exercise="{EXERCISE[9:]}"]').inner_text()


@pytest.mark.parametrize("replace", [True, False])
def test_newer_work_is_replaced_only_where_that_is_agreed_to(page, replace):
    newer = {**WORK[EXERCISE], "code": "# newer", "updated": NEW}
    keep(page, {EXERCISE: newer})
    asked, said = restore(page, backup_of(WORK), answer=replace)
    assert "optimizers moving_average" in asked[0]
    assert kept(page) == (WORK if replace else {**WORK, EXERCISE: newer})
    assert ("1 newer here was kept" in said) is not replace


def test_what_is_the_same_is_not_asked_about(page):
    keep(page, WORK)
    asked, said = restore(page, backup_of(WORK))
    assert asked == []
    assert said == "Nothing was changed. 4 were the same already."


BROKEN = {
    "cut off": (json.dumps(backup_of(WORK))[:90], "not JSON"),
    "a notebook": ({"cells": [], "nbformat": 4}, "no backup of the handbook"),
    "a list": ([1, 2], "no backup of the handbook"),
    "nothing": ("null", "no backup of the handbook"),
    "another version": (backup_of(WORK, version=9), "another version"),
    "no entries": (backup_of([]), "it has no entries"),
    "empty": (backup_of({}), "This backup is empty"),
    "foreign keys": (backup_of({"mode": "dark", "../x": WORK[EXERCISE]}), "can be read"),
    "foreign values": (backup_of({EXERCISE: 3, "card:a": {"state": MARKUP}}), "can be read"),
}


def test_a_file_that_is_no_backup_is_refused_with_a_sentence_and_changes_nothing(page):
    keep(page, WORK)
    for name, (content, sentence) in BROKEN.items():
        _, said = restore(page, content)
        assert sentence in said, name
        assert "Nothing was changed" in said, name
        assert kept(page) == WORK, name


def test_markup_in_a_backup_is_text_wherever_it_is_shown(visit):
    page = visit(PROGRESS).page
    question = {"state": "repeat", "updated": OLD, "question": MARKUP, "page": PROGRESS}
    entries = {
        EXERCISE: {
            "code": MARKUP,
            "state": "started",
            "mistake": MARKUP,
            "other": MARKUP,
            "hints": 1,
        },
        "quiz:notation:momentum-rate": {"state": "wrong", "chosen": MARKUP, "updated": OLD},
        "prediction:first": {"state": "said", "answer": MARKUP, "updated": OLD},
        "card:quiz-notation-momentum-rate": question,
        # Left out: an address that is a script, a name that is markup, a state that is.
        "card:quiz-a-b": {**question, "page": "javascript:window.harmed=1"},
        f"card:{MARKUP}": question,
        "exercise:optimizers:ewma": {"code": "x", "state": MARKUP},
    }
    _, said = restore(page, backup_of(entries))
    assert "1 exercise, 1 quiz answer, 1 prediction, 1 card" in said
    assert "3 could not be read and were left out" in said
    root = page.url.removesuffix(PROGRESS)
    for address in (PROGRESS, EXERCISES, "book/notation.html", "book/interview.html"):
        page.goto(root + address)
        if address == EXERCISES:
            page.locator("#exercise-moving_average").scroll_into_view_if_needed()
            shown = page.locator("#exercise-moving_average .cm-content")
            shown.wait_for()
            assert "onerror" in shown.inner_text()
        assert page.locator("img[src=x]").count() == 0
        assert page.evaluate("window.harmed") is None
    card = page.locator("#card-quiz-notation-momentum-rate")
    assert card.locator("summary").evaluate("e => e.textContent").startswith(MARKUP)
    assert page.locator(".turn-card a[href^=javascript]").count() == 0
