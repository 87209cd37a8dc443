"""Quizzes: the format of the files, and the questions on the page."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.patience import HANGS

from .conftest import ROOT
from .test_pages import violations

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from booksite.quizzes.computed import compute, is_rounded_from
from booksite.quizzes.quiz_format import accepted, read_quiz
from booksite.site.formats import FormatError

NOTATION = "book/notation.html"
SHAPE = "#quiz-notation-shape-of-weights"
RATE = "#quiz-notation-momentum-rate"
EPSILON = "#quiz-notation-epsilon-inside"

ADAM = "book/04-optimization/06-adam-and-adamw.html"
SECOND_STEP = "#quiz-adam-and-adamw-second-step"

QUIZZES = sorted((ROOT / "book" / "quizzes").glob("*.yml"))


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
    "check": "1 + 2",
    "tolerance": 0,
    "reason": "counted",
}


@pytest.fixture
def refuse(tmp_path):
    """Give the sentence with which a quiz of these questions is refused."""

    def check(*questions):
        path = tmp_path / "a.yml"
        path.write_text(yaml.safe_dump(list(questions)), encoding="utf-8")
        with pytest.raises(FormatError) as refused:
            read_quiz(path)
        return str(refused.value)

    return check


def without(question, key):
    return {k: v for k, v in question.items() if k != key}


def with_option(**changes):
    first, second = ONE["options"]
    return {**ONE, "options": [first, {**second, **changes}]}


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: path.stem)
def test_every_quiz_of_the_book_keeps_to_the_format(path):
    assert read_quiz(path)


def test_every_quiz_of_the_book_is_on_a_page():
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "book").rglob("*.md"))
    assert [path.stem for path in QUIZZES if f"{{quiz}} {path.stem}\n" not in pages] == []


def numbers():
    """Every number of every quiz, right or wrong, with a name to find it by."""
    for path in QUIZZES:
        for question in read_quiz(path):
            for answer in [question, *question.get("wrong", [])]:
                if "answer" in answer:
                    name = f"{path.stem}-{question['id']}-{answer['answer']}"
                    yield pytest.param(answer, question, id=name)


@pytest.mark.parametrize(("answer", "question"), list(numbers()))
def test_a_number_of_a_quiz_is_what_its_check_computes(answer, question):
    value = compute(answer["check"])
    assert is_rounded_from(answer["answer"], value)
    low, high = accepted(answer, question)
    assert low <= value <= high


def test_every_kind_of_question_is_asked():
    kinds = {question["kind"] for path in QUIZZES for question in read_quiz(path)}
    assert kinds == {"one", "several", "number"}


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
    assert "kind one: not known here: anwser" in refuse({**ONE, "anwser": 3})


def test_a_wrong_number_that_counts_as_right_is_refused(refuse):
    wrong = [{"answer": 3.05, "check": "3 + 0.05", "reason": "rounded"}]
    assert "within the tolerance" in refuse({**NUMBER, "tolerance": 0.1, "wrong": wrong})
    covering = [{"range": [2, 4], "name": "some", "reason": "too wide"}]
    assert "within the tolerance" in refuse({**NUMBER, "wrong": covering})


def test_a_number_says_how_near_an_answer_must_be_in_one_way(refuse):
    assert "either tolerance" in refuse(without(NUMBER, "tolerance"))
    assert "either tolerance" in refuse({**NUMBER, "relative": 0.1})
    percent = {**without(NUMBER, "tolerance"), "relative": 2}
    assert "a share between 0 and 1" in refuse(percent)
    nothing = {**without(NUMBER, "tolerance"), "relative": 0.1, "answer": 0}
    assert "an answer that is not 0" in refuse(nothing)


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (None, "check is missing"),
        ("1 +", "cannot be read as Python"),
        ("a = 3", "must be an expression"),
        (3, "only repeats a number"),
    ],
)
def test_a_number_without_the_code_that_computes_it_is_refused(refuse, check, said):
    assert said in refuse({**NUMBER, "check": check})
    wrong = [{"answer": 5, "check": check, "reason": "miscounted"}]
    sentence = refuse({**NUMBER, "wrong": wrong})
    assert said in sentence
    assert "question 1 (how-many), wrong 1" in sentence


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"range": [5, 4], "name": "n", "reason": "r"}, "must be the smaller one"),
        ({"range": [5], "name": "n", "reason": "r"}, "range is two numbers"),
        ({"range": [5, "six"], "name": "n", "reason": "r"}, "the second of range must be a number"),
        ({"range": [5, 6], "reason": "r"}, "name is missing"),
        ({"range": [5, 6], "answer": 5, "name": "n", "reason": "r"}, "not known here: answer"),
    ],
)
def test_a_range_that_cannot_be_meant_is_refused(refuse, wrong, said):
    sentence = refuse({**NUMBER, "wrong": [wrong]})
    assert said in sentence
    assert "question 1 (how-many), wrong 1" in sentence


def test_a_relative_tolerance_goes_with_the_size_of_each_number():
    question = {"answer": -200, "relative": 0.01}
    assert accepted(question, question) == pytest.approx((-202, -198))
    assert accepted({"answer": 50}, question) == pytest.approx((49.5, 50.5))


def test_two_options_that_read_the_same_are_refused(refuse):
    assert "the same text" in refuse(with_option(text="this"))


def test_a_file_that_is_not_yaml_is_refused_with_its_line(tmp_path):
    path = tmp_path / "a.yml"
    path.write_text("- id: a\n  question: Which: this?\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"a\.yml, line 2: .* stands in quotes"):
        read_quiz(path)


def test_a_check_may_have_several_lines_and_knows_numpy_and_math():
    assert compute("total = 0\nfor n in range(4):\n    total += n\ntotal") == 6
    assert compute("np.sqrt(4) + sqrt(9)") == 5


def test_a_written_number_must_be_the_rounded_one():
    assert is_rounded_from(0.316, 0.31623)
    assert not is_rounded_from(0.317, 0.31623)
    assert is_rounded_from(11511, 11510.8)
    assert is_rounded_from("0.090", 0.0900306)
    assert not is_rounded_from("0.0900", 0.09012)


# What a reader types ------------------------------------------------------------------------------


def javascript(expression):
    """Evaluate an expression over the module `a` (answers.js) under node; plain data back."""
    module = (ROOT / "book" / "_static" / "answers.js").as_uri()
    program = f"import * as a from {json.dumps(module)}; console.log(JSON.stringify({expression}));"
    node = Path(sys.executable).parent / "node"
    command = [str(node), "--no-warnings", "--input-type=module", "--eval", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=HANGS)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_number_is_read_in_the_ways_people_write_it():
    texts = {
        **{text: [0.05] for text in ("0.05", "5e-2", "1/20", " 0,05 ", ".05", "+0.05")},
        **{text: [-2] for text in ("-2", "−2", "-4/2")},
        "11,511": [11.511, 11511],
        "1,234,567": [1234567],
        "200 steps": [200],
        **{text: [] for text in ("", "ten", "1/2/3", "1/0", "1/", "0x10", "Infinity", "1 2")},
    }
    read = javascript(f"{json.dumps(list(texts))}.map((text) => a.readings(text, 'steps'))")
    assert dict(zip(texts, read, strict=True)) == texts


def test_the_right_answer_is_looked_at_first_then_the_wrong_ones_in_their_order():
    known = (
        "[{low: 0, high: 9, right: false, n: 0}, {low: 2, high: 4, right: true, n: 1},"
        " {low: 5, high: Infinity, right: false, n: 2}]"
    )
    cases = "[[3], [5], [12], [-1], [11.5, 3]]"
    found = javascript(f"{cases}.map((values) => a.matching(values, {known})?.n ?? null)")
    assert found == [1, 0, 2, None, 1]


def test_several_answers_count_all_and_only():
    options = "[{key: 'p', right: true}, {key: 'q', right: true}, {key: 'r', right: false}]"
    chosen = "[['p', 'q'], ['p'], ['p', 'r'], ['p', 'q', 'r']]"
    assert javascript(f"{chosen}.map((keys) => a.compare(new Set(keys), {options}))") == [
        {"wrong": 0, "missing": 0},
        {"wrong": 0, "missing": 1},
        {"wrong": 1, "missing": 1},
        {"wrong": 1, "missing": 0},
    ]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FormatError, match=r"absent\.yml: there is no such quiz"):
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
def test_a_number_is_checked_with_the_enter_key(page):
    page.fill(f"{RATE}-value", "1/20")
    page.press(f"{RATE}-value", "Enter")
    assert verdict(page, RATE).startswith("Right.")


@site_test
def test_a_number_that_a_known_mistake_gives_gets_its_reason(page):
    page.fill(f"{RATE}-value", "5")
    page.press(f"{RATE}-value", "Enter")
    assert verdict(page, RATE).startswith("Not 5.")
    assert "goes the other way" in verdict(page, RATE)


@site_test
def test_what_is_no_number_is_neither_judged_nor_kept(page):
    page.fill(f"{RATE}-value", "ten")
    page.press(f"{RATE}-value", "Enter")
    assert verdict(page, RATE).startswith("A number is needed")
    assert page.evaluate("localStorage.getItem('handbook:v1:quiz:notation:momentum-rate')") is None


@site_test
def test_a_number_in_a_wrong_range_gets_the_reason_of_the_range(visit):
    page = visit(ADAM).page
    for text, said in [("0.95", "needs gradients that agree"), ("0.268", "Right.")]:
        page.fill(f"{SECOND_STEP}-value", text)
        page.press(f"{SECOND_STEP}-value", "Enter")
        assert said in verdict(page, SECOND_STEP)
    described = page.get_attribute(f"{SECOND_STEP}-value", "aria-describedby").split()
    assert [page.inner_text(f"#{ident}") for ident in described] == [
        "η",
        "Counts as right up to 1 % off.",
    ]


@site_test
def test_answers_are_there_after_a_reload_and_can_be_tried_again(page):
    page.check(f"{SHAPE}-2")
    page.click(f"{SHAPE} button")
    page.check(f"{EPSILON}-2")
    page.check(f"{EPSILON}-3")
    page.click(f"{EPSILON} button")
    page.fill(f"{RATE}-value", "5")
    page.press(f"{RATE}-value", "Enter")
    page.reload()
    page.wait_for_selector(f"{RATE} .quiz-verdict-title")
    assert page.is_checked(f"{SHAPE}-2")
    assert "Not that one." in verdict(page, SHAPE)
    assert verdict(page, EPSILON).startswith("Right.")
    assert page.input_value(f"{RATE}-value") == "5"
    assert "goes the other way" in verdict(page, RATE)
    assert violations(page, SHAPE, EPSILON, RATE) == []

    page.click(f"{RATE} .quiz-again")
    assert verdict(page, RATE) == ""
    assert page.evaluate("document.activeElement.id") == f"{RATE}-value".removeprefix("#")
    page.reload()
    page.wait_for_selector(f"{EPSILON} .quiz-verdict-title")
    assert page.input_value(f"{RATE}-value") == ""


@site_test
def test_what_is_kept_of_an_answer_follows_the_contract(page):
    page.evaluate(
        "window.seen = []; addEventListener('handbook:progress', (e) => seen.push(e.detail))"
    )
    page.fill(f"{RATE}-value", "0.05")
    page.press(f"{RATE}-value", "Enter")
    kept = json.loads(
        page.evaluate("localStorage.getItem('handbook:v1:quiz:notation:momentum-rate')")
    )
    assert kept.keys() == {"state", "chosen", "updated"}
    assert (kept["state"], kept["chosen"]) == ("right", "0.05")
    assert page.evaluate("seen") == [{"key": "quiz:notation:momentum-rate", "value": kept}]


@site_test
def test_an_answer_to_an_option_that_is_gone_is_not_shown(page):
    kept = json.dumps({"state": "right", "chosen": ["0123abcd"], "updated": "2026-01-01"})
    page.evaluate(f"localStorage.setItem('handbook:v1:quiz:notation:shape-of-weights', '{kept}')")
    page.evaluate("localStorage.setItem('handbook:v1:quiz:notation:momentum-rate', '{damaged')")
    page.reload()
    page.wait_for_selector(f"{SHAPE} .quiz-check:not([hidden])")
    assert verdict(page, SHAPE) == verdict(page, RATE) == ""


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
