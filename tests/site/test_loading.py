"""Python's way into the page: other engines, files that are missing or cut off, slow lines."""

import json

import pytest

from .test_live import EXERCISES, Box

pytestmark = [pytest.mark.site, pytest.mark.slow]

# `navigator.platform` of a worker is its own.
IPHONE = "Object.defineProperty(WorkerNavigator.prototype, 'platform', { get: () => 'iPhone' });\n"


def opened(visit):
    return visit("book/intro.html").page


def check(page):
    page.goto(page.url.replace("book/intro.html", EXERCISES))
    box = Box(page, "ewma")
    box.press("Check")
    return box


def test_python_starts_where_the_platform_has_no_helper(visit):
    page = opened(visit)
    told = []
    page.on("console", lambda message: told.append(message.text))

    def as_iphone(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=IPHONE + answer.text())

    page.route("**/worker.js*", as_iphone)
    box = check(page)
    assert "not started" in box.status.inner_text()
    assert not [text for text in told if "started anew" in text]  # the prepared memory served


@pytest.mark.parametrize("name", ["memory.bin"])
@pytest.mark.parametrize(
    "how",
    [
        *(pytest.param(how, marks=pytest.mark.deep) for how in ("missing", "cut off")),
        "of another Python",
    ],
)
def test_where_the_prepared_memory_is_of_no_use_python_starts_without_it(visit, name, how):
    page = opened(visit)

    def spoil(route):
        if how == "missing":
            route.fulfill(status=404)
        elif how == "cut off":
            route.fulfill(body=route.fetch().body()[:100_000])
        else:
            import gzip

            memory = bytearray(gzip.decompress(route.fetch().body()))
            memory[2_000_000:6_000_000] = bytes(4_000_000)
            route.fulfill(body=gzip.compress(bytes(memory), 1))

    page.route(f"**/{name}", spoil)
    assert "not started" in check(page).status.inner_text()


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("pyodide.asm.wasm", "cut off"),
        *(
            pytest.param(name, how, marks=pytest.mark.deep)
            for name, how in [
                ("pyodide.js", "missing"),
                ("pyodide.js", "cut off"),
                ("pyodide.asm.js", "missing"),
                ("pyodide.asm.js", "cut off"),
                ("pyodide.asm.wasm", "missing"),
            ]
        ),
    ],
)
def test_a_file_of_python_that_does_not_come_is_said_and_tried_again(visit, name, how):
    page = opened(visit)

    def spoil(route):
        if how == "missing":
            route.fulfill(status=404)
        else:
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.body()[:5000])

    page.route(f"**/{name}", spoil)
    box = check(page)
    assert "could not be loaded from this site" in box.status.inner_text()
    assert box.result.get_by_role("link", name="optimizers.zip").is_visible()
    page.unroute(f"**/{name}")
    box.press("Check")
    assert "not started" in box.status.inner_text()


def test_a_file_that_never_ends_is_given_up(visit):
    page = opened(visit)
    page.clock.install()
    page.route("**/pyodide.asm.wasm", lambda route: None)
    page.goto(page.url.replace("book/intro.html", EXERCISES))
    box = Box(page, "ewma")
    box.button("Check").click()
    box.all.get_by_text("Loading Python and NumPy").wait_for()
    for _ in range(20):
        page.clock.fast_forward(61_000)
        if box.all.locator(".live-headline").count():
            break
        page.wait_for_timeout(500)
    assert "stands still" in box.status.inner_text()


def test_a_worker_that_is_kept_back_does_not_blame_the_browser(visit):
    page = opened(visit)
    page.route("**/worker.js*", lambda route: route.abort())
    said = check(page).status.inner_text()
    assert "could not be loaded from this site" in said
    assert "browser" not in said


def test_a_slow_line_shows_at_once_that_something_happens_and_how_much_is_left(visit):
    page = opened(visit)
    held = []
    page.route("**/app-*.js", lambda route: held.append(route))
    page.goto(page.url.replace("book/intro.html", EXERCISES))
    box = Box(page, "ewma")
    with page.expect_request("**/app-*.js"):
        # At once, in the same turn of the page: nothing has been asked for, let alone come.
        said = box.button("Check").evaluate(
            """button => {
                const status = button.closest(".live").querySelector(".live-status");
                const before = status.textContent;
                button.click();
                return [before, status.textContent];
            }"""
        )
    assert said == ["", "Loading the editor …"]
    while not held:
        page.wait_for_timeout(10)  # the request has been made: its handler is about to be called
    sizes = []
    page.expose_function("seen", lambda text: sizes.append(text))
    box.status.evaluate(
        """status => new MutationObserver(() => seen(status.textContent))
        .observe(status, { childList: true, subtree: true, characterData: true })"""
    )
    held[0].continue_()
    box.settle()
    assert any("0.0 of 2" in text and "MB" in text for text in sizes), sizes[:5]


