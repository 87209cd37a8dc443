"""The instructor's report: its numbers, its page, and what a spreadsheet makes of the scores."""

import csv
import io
import json
from dataclasses import replace
from urllib.parse import unquote

import numpy as np
import pytest
from bs4 import BeautifulSoup

from autograder.bank.exercise import Folder
from autograder.course.directory import Course
from autograder.errors import CourseError
from autograder.pages.item_analysis import build_report, discrimination, upper_lower
from autograder.pages.report import csv_cell, heat_rows, render_report, scores_csv, write_report
from autograder.results import ExerciseResult, SubmissionResult, TestResult
from handbook.check.outcomes import OUTCOMES

TITLES = {
    "ewma": "Exponentially weighted moving average",
    "momentum_step": "One step of momentum",
    "rmsprop_step": "One step of RMSProp",
    "adam_step": "One step of Adam",
    "clip_by_global_norm": "Clipping by the global norm",
    "iterate_minibatches": "Mini-batches, reshuffled every epoch",
}
BANK = ("in_place", "ascent", "nocorr", "only_m_corrected", "swap")
TESTS = (
    "test_first_step_has_length_lr_whatever_the_gradient",
    "test_five_steps_follow_the_reference_values",
    "test_a_weight_without_gradient_stays",
    "test_epsilon_is_added_outside_the_root",
    "test_the_arguments_stay_unchanged",
)
WRONG_PY = """
from autograder.bank.versions import wrong

"""
WRONG = """
@wrong({name!r}, message="what {name} does"{convention})
def {function}(w):
    return w

"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return make_folders(tmp_path_factory.mktemp("suites"))


def make_folders(root):
    """Exercises of 5 points with a bank each, whose `swap` is another convention."""
    made = []
    for function, title in TITLES.items():
        path = root / "optimizers" / function
        path.mkdir(parents=True)
        text = WRONG_PY
        for name in BANK:
            convention = ', convention="Keras"' if name == "swap" else ""
            text += WRONG.format(name=name, function=function, convention=convention)
        (path / "wrong.py").write_text(text)
        made.append(
            Folder("optimizers", function, path, title, 5.0, function, (), ("w",), ("a", "b", "c"))
        )
    return made


def exercise(function, outcome="passed", passed=5, diagnosis=None, message=""):
    """An exercise of 5 points, one for each of its 5 tests, the first `passed` of which pass."""
    tests = tuple(
        TestResult(name, "passed" if i < passed else outcome, float(i < passed), 1.0)
        for i, name in enumerate(TESTS)
    )
    return ExerciseResult(function, float(passed), 5.0, outcome, diagnosis, message, tests)


def submission(student, *exercises, **more):
    return SubmissionResult(
        student,
        "optimizers",
        sum(e.points for e in exercises),
        sum(e.max_points for e in exercises),
        more.pop("seconds", 0.04),
        exercises,
        isolation=more.pop("isolation", "full"),
        **more,
    )


def made_class(students, seed=1):
    """A class in which ability and difficulty decide; every outcome occurs in a large one."""
    rng = np.random.default_rng(seed)
    results = []
    for number in range(students):
        ability = rng.normal()
        exercises = [
            made_exercise(function, ability - 0.5 * level + 1.2, rng)
            for level, function in enumerate(TITLES)
        ]
        repairs = ()
        if number % 17 == 5:
            exercises = [exercise(f, "not_started", 0, "X1") for f in TITLES]
        if number % 23 == 7:
            repairs = (f"the notebook is named o{number}.ipynb; it was read as optimizers.ipynb",)
        if number % 11 == 3:
            repairs += ("the cell adam_step stands twice; what was defined last counts",)
        results.append(
            submission(
                f"s{number:04d}",
                *exercises,
                repairs=repairs,
                seconds=round(float(rng.gamma(2, 0.03)), 4),
            )
        )
    return results


def made_exercise(function, logit, rng):
    if rng.random() < 1 / (1 + np.exp(-1.7 * logit)):
        return exercise(function)
    kind = rng.choice(
        [
            "bank",
            "common",
            "unnamed",
            "error",
            "time_limit",
            "memory_limit",
            "crashed",
            "not_started",
            "not_found",
        ],
        p=[0.45, 0.14, 0.09, 0.1, 0.05, 0.01, 0.01, 0.1, 0.05],
    )
    passed = int(rng.integers(0, 5))
    if kind == "bank":
        return exercise(
            function, "wrong", passed, str(rng.choice(BANK, p=[0.3, 0.1, 0.4, 0.15, 0.05]))
        )
    if kind == "common":
        return exercise(function, "wrong", passed, str(rng.choice(["X4", "X5", "X6", "X9", "X13"])))
    if kind == "unnamed":
        return exercise(function, "wrong", passed)
    return exercise(function, str(kind), 0, "X1" if kind == "not_started" else None)


def report_of(results, folders, **more):
    return build_report(results, folders, mode=more.pop("mode", "full"), **more)


def item(report, function):
    return next(i for i in report.items if i.function == function)


def page(results, folders, **more):
    report = report_of(results, folders, **more)
    links = {row.student: f"../{number}.html" for number, row in enumerate(report.rows)}
    return BeautifulSoup(render_report("optimizers", report, links), "html.parser")


def said(soup):
    return " ".join(soup.get_text(" ").split())


def table(soup, heading):
    """The cells of the first table after a heading, row by row."""
    rows = soup.find(id=heading).find_next("table").select("tbody tr")
    return [[" ".join(c.get_text(" ").split()) for c in row.find_all(["th", "td"])] for row in rows]


# Numbers


def test_mean_and_median_leave_out_what_we_failed_to_grade(folders):
    results = [
        submission("a", exercise("ewma", passed=5)),
        submission("b", exercise("ewma", "wrong", 2)),
        submission("c", exercise("ewma", "wrong", 1)),
        submission("d", exercise("ewma", "infrastructure", 0)),
    ]
    report = report_of(results, folders)
    assert report.mean == pytest.approx(8 / 3)
    assert report.median == 2
    assert report.complete == 3
    assert item(report, "ewma").mean_share == pytest.approx(8 / 15)


def test_the_distribution_counts_each_once_and_full_marks_in_the_last_bar(folders):
    results = made_class(200)
    bins = report_of(results, folders).bins
    assert sum(b.count for b in bins) == 200
    assert (bins[0].low, bins[-1].high) == (0, 30)
    for one in bins[:-1]:
        assert one.count == sum(one.low <= r.points < one.high for r in results)
    assert bins[-1].count == sum(r.points >= bins[-1].low for r in results)


def test_each_answer_is_counted_under_one_outcome(folders):
    report = report_of(made_class(200), folders)
    assert sum(report.outcomes.values()) == 200 * len(TITLES)
    assert list(report.outcomes) == [
        o for o in OUTCOMES if o not in ("failed_twice", "infrastructure", "not_judged")
    ]


def test_an_exercise_not_started_counts_as_no_share_of_its_points(folders):
    results = [
        submission("a", exercise("ewma")),
        submission("b", exercise("ewma", "not_started", 0, "X1")),
    ]
    assert item(report_of(results, folders), "ewma").mean_share == 0.5


def test_discrimination_leaves_the_exercise_itself_out_of_the_total(folders):
    # Independent coins: each correlates with a total that holds it, not with the others.
    rng = np.random.default_rng(3)
    coins = rng.integers(0, 2, size=(4000, 3))
    names = list(TITLES)[:3]
    results = [
        submission(
            str(i), *(exercise(n, "wrong", 5 * int(c)) for n, c in zip(names, row, strict=True))
        )
        for i, row in enumerate(coins)
    ]
    for one in report_of(results, folders).items:
        assert abs(one.discrimination) < 0.06
        assert abs(one.upper_lower) < 0.06


def test_an_exercise_that_the_able_pass_discriminates(folders):
    able = [submission(f"a{i}", *(exercise(f, passed=5) for f in TITLES)) for i in range(10)]
    weak = [submission(f"w{i}", *(exercise(f, "wrong", i % 3) for f in TITLES)) for i in range(10)]
    for one in report_of(able + weak, folders).items:
        assert one.discrimination > 0.9
        assert one.upper_lower > 0.6


def test_discrimination_of_nine_students_is_not_computed(folders):
    report = report_of(made_class(9), folders)
    assert {i.discrimination for i in report.items} == {None}
    assert {i.upper_lower for i in report.items} == {None}
    assert {r[2] for r in table(page(made_class(9), folders), "exercises")} == {"–"}


def test_points_that_do_not_vary_have_no_discrimination():
    varying, constant = np.arange(12.0), np.full(12, 5.0)
    assert discrimination(constant, varying) is None
    assert discrimination(varying, constant) is None
    assert upper_lower(constant, varying, 5) is None
    assert discrimination(varying, varying) == pytest.approx(1)


def test_upper_and_lower_group_are_27_percent_each():
    points = np.array([0.0] * 3 + [1.0] * 2 + [3.0] * 3 + [4.0] * 3)
    rest = np.arange(11.0)
    assert upper_lower(points, rest, 5) == pytest.approx(4 / 5)


def test_the_order_of_names_decides_nothing_among_ties():
    rng = np.random.default_rng(5)
    points, rest = rng.integers(0, 6, 40).astype(float), rng.integers(0, 3, 40).astype(float)
    first = upper_lower(points, rest, 5)
    for _ in range(5):
        order = rng.permutation(40)
        assert upper_lower(points[order], rest[order], 5) == pytest.approx(first)


def test_mistakes_are_counted_by_exercise_and_those_not_seen_stay_listed(folders):
    results = [
        submission("a", exercise("ewma", "wrong", 1, "nocorr")),
        submission("b", exercise("ewma", "wrong", 1, "nocorr")),
        submission("c", exercise("ewma", "wrong", 1, "X5")),
        submission("d", exercise("ewma", "error", 1)),
        submission("e", exercise("ewma", "time_limit", 0)),
        submission("f", exercise("ewma")),
    ]
    mistakes = report_of(results, folders).mistakes
    assert [(m.mistake, m.count) for m in mistakes] == [
        ("nocorr", 2),
        ("X5", 1),
        ("ascent", 0),
        ("in_place", 0),
        ("only_m_corrected", 0),
        ("swap", 0),
        ("not named", 1),
    ]
    assert {m.mistake: m.convention for m in mistakes}["swap"] == "Keras"
    assert mistakes[0].says == "what nocorr does"


def test_a_test_is_rated_by_those_on_whose_answer_it_was_run(folders):
    results = [
        submission("a", exercise("ewma")),
        submission("b", exercise("ewma", "wrong", 1)),
        submission("c", exercise("ewma", "not_started", 0)),
        submission("d", exercise("ewma", "not_found", 0)),
        submission("e", exercise("ewma", "infrastructure", 0)),
    ]
    tests = report_of(results, folders).tests
    assert {(t.passed, t.run) for t in tests} == {(1, 2), (2, 2)}
    assert tests[0].rate == 0.5
    assert tests[-1].sentence == "First step has length lr whatever the gradient"


def test_no_result_and_results_of_two_assignments_are_refused(folders):
    one = submission("a", exercise("ewma"))
    with pytest.raises(CourseError, match="one assignment"):
        report_of([], folders)
    with pytest.raises(CourseError, match="one assignment"):
        report_of([one, replace(one, assignment="losses")], folders)


# The page


def test_failures_of_ours_stand_first_and_are_named(folders):
    failed = exercise("ewma", "infrastructure", 0, message="the sandbox did not start")
    results = [submission("ada", failed), submission("alan", exercise("ewma"))]
    soup = page(results, folders)
    assert soup.h2.get_text() == "Failures of ours"
    told = said(soup.select_one(".failures"))
    assert "1 exercise of 1 submission could not be graded" in told
    assert "the sandbox did not start ada" in told
    assert "Failures of ours" not in said(page(results[1:], folders))


def test_the_page_says_what_the_sandbox_does_and_does_not(folders):
    text = said(page(made_class(12), folders, mode="container"))
    assert "Sandbox: container. Layers: landlock, seccomp, rlimits." in text
    assert (
        "Submitted code cannot read tests or solutions, use the network, outlive its time limit "
        "or change grades, assuming an unexploited Linux kernel and the layers named here; it "
        "can see the inputs it is called with."
    ) in text
    assert "NOT ISOLATED" not in text
    assert "Layers: moat." in said(page(made_class(12), folders, layers=("moat",)))


def test_one_submission_without_isolation_stamps_the_page(folders):
    results = made_class(12)
    results[4] = replace(results[4], isolation="unsafe")
    soup = page(results, folders)
    assert soup.title.get_text().startswith("NOT ISOLATED")
    assert "1 of 12 submissions ran without a sandbox" in said(soup.select_one(".stamp"))


def test_a_run_without_isolation_promises_nothing(folders):
    results = [replace(r, isolation="unsafe") for r in made_class(12)]
    text = said(page(results, folders, mode="unsafe"))
    assert "NOT ISOLATED" in text
    assert "Submitted code cannot" not in text


def test_who_did_not_start_and_what_was_odd_is_named_with_links(folders):
    results = [
        submission("ada", exercise("ewma", "not_started", 0, "X1")),
        submission("alan", exercise("ewma"), repairs=("an old format", "an old format")),
        submission("kurt", exercise("ewma", "not_found", 0), repairs=("an old format",)),
    ]
    soup = page(results, folders)
    assert "Not started: 1 ada" in said(soup)
    assert "an old format alan , kurt" in said(soup)
    assert [a["href"] for a in soup.find_all("a", string="kurt")] == ["../2.html"] * 3


def test_the_slowest_stand_first(folders):
    results = [submission(f"s{i}", exercise("ewma"), seconds=float(i)) for i in range(30)]
    cells = table(page(results, folders), "notebooks")
    assert cells[0] == ["s29", "29.00"]
    assert len(cells) == 10


def test_every_number_of_the_map_stands_in_it_and_in_its_table(folders):
    report = report_of(made_class(200), folders)
    soup = page(made_class(200), folders)
    drawn = [int(t.get_text()) for t in soup.select(".map .in")]
    counted = [m.count for m in report.mistakes if m.count and m.mistake != "X1"]
    assert sorted(drawn) == sorted(counted)
    rows = [r for r in table(soup, "mistakes") if r[1] != "X1"]
    assert sorted(int(r[-1]) for r in rows) == sorted(counted)


def test_the_map_is_darkest_where_most_fell_into_a_mistake(folders):
    report = report_of(made_class(200), folders)
    rows = heat_rows(report)
    cells = [pair for r in rows for pair in zip(r.counts, r.levels, strict=True)]
    most = max(count for count, _ in cells)
    assert {level for count, level in cells if count == most} == {5}
    assert all((level == 0) == (count == 0) for count, level in cells)
    assert [level for _, level in sorted(cells)] == sorted(level for _, level in cells)


def test_rare_mistakes_left_out_of_the_map_are_said_to_be(folders):
    names = [f"m{i:02d}" for i in range(30)]
    results = [submission(n, exercise("ewma", "wrong", 0, n)) for n in names]
    soup = page(results, folders)
    assert "6 rarer mistakes only in the table" in said(soup)
    assert len(soup.select(".map .row")) == 24
    assert len(table(soup, "mistakes")) == 30


@pytest.mark.parametrize(
    "results",
    [
        [submission("a", exercise("ewma", "not_started", 0, "X1"))],
        [submission("a", exercise("ewma", "infrastructure", 0), isolation="")],
        [submission("a", replace(exercise("ewma"), points=0.0, max_points=0.0))],
        [submission("a", exercise("ewma"))],
        [submission("a")],
    ],
    ids=["not started", "failed by us", "no points to give", "all right", "no exercise"],
)
def test_the_smallest_classes_have_a_page(folders, results):
    mode = results[0].isolation
    assert page(results, folders, mode=mode).h1.get_text() == "optimizers"


# Files


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path)


@pytest.mark.parametrize("student", ["ada", "ada lovelace", "a#b?c", "<b>", "Ж", "%41", "b\udcff"])
def test_a_link_leads_from_the_report_to_the_students_page(course, folders, student):
    results = [submission(student, exercise("ewma"))]
    path = write_report(course, "optimizers", report_of(results, folders))
    href = BeautifulSoup(path.read_text(), "html.parser").select_one("#everybody ~ details a")[
        "href"
    ]
    target = path.parent / unquote(href, errors="surrogateescape")
    assert target.resolve() == course.feedback / student / "optimizers.html"


def test_a_report_is_a_page_with_its_numbers_beside_it(course, folders):
    path = write_report(course, "optimizers", report_of(made_class(30), folders))
    assert path == course.report / "optimizers" / "index.html"
    assert sorted(p.name for p in path.parent.iterdir()) == [
        "index.html",
        "report.json",
        "scores.csv",
    ]


def test_the_json_holds_the_reports_numbers(course, folders):
    report = report_of(made_class(30), folders, seconds=1.5)
    path = write_report(course, "optimizers", report)
    data = json.loads((path.parent / "report.json").read_text())
    assert data["assignment"] == "optimizers"
    assert data["mean"] == report.mean
    assert data["outcomes"] == report.outcomes
    assert len(data["rows"]) == 30
    assert data["items"][3]["discrimination"] == report.items[3].discrimination
    assert (data["mode"], data["seconds"]) == ("full", 1.5)


def test_a_name_that_could_leave_the_folder_is_refused(course, folders):
    with pytest.raises(CourseError, match="one folder"):
        write_report(course, "../elsewhere", report_of(made_class(3), folders))
    with pytest.raises(CourseError, match="one folder"):
        write_report(course, "optimizers", report_of([submission("..")], folders))
    assert not course.report.exists()


def read_scores(results, folders):
    text = scores_csv("optimizers", report_of(results, folders))
    return list(csv.DictReader(io.StringIO(text)))


def test_the_scores_are_one_line_a_student(folders):
    results = [
        submission("ada", exercise("ewma"), exercise("adam_step", "wrong", 2)),
        submission(
            "alan", exercise("ewma", "wrong", 1), exercise("adam_step", "infrastructure", 0)
        ),
    ]
    ada, alan = read_scores(results, folders)
    assert (ada["student"], ada["points"], ada["max_points"]) == ("ada", "7", "10")
    assert (ada["ewma"], ada["adam_step"], ada["adam_step outcome"]) == ("5", "2", "wrong")
    assert (alan["points"], alan["ewma"], alan["adam_step"]) == ("", "1", "")
    assert alan["adam_step outcome"] == "infrastructure"


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1"]
)
def test_no_cell_is_taken_for_a_formula(text):
    cell = csv_cell(text)
    assert cell.startswith("'")
    assert csv_cell("ada - 1") == "ada - 1"


def test_hostile_names_stay_one_cell_each(folders):
    hostile = '=HYPERLINK("https://x","a"),\u202e;\x1b[31m\n"q"'
    (row,) = read_scores([submission(hostile, exercise("ewma"), timestamp=hostile)], folders)
    assert row["student"] == '\'=HYPERLINK("https://x","a"),\ufffd;\n"q"'
    assert row["timestamp"] == row["student"]
    assert (row["points"], row["ewma outcome"]) == ("5", "passed")


def test_hostile_text_makes_no_element(folders):
    def built(text):
        failed = exercise("ewma", "infrastructure", 0, message=text)
        odd = exercise("ewma", "wrong", 1, text)
        results = [
            submission(text, failed),
            submission(text + "2", odd, repairs=(text,), timestamp=text),
        ]
        return page(results, folders)

    hostile = built('<script>alert(1)</script></title><svg onload="x">\u202e\x1b[1m{{7*7}}')
    plain = built("plain")
    shape = [(tag.name, sorted(tag.attrs)) for tag in plain.find_all(True)]
    assert [(tag.name, sorted(tag.attrs)) for tag in hostile.find_all(True)] == shape
    assert "\u202e" not in str(hostile)
    assert "\x1b" not in str(hostile)


# In a browser


LONG_NAME = "running_mean_without_its_correction"


def show(tab, folders):
    """A class of 80 with all there is to show, every table opened."""
    results = made_class(80)
    failed = [exercise(f, "infrastructure", 0, message="no sandbox " * 9) for f in TITLES]
    results[3] = submission("s0003" * 30, *failed)
    results[4] = replace(results[4], isolation="unsafe")
    results[5] = submission("s0005", *(exercise(f, "wrong", 1, LONG_NAME) for f in TITLES))
    tab.set_content(str(page(results, folders)))
    tab.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")


@pytest.mark.site
def test_axe_finds_nothing_to_mend(tab, folders, root):
    show(tab, folders)
    tab.evaluate((root / "web/node_modules/axe-core/axe.min.js").read_text())
    found = tab.evaluate("axe.run()")
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
    assert "color-contrast" in {rule["id"] for rule in found["passes"]}


@pytest.mark.site
def test_only_wide_tables_scroll_sideways(tab, folders):
    show(tab, folders)
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


CONTRASTS = """() => {
  const light = c => {
    const parts = c.match(/[0-9.]+/g).slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
  const between = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
  const paper = light(getComputedStyle(document.body).backgroundColor)
  return [...document.querySelectorAll('.picture text')].map(text => {
    const below = text.classList.contains('in')
      ? light(getComputedStyle(text.previousElementSibling).fill) : paper
    return between(light(getComputedStyle(text).fill), below)
  })
}"""


@pytest.mark.site
def test_text_in_the_pictures_can_be_read(tab, folders):
    show(tab, folders)
    assert tab.locator(".map .row", has_text=LONG_NAME).count() == 1
    contrasts = tab.evaluate(CONTRASTS)
    assert len(contrasts) > 50
    assert min(contrasts) >= 4.5
    clipped = """all => all.filter(t => {
      const text = t.getBoundingClientRect(), box = t.ownerSVGElement.getBoundingClientRect()
      return text.left < box.left - 1 || text.right > box.right + 1 || text.top < box.top - 1
    }).map(t => t.textContent)"""
    assert tab.locator(".picture text").evaluate_all(clipped) == []
