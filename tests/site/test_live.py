"""Code in the page, in a browser: solved, checked, stopped, kept, handed in.

The site is served as awkwardly as a plain server may: below a path of its own, WebAssembly with a
generic type. One page holds Python for most tests; each test has an exercise of its own there.
"""

import functools
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading

import pytest

from autograder.bank.exercise import assignments, load_assignment
from handbook.check import in_page
from tests.autograder import banks
from tests.tiers import sample

from .conftest import ROOT, QuietHandler, Visit, pages_of_the_book, watch
from .test_pages import WIDER_THAN_THE_WINDOW, violations

pytestmark = [pytest.mark.site, pytest.mark.slow]

EXERCISES = "book/exercises/optimizers.html"
CHAPTER = "book/04-optimization/06-adam-and-adamw.html"
AVERAGES = "book/04-optimization/03-averages.html"
TRY = re.compile(r"^```\{try\} (\S+)", re.MULTILINE)
CHECKS = str(ROOT / "exercises" / "optimizers" / "checks.json")


@pytest.fixture(scope="module")
def awkward(site):
    """Where the site is served below a path, with no type for WebAssembly."""

    class Handler(QuietHandler):
        extensions_map = {**QuietHandler.extensions_map, ".wasm": "application/octet-stream"}

        def translate_path(self, path):
            assert path.startswith("/a/course/"), path
            return super().translate_path(path.removeprefix("/a/course"))

    handler = functools.partial(Handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/a/course/"
        server.shutdown()


@pytest.fixture(scope="module")
def reader(browser, awkward):
    """A reader's browser: `reader(address, width=…, scheme=…)` opens a page in it.

    What is stored is shared by the pages; nothing may be asked of another host.
    """
    context = browser.new_context(accept_downloads=True)
    seen = []

    def open_page(address, width=1400, scheme="light"):
        visit = Visit(context.new_page())
        watch(visit, awkward)
        visit.page.set_viewport_size({"width": width, "height": 900})
        visit.page.emulate_media(color_scheme=scheme)
        visit.page.goto(awkward + address)
        seen.append(visit)
        return visit.page

    yield open_page
    troubles = [trouble for visit in seen for trouble in visit.troubles]
    context.close()
    assert troubles == []


@pytest.fixture(scope="module")
def page(reader):
    """The page of the exercises, with Python loaded."""
    opened = reader(EXERCISES)
    Box(opened, "adam_step").press("Check")
    return opened


class Box:
    """An exercise on a page, or a place to try."""

    def __init__(self, page, function, kind="exercise"):
        self.page = page
        self.all = page.locator(f"#{kind}-{function}")
        self.status = self.all.locator(".live-status")
        self.result = self.all.locator(".live-result")
        self.state = self.all.locator(".live-state")

    def button(self, name):
        return self.all.get_by_role("button", name=name)

    def write(self, code):
        self.all.locator(".live-code").click()
        self.all.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(code.rstrip())

    def code(self):
        return "\n".join(self.all.locator(".cm-line").all_inner_texts()).replace("\n\n\n", "\n\n")

    def press(self, name):
        """Press a button and wait for what it says."""
        self.button(name).click()
        self.settle()

    def settle(self):
        self.all.locator(".live:not([data-busy])").wait_for()
        self.all.locator(".live-headline").wait_for()

    def check(self, code):
        self.write(code)
        self.press("Check")
        return self.status.inner_text()


def stored(page, function):
    key = f"handbook:v1:exercise:optimizers:{function}"
    return json.loads(page.evaluate("key => localStorage.getItem(key)", key) or "null")


@functools.cache
def versions(function):
    known = banks.versions(function)
    return {version.name: version for version in (*known.right, *known.wrong)}


@pytest.mark.parametrize("assignment", assignments())
def test_every_assignment_has_a_page_with_all_its_exercises(read, assignment):
    address = f"book/exercises/{assignment}.html"
    assert address in pages_of_the_book(), f"write {address[:-5]}.md and name it in _toc.yml"
    boxes = read(address).select(".exercise-box")
    functions = {folder.function for folder in load_assignment(assignment) if folder.live}
    live_boxes = [box.select_one(".live") for box in boxes]
    assert {live_box["data-function"] for live_box in live_boxes if live_box} == functions
    assert len(boxes) == len(load_assignment(assignment))


# Reading costs nothing ---------------------------------------------------------------------------


def test_a_page_that_is_read_loads_neither_editor_nor_python(visit):
    seen = visit(CHAPTER, until="networkidle")
    seen.page.mouse.wheel(0, 100_000)
    seen.page.wait_for_load_state("networkidle")
    loaded = [url for url in seen.loaded if "_static/live/" in url]
    assert any(url.startswith("_static/live/live.js") for url in loaded)
    assert not [url for url in loaded if "app-" in url or "worker" in url or "python-" in url]


def test_without_javascript_the_code_and_all_hints_can_be_read(visit):
    box = visit(CHAPTER, javascript=False).page.locator("#exercise-adam_step")
    assert "def adam_step(" in box.locator("pre").inner_text()
    assert box.locator(".exercise-hint:visible").count() == 3
    assert "JavaScript" in box.inner_text()
    assert box.locator("button:visible").count() == 0


# Solving -----------------------------------------------------------------------------------------


def test_a_right_solution_passes_and_that_is_kept(page):
    box = Box(page, "adam_step")
    assert "visible checks passed" in box.check(versions("adam_step")["loop"].source)
    assert box.state.inner_text() == "✓ passed"
    assert "6 of 6 visible inputs agree" in box.result.inner_text()
    assert "hidden tests run when the assignment is graded" in box.result.inner_text()
    assert stored(page, "adam_step")["state"] == "passed"


def test_the_handbooks_solution_is_offered_once_an_exercise_has_passed(page):
    box = Box(page, "gd_linear_regression")
    place = box.all.locator(".live-solution")
    box.press("Check")
    assert not place.is_visible()
    box.check(next(v for v in banks.versions("gd_linear_regression").right).source)
    place.locator("summary").click()
    place.locator("pre").wait_for()
    shown = place.inner_text()
    assert "error = X @ w + b - y" in shown
    assert "new array" in shown
    assert '"""' not in shown
    assert violations(page, "#exercise-gd_linear_regression") == []


def test_passed_holds_for_the_code_that_passed_and_no_other(page):
    box = Box(page, "adam_step")
    right = versions("adam_step")["folded"].source
    box.check(right)
    box.write(right + "# changed")
    box.all.locator(".live-state[data-state=started]").wait_for()
    box.write(right)
    box.all.locator(".live-state[data-state=passed]").wait_for()


def test_a_mistake_is_named_with_the_call_that_shows_it(page):
    box = Box(page, "rmsprop_step")
    name, wrong = "nosqrt", versions("rmsprop_step")["nosqrt"]
    said = box.check(wrong.source)
    assert "not yet right" in said
    assert wrong.message[1:] in said
    shown = box.result.inner_text()
    assert all(word in shown for word in ("called", "returned", "expected", "Next: "))
    assert "rmsprop_step(" in shown
    assert stored(page, "rmsprop_step")["mistake"] == name
    assert box.status.get_attribute("role") == "status"


def test_the_page_says_what_the_notebook_says(page):
    """A sample in the browser itself; `test_live_verdicts.py` has all versions of all exercises."""
    box = Box(page, "adagrad_step")
    for version in list(versions("adagrad_step").values())[::3]:
        request = {"kind": "check", "code": version.source.rstrip(), "checks": CHECKS}
        answer = in_page.answer(json.dumps({**request, "function": "adagrad_step"}), lambda _: None)
        report = json.loads(answer)["report"]
        said = box.check(version.source)
        assert report["headline"] in said, version.name
        if report["outcome"] != "passed":
            assert report["message"] in said, version.name


def test_an_array_that_differs_is_drawn_beside_the_one_that_was_expected(page):
    box = Box(page, "ewma")
    box.check("def ewma(x, beta, correct=True):\n    return np.zeros(len(x))")
    image = box.result.locator(".live-plot img")
    page.wait_for_function("image => image.naturalWidth > 0", arg=image.element_handle())
    assert image.get_attribute("src").startswith("blob:")
    assert "returned against expected" in image.get_attribute("alt")
    assert "entries differ" in image.get_attribute("alt")
    assert violations(page, "#exercise-ewma") == []
    box.check(versions("ewma")["loop"].source)
    assert box.result.locator("img").count() == 0


def test_hints_come_one_after_the_other(page):
    box = Box(page, "adamw_step")
    shown = box.all.locator(".exercise-hint:visible")
    assert shown.count() == 0
    for number in (1, 2, 3):
        box.button("Hint").click()
        assert shown.count() == number
        assert f"Hint {number} of 3" in box.all.locator(".live-said").inner_text()
        assert shown.nth(number - 1).locator("p").is_visible()
    box.button("Hint").click()
    assert "All hints" in box.all.locator(".live-said").inner_text()
    assert stored(page, "adamw_step")["hints"] == 3


def test_an_error_marks_its_line_in_the_code(page):
    box = Box(page, "adagrad_step")
    said = box.check(
        "def adagrad_step(w, g, s, lr=0.1, eps=1e-8):\n    y = np.zeros(2)\n    return y[99]"
    )
    assert "IndexError" in said
    assert box.all.locator(".live-error-line").inner_text().strip() == "return y[99]"
    assert "Line 3" in box.result.inner_text()
    said = box.check("def adagrad_step(w, g, s, lr=0.1, eps=1e-8):\n    return [")
    assert "SyntaxError in line 2" in said


def test_what_is_printed_is_shown_and_cut(page):
    box = Box(page, "adagrad_step")
    box.write("for i in range(3000):\n    print('line', i)\n1 + 1")
    box.press("Run")
    printed = box.result.locator(".live-printed")
    assert printed.first.inner_text() == "2"
    assert printed.last.inner_text().startswith("line 0\nline 1\n")
    assert "cut after 10,000 characters" in printed.last.inner_text()


def test_too_little_memory_is_said_with_a_way_on(page):
    box = Box(page, "adagrad_step")
    for code in ("x = np.empty(300_000_000)", "x = [np.empty(200_000_000) for _ in range(3)]"):
        box.write(code)
        box.press("Run")
        assert "Smaller arrays fit" in box.result.inner_text()
        assert box.result.get_by_role("link", name="optimizers.zip").is_visible()
    box.write("print('still here')")
    box.press("Run")
    assert "still here" in box.result.inner_text()


# Without a mouse, narrow, dark --------------------------------------------------------------------


def test_everything_is_done_by_keyboard_and_nothing_traps_it(page):
    box = Box(page, "adagrad_step")
    keyboard = page.keyboard
    page.locator("#exercise-adagrad_step").evaluate(
        "box => { box.tabIndex = -1; box.focus(); box.removeAttribute('tabindex'); }"
    )

    def focused():
        return page.evaluate("document.activeElement.className + document.activeElement.innerText")

    for _ in range(12):
        keyboard.press("Tab")
        box.page.wait_for_timeout(30)
        if box.all.locator("textarea:focus, .cm-content:focus").count():
            break
    box.all.locator(".cm-content:focus").wait_for()
    assert "Escape leaves" in page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby')).innerText"
    )
    keyboard.press("Control+A")
    keyboard.type("def adagrad_step(w, g, s, lr=0.1, eps=1e-8):\n")
    keyboard.type("return w, s")  # indented by the editor
    keyboard.press("Home")
    keyboard.press("Tab")
    assert box.code().splitlines()[1].startswith("        return")
    keyboard.press("Shift+Tab")
    keyboard.press("Escape")
    assert "Check" in focused()
    keyboard.press("Enter")
    box.settle()
    assert "not yet right" in box.status.inner_text()
    assert "Check" in focused()
    for expected in ("Run", "Hint", "Reset"):
        keyboard.press("Tab")
        assert expected in focused()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1400, "dark")])