def test_the_answer_of_a_page_comes_from_its_worker_and_not_from_code_that_runs_there(visit):
    page = visit(EXERCISES).page
    box = Box(page, "ewma")
    for module in ("js", "pyodide", "pyodide_js", "_pyodide_core", "pyodide.ffi"):
        box.write(f"import {module}")
        box.press("Run")
        assert "belongs to the browser" in box.status.inner_text(), module


REACHES = """
import gc, sys
found = [o for o in gc.get_objects() if type(o).__name__ == "JsProxy"]
found += [m for m in sys.modules.values() if type(m).__name__ == "JsProxy"]
frame = sys._getframe()
while frame:
    found += [v for v in frame.f_locals.values() if type(v).__name__ == "JsProxy"]
    frame = frame.f_back
said = []
for proxy in found:
    for make in (lambda: proxy.constructor.constructor, lambda: proxy.constructor):
        try:
            said.append(make()(
                "self.postMessage && self.postMessage({type: 'answer', id: 2, answer: "
                "{error: null, report: {outcome: 'passed', headline: 'forged', rows: []}}});"
                "return [typeof self.postMessage, typeof self.fetch].join(' ')")())
        except BaseException as error:
            said.append(type(error).__name__)
print(len(found), sorted(set(map(str, said))))
"""


def test_code_that_reaches_the_browser_after_all_finds_no_way_out(visit):
    seen = visit(EXERCISES)
    box = Box(seen.page, "ewma")
    box.write(REACHES)
    box.press("Run")
    assert "function" not in box.result.inner_text()
    assert "forged" not in box.status.inner_text() + box.result.inner_text()


DRAWS = """
from handbook.figures.svg import Drawing
Drawing('''<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="SCRIPT">
<script>SCRIPT</script><image href="x" onerror="SCRIPT"/><foreignObject>
<img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="SCRIPT"/></foreignObject></svg>''')
""".replace("SCRIPT", "parent.hurt = top.hurt = window.hurt = 1")


@pytest.mark.parametrize(
    "text", [DRAWS, DRAWS.replace('<svg xmlns="http://www.w3.org/2000/svg"', "<svg")]
)
def test_a_drawing_runs_no_script(visit, text):
    seen = visit(EXERCISES)
    box = Box(seen.page, "ewma")
    box.write(text)
    box.press("Run")
    seen.page.wait_for_load_state("networkidle")
    assert seen.page.evaluate("window.hurt") is None
    assert box.result.locator("script, [onload], [onerror], svg").count() == 0
    assert seen.outside == []


def test_a_figure_is_an_image_with_a_name_in_the_colours_of_the_page(visit):
    page = visit(EXERCISES).page
    box = Box(page, "ewma")
    box.write(
        "from handbook.figures.svg import figure, line\n"
        "figure(line([1, 2], [3, 4], 'a'), xlabel='x', ylabel='y', alt='a rising line')"
    )
    box.press("Run")
    image = box.result.get_by_role("img", name="a rising line")
    colours = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("t => document.documentElement.dataset.theme === t", arg=scheme)
        image.evaluate("image => image.decode()")
        drawn = image.evaluate("async image => (await fetch(image.src)).text()")
        colours.append(drawn.split("color: ")[1].split(";")[0])
    assert colours[0] != colours[1]
    assert image.evaluate("image => image.naturalWidth") > 400


NOTEBOOKS = [
    "<img src=x onerror='window.hurt=1'>",
    "</script><script>window.hurt = 1</script>",
    "</textarea><svg onload='window.hurt=1'>",
    "javascript:window.hurt=1",
    "\u202e\0\ud800",
]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" ".join(NOTEBOOKS), id="all at once"),
        *(pytest.param(text, marks=pytest.mark.deep) for text in NOTEBOOKS),
    ],
)
def test_a_notebook_that_is_taken_in_runs_no_script(visit, text):
    seen = visit("book/progress.html")
    page = seen.page
    page.on("dialog", lambda dialog: dialog.accept())
    code = f"def ewma(x): return '''{text}'''\nraise ValueError('''{text}''')"
    cell = {"cell_type": "code", "metadata": {"nbgrader": {"solution": True, "grade_id": text}}}
    cells = [
        {**cell, "source": code},
        {"cell_type": "code", "metadata": {}, "source": code, "outputs": [text]},
        {"cell_type": "markdown", "metadata": {}, "source": text},
        {"cell_type": "code", "metadata": text, "source": [code]},
        text,
        None,
    ]
    kit = page.locator('.live-kit[data-assignment="optimizers"]')
    content = json.dumps({"cells": cells, "metadata": text, "nbformat": 4}).encode()
    kit.locator("input[type=file]").set_input_files(
        {"name": "work.ipynb", "mimeType": "application/json", "buffer": content}
    )
    kit.get_by_text("taken in").wait_for()
    page.goto(page.url.replace("book/progress.html", EXERCISES))
    box = Box(page, "ewma")
    box.all.scroll_into_view_if_needed()
    box.press("Run")
    assert "Error" in box.status.inner_text()
    assert page.evaluate("window.hurt") is None
    assert box.all.locator(".live-code script, .live-result script, .live-code img").count() == 0
    assert seen.outside == []
