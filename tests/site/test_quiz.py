"""Quizzes: the format of the files, and the questions on the page."""

import sys

import pytest
import yaml

from .conftest import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from booksite.quiz_format import QuizError, read_quiz

NOTATION = "book/notation.html"
SHAPE = "#quiz-notation-shape-of-weights"
RATE = "#quiz-notation-momentum-rate"
EPSILON = "#quiz-notation-epsilon-inside"


# The files ---------------------------------------------------------------------------------------

ONE = {
    "id": "which",
    "kind": "one",
    "question": "Which?",
    "options": [
        {"text": "this", "right": True, "reason": "it is"},
        {"text": "that", "right": False, "reason": "it is not"},
    ],
}
NUMBER = {
    "id": "how-many",
    "kind": "number",
    "question": "How many?",
    "answer": 3,
    "tolerance": 0,
    "reason": "counted",
}


@pytest.fixture
def refuse(tmp_path):
    """Give the sentence with which a quiz of these questions is refused."""

    def check(*questions):
        path = tmp_path / "a.yml"
        path.write_text(yaml.safe_dump(list(questions)), encoding="utf-8")
        with pytest.raises(QuizError) as refused:
            read_quiz(path)
        return str(refused.value)

    return check


def without(question, key):
    return {k: v for k, v in question.items() if k != key}


def with_option(**changes):
    first, second = ONE["options"]
    return {**ONE, "options": [first, {**second, **changes}]}


@pytest.mark.parametrize("path", sorted((ROOT / "book" / "quizzes").glob("*.yml")), ids=str)
def test_every_quiz_of_the_book_keeps_to_the_format(path):
    assert read_quiz(path)


def test_every_quiz_of_the_book_is_on_a_page():
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "book").rglob("*.md"))
    names = [path.stem for path in (ROOT / "book" / "quizzes").glob("*.yml")]
    assert [name for name in names if f"{{quiz}} {name}\n" not in pages] == []


def test_a_good_quiz_is_read(tmp_path):
    path = tmp_path / "a.yml"
    path.write_text(yaml.safe_dump([ONE, NUMBER]), encoding="utf-8")
    assert [question["id"] for question in read_quiz(path)] == ["which", "how-many"]


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_an_option_without_a_reason_is_refused_whether_right_or_wrong(refuse, reason):
    assert "option 2: reason is missing" in refuse(with_option(reason=reason))
    right = {**ONE, "options": [{**ONE["options"][0], "reason": reason}, ONE["options"][1]]}
    assert "option 1: reason is missing" in refuse(right)


def test_a_number_without_a_reason_is_refused(refuse):
    assert "reason is missing" in refuse(without(NUMBER, "reason"))
    assert "wrong 1: reason is missing" in refuse({**NUMBER, "wrong": [{"answer": 5}]})


def test_the_number_of_right_options_must_fit_the_kind(refuse):
    assert "exactly one right option, here are 2" in refuse(with_option(right=True))
    none_right = with_option()
    none_right["options"][0] = {**none_right["options"][0], "right": False}
    assert "at least one right option" in refuse({**none_right, "kind": "several"})


def test_right_must_be_said_as_true_or_false(refuse):
    assert "right must be true or false" in refuse(with_option(right="no"))


@pytest.mark.parametrize("name", ["", "Which One", "a_b", 3, None])
def test_an_id_that_is_not_kebab_case_is_refused(refuse, name):
    assert "kebab-case" in refuse({**ONE, "id": name})


def test_the_same_id_twice_is_refused(refuse):
    assert "used twice" in refuse(ONE, ONE)


def test_an_unknown_kind_and_an_unknown_key_are_refused(refuse):
    assert "kind must be one of one, several, number" in refuse({**ONE, "kind": "text"})
    assert "not known in a one question: anwser" in refuse({**ONE, "anwser": 3})


def test_a_wrong_number_that_counts_as_right_is_refused(refuse):
    wrong = [{"answer": 3.05, "reason": "rounded"}]
    assert "within the tolerance" in refuse({**NUMBER, "tolerance": 0.1, "wrong": wrong})


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(QuizError, match=r"absent\.yml: there is no such quiz"):
        read_quiz(tmp_path / "absent.yml")


# The page ----------------------------------------------------------------------------------------


def verdict(page, question):
    return page.inner_text(f"{question} [role=status]")


@pytest.fixture
def page(visit):
    return visit(NOTATION).page


def site_test(function):
    return pytest.mark.site(pytest.mark.slow(function))


@site_test
def test_a_question_is_answered_with_the_keyboard_alone(page):
    page.focus(f"{SHAPE}-1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check"
    page.keyboard.press("Enter")
    assert "Not that one." in verdict(page, SHAPE)
    assert "PyTorch stores" in verdict(page, SHAPE)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert "Right." in verdict(page, SHAPE)


@site_test
def test_checking_without_an_answer_says_so_and_gives_nothing_away(page):
    page.click(f"{SHAPE} button")
    assert verdict(page, SHAPE) == "Nothing is chosen yet."


@site_test
def test_several_answers_are_right_only_together(page):
    page.check(f"{EPSILON}-2")
    page.click(f"{EPSILON} button")
    assert "what is chosen is right, 1 right one is missing" in verdict(page, EPSILON)
    page.check(f"{EPSILON}-4")
    page.click(f"{EPSILON} button")
    assert "1 of the chosen is wrong, 1 right one is missing" in verdict(page, EPSILON)
    page.uncheck(f"{EPSILON}-4")
    page.check(f"{EPSILON}-3")
    page.click(f"{EPSILON} button")
    assert verdict(page, EPSILON).startswith("Right.")


@site_test
@pytest.mark.parametrize("text", ["0.05", "5e-2", "1/20", " 0,05 ", ".05"])
def test_a_number_is_read_in_the_ways_people_write_it(page, text):
    page.fill(f"{RATE}-value", text)
    page.press(f"{RATE}-value", "Enter")
    assert verdict(page, RATE).startswith("Right.")


@site_test
def test_a_number_that_a_known_mistake_gives_gets_its_reason(page):
    page.fill(f"{RATE}-value", "5")
    page.press(f"{RATE}-value", "Enter")
    assert verdict(page, RATE).startswith("Not 5.")
    assert "goes the other way" in verdict(page, RATE)


@site_test
@pytest.mark.parametrize("text", ["", "ten", "1/2/3"])
def test_what_is_no_number_is_not_judged(page, text):
    page.fill(f"{RATE}-value", text)
    page.press(f"{RATE}-value", "Enter")
    assert verdict(page, RATE).startswith("A number is needed")


@site_test
def test_without_javascript_every_answer_and_reason_can_be_read(visit):
    page = visit(NOTATION, javascript=False).page
    for question in yaml.safe_load((ROOT / "book/quizzes/notation.yml").read_text("utf-8")):
        ident = f"#quiz-notation-{question['id']}"
        assert not page.is_visible(f"{ident} button")
        page.click(f"{ident} summary")
        reasons = page.locator(f"{ident} .quiz-reason")
        expected = question.get("options") or [question, *question.get("wrong", [])]
        assert reasons.count() == len(expected)
        assert all(reason.is_visible() for reason in reasons.all())


@site_test
def test_the_ids_of_a_question_are_made_of_its_names(read):
    form = read(NOTATION).select_one(SHAPE)
    ids = [tag["id"] for tag in form.select("input")]
    assert ids == [f"quiz-notation-shape-of-weights-{number}" for number in (1, 2, 3)]
    assert [tag["for"] for tag in form.select("label")] == ids
