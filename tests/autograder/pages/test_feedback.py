"""The student's page: what it tells, what it never tells, and that text stays text."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from autograder.bank.book_links import Section
from autograder.bank.exercise import Folder
from autograder.course.directory import Course
from autograder.errors import CourseError
from autograder.pages.feedback import render_feedback, write_feedback
from autograder.pages.rendering import feedback_path
from autograder.results import (
    ExerciseResult,
    HumanGrades,
    SubmissionResult,
    TestResult,
    WrittenAnswer,
)
from autograder.text import clean
from handbook.check.diagnosis import Evidence
from handbook.check.outcomes import OUTCOMES

HINTS = (
    "Two averages go along with w: one of the gradient, one of its square.",
    "w ← w − lr · … / (√… + eps)",
    "With w = 0, g = 3, t = 1, lr = 0.1: w = −0.1.",
)
TESTS = (
    "test_first_step_has_length_lr_whatever_the_gradient",
    "test_five_steps_follow_the_reference_values",
    "test_a_weight_without_gradient_and_without_history_stays",
    "test_the_arguments_stay_unchanged",
)


def folder(function, title, section="adam-bias-correction"):
    return Folder("optimizers", function, Path(function), title, 5.0, section, (), ("w",), HINTS)


def exercise(function, outcome, message="", *, passed=0, **more):
    """An exercise of 5 points of which `passed` of 4 hidden tests passed."""
    tests = tuple(
        TestResult(name, "passed" if i < passed else outcome, 1.25 * (i < passed), 1.25)
        for i, name in enumerate(TESTS)
    )
    return ExerciseResult(
        function, 1.25 * passed, 5.0, outcome, more.pop("diagnosis", None), message, tests, **more
    )


ADAM = exercise(
    "adam_step",
    "wrong",
    "the averages are used as they are: both start at 0 and are too small at first",
    passed=2,
    diagnosis="nocorr",
    evidence=Evidence(
        "adam_step(w=1, g=2, m=0, v=0, t=1, lr=0.1, b1=0.5, b2=0.96, eps=0)",
        "(0.75, 1, 0.16)",
        "(0.9, 1, 0.16)",
    ),
)
MOMENTUM = exercise(
    "momentum_step",
    "wrong",
    "Another convention: the step is kept in the velocity (right in Keras, v = mu v - lr g)",
    passed=1,
    diagnosis="lr_in",
    convention="Keras, v = mu v - lr g",
    evidence=Evidence("momentum_step(w=1, g=2, v=0, lr=0.1, mu=0.9)", "(0.8, -0.2)", "(0.8, 2)"),
)
OF_EACH_OUTCOME = (
    exercise("ewma", "passed", "All hidden tests passed.", passed=4),
    ADAM,
    MOMENTUM,
    exercise(
        "rmsprop_step",
        "error",
        "The call raises TypeError: unsupported operand at the line `return w - lr * g / v`",
        evidence=Evidence("rmsprop_step(w=1, g=2, v=0)", "TypeError", "(0.9, 0.4)"),
    ),
    exercise("adagrad_step", "time_limit", "A call did not return within 3 s (an endless loop?)."),
    exercise("adamw_step", "memory_limit", "A call used more memory than allowed."),
    exercise("iterate_minibatches", "crashed", "A call ended the process it ran in."),
    exercise("moving_average", "not_started", "moving_average: not started.", diagnosis="X1"),
    exercise(
        "clip_by_global_norm",
        "not_found",
        "No function named clip_by_global_norm was found; there is one named clip_by_norm.",
    ),
    exercise(
        "gd_linear_regression",
        "infrastructure",
        "The grader failed, not the submission: fork: EAGAIN",
    ),
)
FOLDERS = [folder(e.function, e.function.replace("_", " ").capitalize()) for e in OF_EACH_OUTCOME]


def result(*exercises, student="s0001", **more):
    exercises = exercises or OF_EACH_OUTCOME
    return SubmissionResult(
        student,
        "optimizers",
        sum(e.points for e in exercises),
        sum(e.max_points for e in exercises),
        0.04,
        exercises,
        isolation=more.pop("isolation", "full"),
        **more,
    )


def page(*exercises, book_url=None, sections=None, written=(), scores=None, comments=None, **more):
    html = render_feedback(
        result(*exercises, **more),
        FOLDERS,
        book_url=book_url,
        sections=sections or {},
        human=HumanGrades(tuple(written), scores or {}, comments or {}),
    )
    return BeautifulSoup(html, "html.parser")


def said(soup):
    """What a reader reads, in single spaces."""
    return " ".join(soup.get_text(" ").split())


def part(soup, number=1):
    return soup.find(id=f"exercise-{number}")


# What the page tells


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_is_told_by_a_symbol_and_by_words(outcome):
    verdict = part(page(exercise("ewma", outcome))).select_one(".verdict")
    symbol = verdict.select_one("[aria-hidden]").get_text()
    words = verdict.get_text(" ").replace(symbol, "").strip()
    assert len(symbol) == 1
    assert words == OUTCOMES[outcome].words


def test_outcomes_differ_in_their_words():
    assert len({w.words for w in OUTCOMES.values()}) == len(OUTCOMES)


def test_points_stand_without_needless_zeros():
    soup = page(ADAM, exercise("ewma", "passed", passed=4))
    assert soup.select_one(".total").get_text() == "7.5 of 10 points"
    assert part(soup).select_one(".points").get_text() == "2.5 of 5 points"
    assert "1 of 2 exercises passed" in said(soup)


def test_a_mistake_is_named_with_the_smallest_call_that_shows_it():
    found = part(page(ADAM))
    assert "Recognised: the averages are used as they are" in said(found)
    told = {dt.get_text(): dt.find_next("dd").get_text() for dt in found.select("dt")}
    assert told == {
        "called": ADAM.evidence.call,
        "returned": ADAM.evidence.got,
        "expected": ADAM.evidence.expected,
    }


def test_what_is_only_measured_is_not_called_recognised():
    message = "w is twice the expected value."
    soup = page(exercise("adam_step", "wrong", message, diagnosis="X8"))
    assert part(soup).select_one(".message").get_text() == message


def test_another_convention_is_a_verdict_of_its_own():
    found = part(page(MOMENTUM))
    assert "another convention" in found.select_one(".verdict").get_text()
    message = found.select_one(".message").get_text()
    assert message.startswith("Right elsewhere, different in this course: the step is kept")
    assert message.count("convention") == 0
    assert "Recognised" not in said(found)


def test_of_hidden_tests_only_the_sentence_and_how_it_ended_are_told():
    lines = [" ".join(li.get_text(" ").split()) for li in part(page(ADAM)).select(".tests li")]
    assert lines == [
        "✓ First step has length lr whatever the gradient passed",
        "✓ Five steps follow the reference values passed",
        "✗ A weight without gradient and without history stays not fulfilled",
        "✗ The arguments stay unchanged not fulfilled",
    ]


def test_the_third_hint_lies_within_the_second_and_that_within_the_first():
    outer = part(page(ADAM)).select(".hint")
    assert [len(hint.find_parents("details")) for hint in outer] == [0, 1, 2]
    assert [hint.find("p").get_text() for hint in outer] == list(HINTS)
    assert not any(hint.has_attr("open") for hint in outer)


@pytest.mark.parametrize("outcome", ["passed", "infrastructure"])
def test_no_hint_is_given_where_none_is_needed(outcome):
    assert not page(exercise("ewma", outcome)).select(".hint")


def test_the_section_is_linked_once_it_is_known_where_the_book_is():
    def link(**where):
        return part(page(ADAM, **where)).select_one("a")

    url = "https://example.org/book/"
    assert link() is None
    assert "adam bias correction" in said(page(ADAM))
    assert link(book_url=url)["href"] == "https://example.org/book/#adam-bias-correction"
    address = "adam-and-adamw.html#adam-bias-correction"
    known = link(
        book_url=url, sections={"adam-bias-correction": Section("Bias correction", address)}
    )
    assert (known["href"], known.text) == (url + address, "Bias correction")


def test_what_was_not_started_is_no_list_of_failures():
    found = part(page(exercise("ewma", "not_started", "ewma: not started.", diagnosis="X1")))
    assert "not started" in said(found)
    assert "not fulfilled" not in said(found)
    assert "Hidden tests" not in said(found)


def test_a_function_that_was_not_found_says_why():
    message = "No function named ewma was found; there is one named emwa."
    assert message in said(part(page(exercise("ewma", "not_found", message))))


def test_a_time_limit_says_what_became_of_the_tests():
    found = said(part(page(exercise("ewma", "time_limit", "No return within 3 s.", passed=2))))
    assert "No return within 3 s. Hidden tests from this call on count as not fulfilled." in found
    assert "2 of 4 passed" in found


def test_a_failure_of_ours_costs_no_points_and_keeps_its_inner_text():
    ours = exercise("ewma", "infrastructure", "The grader failed: /srv/grader/socket")
    soup = page(ADAM, ours)
    assert soup.select_one(".total").get_text() == "2.5 of 5 points"
    assert "1 exercise to be graded again (5 points)" in said(soup)
    assert "no points yet, of 5" in said(part(soup, 2))
    assert "/srv" not in str(soup)


def test_points_that_a_person_gave_count_in_place_of_the_tests():
    soup = page(ADAM, scores={"adam_step": 4.5}, comments={"adam_step": "Right idea."})
    assert "4.5 of 5 points" in said(soup.select_one(".total"))
    assert "Graded automatically and by a person." in said(soup)
    exercise = said(soup.select_one("section.exercise"))
    assert f"given by a person; the tests gave {ADAM.points:g}." in exercise
    assert "Right idea." in exercise


def test_written_answers_wait_for_a_person():
    soup = page(ADAM, written=[WrittenAnswer("Why a correction?", 4)])
    assert soup.select_one(".total").get_text() == "2.5 of 5 points"
    assert "1 written answer to be graded by a person (4 points)" in said(soup)
    assert "Why a correction?: to be graded by a person" in said(soup)


def test_points_of_a_person_are_added_and_the_comment_shown():
    soup = page(ADAM, written=[WrittenAnswer("Why a correction?", 4, 3, "Say what v is.")])
    assert soup.select_one(".total").get_text() == "5.5 of 9 points"
    assert "Graded automatically and by a person" in said(soup)
    assert "Why a correction?: 3 of 4 points Say what v is." in said(soup)


def test_repairs_of_the_notebook_are_told():
    repair = "the cell adam_step stands twice; what was defined last counts"
    assert repair in said(page(repairs=(repair,)))
    assert "The notebook" not in said(page())


def test_an_exercise_whose_folder_is_gone_keeps_its_result():
    found = said(part(page(exercise("retired_step", "wrong", "w has shape (2,).", passed=1))))
    assert "retired_step" in found
    assert "1.25 of 5 points" in found


def test_the_isolation_is_named():
    assert "Hidden tests were run in isolation: container." in said(page(isolation="container"))
    assert "NOT ISOLATED" not in said(page(isolation="container"))


def test_a_page_of_an_unsafe_run_is_stamped():
    soup = page(isolation="unsafe")
    assert soup.title.get_text().startswith("NOT ISOLATED")
    assert "NOT ISOLATED" in soup.select_one(".stamp").get_text()
    assert "Hidden tests were run without isolation: unsafe." in said(soup)


def test_a_page_without_any_run_claims_no_isolation():
    assert "No hidden test was run." in said(page(isolation=""))


# Text stays text

HOSTILE = (
    '<script>alert(1)</script></title><img src=x onerror="alert(2)"> {{ 7*7 }} '
    '\x1b[31mred\x1b]8;;https://example.org\x07link\x1b]8;;\x07 =HYPERLINK("x") '
    "\u202egnp.exe\u2066 \x00\x07\x9b1m \u200b \ud800 e" + "\u0301" * 200
)
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def hostile_page():
    answer = exercise(
        "adam_step",
        "error",
        HOSTILE,
        diagnosis=HOSTILE,
        convention=HOSTILE,
        evidence=Evidence(HOSTILE, HOSTILE, HOSTILE),
    )
    return render_feedback(
        result(answer, student=HOSTILE, repairs=(HOSTILE,), isolation=HOSTILE),
        FOLDERS,
        book_url="https://example.org",
        sections={"adam-bias-correction": Section(HOSTILE, HOSTILE)},
        human=HumanGrades((WrittenAnswer(HOSTILE, 1, 1, HOSTILE),), {}, {"adam_step": HOSTILE}),
    )


def test_hostile_text_makes_no_element_and_no_attribute():
    soup = BeautifulSoup(hostile_page(), "html.parser")
    plain = page(
        exercise(
            "adam_step",
            "error",
            "m",
            diagnosis="nocorr",
            convention="c",
            evidence=Evidence("a", "b", "c"),
        ),
        repairs=("r",),
        book_url="https://example.org",
        written=[WrittenAnswer("t", 1, 1, "c")],
        comments={"adam_step": "c"},
    )
    shape = [(tag.name, sorted(tag.attrs)) for tag in plain.find_all(True)]
    assert [(tag.name, sorted(tag.attrs)) for tag in soup.find_all(True)] == shape
    assert "<script>alert(1)</script>" in soup.title.get_text()


def test_nothing_hostile_is_left_in_the_page():
    html = hostile_page()
    assert not FORBIDDEN.search(html)
    assert "49" not in BeautifulSoup(html, "html.parser").select_one(".message").get_text()
    html.encode()  # no lone surrogate


def test_the_page_runs_nothing_and_loads_nothing():
    soup = page(book_url="https://example.org/book")
    assert not soup.find_all(["script", "img", "iframe", "object", "embed", "base", "form"])
    assert [link["href"] for link in soup.find_all("link")] == ["data:,"]
    assert "url(" not in soup.style.get_text()
    assert "@import" not in soup.style.get_text()
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_terminal_escapes_are_taken_out():
    assert clean("a\x1b[1;31mb\x1b[0mc\x1b]0;title\x07d\x1b(Be") == "abcde"


def test_characters_that_cannot_be_seen_are_shown_as_replaced():
    assert clean("a\x00b\u202ec\ud800d") == "a\ufffdb\ufffdc\ufffdd"


def test_an_escape_made_by_taking_one_out_does_nothing():
    assert "\x1b" not in clean("\x1b[\x1b[31m31m")


def test_ordinary_text_stays_as_it_is():
    text = "w ← w − lr · g,\n\tнейрон, 神经元, é, 𝑥 ≤ 10 °C & <b>"
    assert clean(text) == text


def test_a_long_line_is_cut_and_says_so():
    short = clean("x" * 10_000)
    assert len(short) < 2_100
    assert short.endswith("… (cut)")


def test_many_lines_are_cut_and_say_so():
    short = clean("x\n" * 500)
    assert short.count("\n") < 50
    assert short.endswith("… (cut)")


# Files


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


def test_a_page_is_written_for_each_student(course):
    paths = write_feedback(course, [result(student="ada"), result(student="alan")], FOLDERS)
    assert paths == [course.feedback / s / "optimizers.html" for s in ("ada", "alan")]
    assert "Feedback for ada" in paths[0].read_text()
    assert [p.name for p in paths[0].parent.iterdir()] == ["optimizers.html"]


def test_nbgraders_own_page_beside_it_stays(course):
    theirs = course.feedback / "ada" / "optimizers" / "optimizers.html"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("nbgrader's")
    write_feedback(course, [result(student="ada")], FOLDERS)
    assert theirs.read_text() == "nbgrader's"


def test_writing_again_replaces_the_page_by_the_same(course):
    (path,) = write_feedback(course, [result()], FOLDERS)
    first = path.read_bytes()
    path.write_text("half a pa")
    write_feedback(course, [result()], FOLDERS)
    assert path.read_bytes() == first


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../ada", "/etc", "a\\b", "a\0b", "a\nb"])
def test_a_name_that_could_leave_the_folder_is_refused_before_anything_is_written(course, name):
    with pytest.raises(CourseError, match="one folder"):
        write_feedback(course, [result(student="ada"), result(student=name)], FOLDERS)
    with pytest.raises(CourseError, match="one folder"):
        write_feedback(course, [replace(result(), assignment=name)], FOLDERS)
    assert not course.feedback.exists()


@pytest.mark.parametrize("name", ["...", "..ada", "ada lovelace", "=1+1", "b\udcff", "Ж", "a%2Fb"])
def test_an_odd_name_of_a_folder_is_no_obstacle(course, name):
    (path,) = write_feedback(course, [result(student=name)], FOLDERS)
    assert path == feedback_path(course, name, "optimizers")
    assert path.is_file()


def test_an_address_that_is_no_address_of_a_book_is_refused(course):
    with pytest.raises(CourseError, match="https://"):
        write_feedback(course, [result()], FOLDERS, book_url="javascript:alert(1)")


# In a browser


def full_page(isolation="full"):
    return render_feedback(
        result(isolation=isolation, repairs=("the notebook is in an old format (3)",)),
        FOLDERS,
        book_url="https://example.org/book",
        human=HumanGrades(
            (WrittenAnswer("Why a correction?", 4), WrittenAnswer("Momentum?", 4, 3, "Good.")),
            {"adam_step": 4.5},
            {"adam_step": "The idea is right."},
        ),
    )


OPEN_ALL = "for (const d of document.querySelectorAll('details')) d.open = true"


@pytest.mark.site
@pytest.mark.parametrize("isolation", ["full", "unsafe"])
def test_axe_finds_nothing_to_mend(tab, root, isolation):
    tab.set_content(full_page(isolation))
    tab.evaluate(OPEN_ALL)
    tab.evaluate((root / "web/node_modules/axe-core/axe.min.js").read_text())
    found = tab.evaluate("axe.run()")
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
    assert "color-contrast" in {rule["id"] for rule in found["passes"]}


@pytest.mark.site
@pytest.mark.parametrize("html", [full_page(), hostile_page()], ids=["full", "hostile"])
def test_the_page_never_scrolls_sideways_and_asks_for_nothing(tab, html):
    asked = []
    complaints = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: complaints.append(message.text))
    tab.set_content(html)
    tab.evaluate(OPEN_ALL)
    width = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    assert [url for url in asked if not url.startswith(("about:", "data:"))] == []
    assert complaints == []


@pytest.mark.site
def test_a_script_in_the_page_would_be_refused(browser):
    tab = browser.new_page()
    tab.set_content(full_page().replace("</main>", "<script>window.ran = 1</script></main>"))
    assert tab.evaluate("window.ran") is None
    tab.close()


@pytest.mark.site
def test_on_paper_every_hint_and_every_test_is_shown(tab):
    tab.set_content(full_page())
    hidden = "e => e.getBoundingClientRect().height == 0 || !e.checkVisibility()"
    inner = tab.locator(".hint .hint .hint p, .tests li")
    assert inner.evaluate_all(f"all => all.some({hidden})")
    tab.emulate_media(media="print")
    assert not inner.evaluate_all(f"all => all.some({hidden})")
    assert tab.evaluate("getComputedStyle(document.body).color") == "rgb(36, 41, 47)"