def test_a_result_fits_a_telephone_reads_in_the_dark_and_is_accessible(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    try:
        box = Box(page, "rmsprop_step")
        box.check(list(versions("rmsprop_step").values())[-1].source + "print('x' * 500)")
        box.all.locator(".live-rows summary").click()
        assert page.evaluate(WIDER_THAN_THE_WINDOW) == []
        assert violations(page, "#exercise-rmsprop_step") == []
    finally:
        page.set_viewport_size({"width": 1400, "height": 900})
        page.emulate_media(color_scheme="light")


# Places to try -----------------------------------------------------------------------------------


def places_to_try(read):
    """Name, code, printed text and curves of each place to try on the built pages."""
    for address in pages_of_the_book():
        for place in read(address).find_all("aside", class_="try"):
            printed = "".join(pre.get_text() for pre in place.select(".live-result pre"))
            yield place["id"], place.select_one(".live-code pre").get_text(), printed, curves(place)


def curves_shown(box):
    """The curves of the image that a page shows; none where the code draws nothing."""
    images = box.result.locator(".live-drawing img")
    drawn = images.evaluate_all(
        "images => Promise.all(images.map(async image => (await fetch(image.src)).text()))"
    )
    return [curve for svg in drawn for curve in re.findall(r' d="([^"]*)"', svg)]


def curves(place):
    return re.findall(r' d="([^"]*)"', str(place.select_one(".live-drawing")))


def test_what_the_book_shows_of_a_place_to_try_is_what_the_page_gives(reader, read):
    page = reader(AVERAGES)
    places = list(places_to_try(read))
    written = [text for path in ROOT.glob("book/*/*.md") for text in TRY.findall(path.read_text())]
    assert sorted(name for name, *_ in places) == sorted(f"try-{name}" for name in written) != []
    box = Box(page, "smooth-or-quick", kind="try")
    for name, code, printed, drawn in sample("places_to_try", places):
        box.write(code)
        box.press("Run")
        shown = "".join(box.result.locator("pre").all_inner_texts())
        assert shown.rstrip() == printed.rstrip(), name
        assert curves_shown(box) == drawn, name
    [(_, code, printed, drawn)] = [place for place in places if place[0] == "try-smooth-or-quick"]
    page.once("dialog", lambda asked: asked.accept())
    box.button("Reset").click()
    box.press("Run")
    assert box.result.locator("pre").inner_text().rstrip() == printed.rstrip()
    box.write(code.replace("[0.8, 0.95]", "[0.5, 0.5]"))
    box.press("Run")
    one, other = box.result.locator("pre").inner_text().strip().splitlines()
    assert one == other
    assert one.startswith("β = 0.5: ")
    assert curves_shown(box) != drawn
    page.close()


# What is kept ------------------------------------------------------------------------------------


def test_a_reload_keeps_code_verdict_and_hints(page, reader):
    box = Box(page, "adam_step")
    box.check(versions("adam_step")["loop"].source)
    box.button("Hint").click()
    again = Box(reader(CHAPTER), "adam_step")
    again.all.scroll_into_view_if_needed()
    again.all.locator(".cm-content").wait_for()
    assert again.code().split() == versions("adam_step")["loop"].source.split()
    assert again.state.inner_text() == "✓ passed"
    assert again.all.locator(".exercise-hint:visible").count() == 1
    again.page.close()


def test_an_endless_loop_is_stopped_and_the_code_is_kept(page):
    box = Box(page, "adamw_step")
    code = "def adamw_step(w):\n    while True:\n        pass\n\nadamw_step(1)"
    box.write(code)
    box.button("Run").click()
    box.all.get_by_text("Running …").wait_for()
    box.press("Stop")
    assert "Stopped" in box.status.inner_text()
    assert box.code().split() == code.split()
    assert box.button("Stop").count() == 0
    box.write("print(6 * 7)")
    box.press("Run")
    assert "42" in box.result.inner_text()


def test_work_goes_out_as_a_notebook_that_is_graded_and_comes_in_again(reader, tmp_path):
    """From the reference solutions through the page to the grader, for full points."""
    page = reader("book/progress.html")
    page.on("dialog", lambda dialog: dialog.accept())
    page.evaluate("localStorage.clear()")
    kit = page.locator('.live-kit[data-assignment="optimizers"]')
    solutions = ROOT / "solutions" / "optimizers" / "optimizers.ipynb"
    exercises = load_assignment("optimizers")

    kit.locator("input[type=file]").set_input_files(ROOT / "README.md")
    kit.get_by_text("Nothing was changed").wait_for()
    kit.locator("input[type=file]").set_input_files(solutions)
    kit.get_by_text(f"{len(exercises)} functions were taken in").wait_for()

    with page.expect_download() as download:
        kit.get_by_role("button", name="Download").click()
    folder = tmp_path / "submitted" / "reader" / "optimizers"
    folder.mkdir(parents=True)
    download.value.save_as(folder / download.value.suggested_filename)
    kit.get_by_text(f"holds {len(exercises)} of {len(exercises)} functions").wait_for()
    assert (folder / "optimizers.ipynb").is_file()

    told = tmp_path / "told.json"
    command = [sys.executable, "-m", "autograder", "grade", "optimizers"]
    subprocess.run([*command, "--course", tmp_path, "--json", told], check=True)
    [submission] = json.loads(told.read_text())["submissions"]
    total = sum(folder.points for folder in exercises)
    assert (submission["points"], submission["max_points"]) == (total, total)

    # Into a browser that knows nothing of it.
    kit.get_by_role("button", name="Erase").click()
    kit.get_by_text("Erased.").wait_for()
    assert stored(page, "ewma") is None
    kit.locator("input[type=file]").set_input_files(folder / "optimizers.ipynb")
    kit.get_by_text(f"{len(exercises)} functions were taken in").wait_for()
    assert "BEGIN SOLUTION" in stored(page, "ewma")["code"]
    page.close()


def test_progress_counts_what_is_done_by_chapter_and_can_be_erased(reader):
    page = reader("book/progress.html")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Erase everything").click()
    count = sum(len(load_assignment(assignment)) for assignment in assignments())
    page.get_by_text(f"0 of {count} exercises").wait_for()
    page.evaluate(
        """() => {
            const put = (key, value) =>
                localStorage.setItem(`handbook:v1:${key}`, JSON.stringify(value));
            put("exercise:optimizers:ewma", { code: "x", state: "passed", updated: "" });
            put("exercise:optimizers:adam_step", { code: "x", state: "wrong", updated: "" });
            const quiz = document.querySelector("[data-quiz]");
            const [first] = quiz.dataset.questions.split(" ");
            put(`quiz:${quiz.dataset.quiz}:${first}`, { state: "right" });
        }"""
    )
    page.reload()
    summary = page.locator(".progress-sum")
    assert summary.inner_text().startswith(f"1 of {count} exercises pass")
    assert "; 1 of " in summary.inner_text()
    chapter = page.locator(".progress-list")
    assert "Optimization" in chapter.locator("h2").all_inner_texts()
    line = chapter.locator('[data-exercise="optimizers:ewma"]')
    assert "✓ passed" in line.inner_text()
    assert "not yet right" in chapter.locator('[data-exercise="optimizers:adam_step"]').inner_text()
    assert violations(page) == []
    page.get_by_role("button", name="Erase everything").click()
    page.get_by_text(f"0 of {count} exercises").wait_for()
    page.close()


def test_a_page_of_exercises_says_how_many_passed_and_which_is_next(visit):
    page = visit(EXERCISES).page
    boxes = page.locator(".exercise-box:has(.live)")
    line = page.locator(".assignment-progress")
    assert line.inner_text().startswith(f"0 of {boxes.count()} passed · next: ")
    names = boxes.locator(".live").evaluate_all("all => all.map(one => one.dataset.function)")
    for name in (names[0], names[2]):
        page.evaluate(
            """async name => (await import("../../_static/store.js"))
                .set(`exercise:optimizers:${name}`, { code: "x", state: "passed", updated: "" })""",
            name,
        )
    assert line.inner_text().startswith(f"2 of {boxes.count()} passed · next: ")
    line.get_by_role("link").click()
    assert page.url.endswith(f"#exercise-{names[1]}")


# Where Python cannot run -------------------------------------------------------------------------


def told_without(visit, script):
    page = visit("book/intro.html").page
    page.add_init_script(script)
    page.goto(page.url.replace("book/intro.html", EXERCISES))
    box = Box(page, "ewma")
    box.press("Check")
    assert box.all.get_by_role("link", name="optimizers.zip").first.is_visible()
    return box.status.inner_text()


def test_a_browser_without_webassembly_gets_a_sentence_and_the_notebook(visit):
    assert "cannot run Python" in told_without(visit, "delete window.WebAssembly")


def test_a_browser_without_module_workers_gets_a_sentence_and_the_notebook(visit):
    said = told_without(
        visit,
        "window.Worker = class extends EventTarget { postMessage() { "
        "setTimeout(() => this.dispatchEvent(new Event('error'))); } terminate() {} }",
    )
    assert "no module workers" in said


def test_a_browser_that_keeps_nothing_says_so_once(visit):
    page = visit("book/intro.html").page
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('refused'); }")
    page.goto(page.url.replace("book/intro.html", EXERCISES))
    box = Box(page, "ewma")
    box.button("Hint").click()
    box.button("Hint").click()
    assert page.locator(".store-note").count() == 1
    assert box.all.locator(".exercise-hint:visible").count() == 2


def test_a_page_opened_as_a_file_still_reads(browser, site):
    page = browser.new_page()
    page.goto((site / CHAPTER).as_uri())
    box = page.locator("#exercise-adam_step")
    assert "def adam_step(" in box.locator("pre").inner_text()
    assert "Where the site is served" in box.inner_text()
    page.close()


def test_the_zip_for_elsewhere_holds_a_notebook_that_checks_itself(site, tmp_path):
    shutil.unpack_archive(site / "_static/live/optimizers/optimizers.zip", tmp_path)
    program = "from handbook.check import check\ndef ewma(*a): raise NotImplementedError\n"
    program += "print(check('ewma'))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path / "optimizers",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "ewma: not started" in done.stdout
    assert (tmp_path / "optimizers" / "optimizers.ipynb").is_file()
