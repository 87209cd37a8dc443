"""A reader without a connection has what was visited once, can work there, and sees no old page."""

import functools
import os
import re
import shutil
import sys

import pytest

from .conftest import POLICY, ROOT, SAVES_DATA, pages_of_the_book
from .hosts import served
from .test_live import EXERCISES, Box

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from booksite.site import offline

pytestmark = [pytest.mark.site, pytest.mark.slow]

FRONT = "book/intro.html"
OTHER = "book/04-optimization/06-adam-and-adamw.html"
STYLES = "_static/boxes.css"

# What this browser keeps of the site: paths, and the build that is kept whole.
KEPT = """async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("handbook "));
    if (names.length === 0) return [[], null];
    const cache = await caches.open(names[0]);
    const keys = (await cache.keys()).map(({ url }) => new URL(url).pathname);
    const whole = keys.find((path) => path.endsWith("/kept-build"));
    return [keys, whole ? await (await cache.match(whole)).text() : null];
}"""


def wait_until_kept(page, is_enough):
    """Wait until `is_enough(paths, build)` is true of what the browser keeps."""
    for _ in range(1800):
        paths, build = page.evaluate(KEPT)
        if is_enough(paths, build):
            return paths
        page.wait_for_timeout(100)
    raise AssertionError(f"{len(paths)} files are kept, of build {build}")


def build_of(site):
    return re.search(r'"version":"(\w+)"', (site / offline.WORKER).read_text())[1]


@pytest.fixture
def copy(site, tmp_path):
    """A copy of the site in which pages can be written; the files that are large take no room."""

    def put(source, target):
        is_large = "/python-" in str(source)
        return (os.link if is_large else shutil.copyfile)(source, target)

    return shutil.copytree(site, tmp_path / "site", copy_function=put)


def replace(site, address, old, new):
    """Change a file of a copy."""
    path = site / address
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def reader(browser):
    """A page in a browser that keeps the site, as a reader's does."""
    contexts = []

    def open_page(*, saves_data=False):
        context = browser.new_context(service_workers="allow")
        contexts.append(context)
        if saves_data:
            context.add_init_script(SAVES_DATA)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def test_after_one_visit_all_pages_are_there_and_python_once_it_was_loaded(reader, site):
    page = reader()
    troubles = []
    page.on("console", lambda said: said.type == "error" and troubles.append(said.text))
    policy = {"Content-Security-Policy": POLICY}
    with served(site, prefix="/a/course/", headers=policy) as base:
        page.goto(base + EXERCISES)
        paths = wait_until_kept(page, lambda _, build: build == build_of(site))
        assert not [path for path in paths if "/python-" in path]
        Box(page, "ewma").press("Check")
        wait_until_kept(page, lambda paths, _: sum("/python-" in path for path in paths) == 7)
        assert page.locator(".kept-page").count() == 0
    page.goto(base + OTHER)
    assert "cannot be reached" in page.locator("article .kept-page").inner_text()
    assert page.locator("article img").first.evaluate("image => image.decode().then(() => true)")
    page.goto(base + EXERCISES)
    box = Box(page, "ewma")
    said = box.check("def ewma(x, beta, correct=True):\n    return x")
    assert "not started" not in said
    assert "returned" in box.result.inner_text()
    assert troubles == []
    page.goto(base + "book/no-such-page.html")
    assert page.inner_text("h1") == "This page is not on this device"
    page.get_by_role("link", name="The first page").click()
    page.wait_for_url("**/book/intro.html")


def test_a_new_build_is_seen_on_the_next_visit_and_kept_in_place_of_the_old_one(reader, copy):
    page = reader()
    old = build_of(copy)
    with served(copy) as base:
        page.goto(base + FRONT)
        wait_until_kept(page, lambda _, build: build == old)
        replace(copy, FRONT, "</h1>", " Second edition</h1>")
        replace(copy, OTHER, "</h1>", " Second edition</h1>")
        replace(copy, STYLES, "/* Boxes:", "/* Second edition. Boxes:")
        offline.name_by_content(copy)
        offline.write_worker(ROOT / "web", copy)
        assert build_of(copy) != old
        page.reload()
        assert "Second edition" in page.inner_text("article h1")
        assert "Second edition" in page.evaluate(
            "fetch(document.querySelector('link[href*=boxes]').href).then(came => came.text())"
        )
        wait_until_kept(page, lambda _, build: build == build_of(copy))
    page.goto(base + OTHER)
    assert "Second edition" in page.inner_text("article h1")


def test_who_saves_data_keeps_what_was_visited_and_nothing_that_came_wrong(reader, copy):
    page = reader(saves_data=True)
    replace(copy, STYLES, "/* Boxes:", "/* Cut off")  # and the build does not know of it
    with served(copy) as base:
        page.goto(base + FRONT)
        needed = ("/handbook.css", "/live.js")
        wait_until_kept(
            page, lambda paths, _: all(any(p.endswith(n) for p in paths) for n in needed)
        )
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        wait_until_kept(page, lambda paths, _: "/" + FRONT in paths)
        paths, build = page.evaluate(KEPT)
        assert build is None
        assert "/" + STYLES not in paths
        assert "/" + OTHER not in paths
    page.goto(base + FRONT)
    assert page.locator(".kept-page").count() == 1
    page.goto(base + OTHER)
    assert page.inner_text("h1") == "This page is not on this device"


LOADED = re.compile(
    r"""<(?:script|img)\b[^>]* src="([^"]+)"|<link href="([^"]+)" rel="stylesheet" """.strip()
)


def test_every_file_that_a_page_loads_is_named_by_its_content(site):
    wrong, seen = [], 0
    known = functools.cache(offline.hash_of)
    for address in pages_of_the_book():
        for found in LOADED.finditer((site / address).read_text(encoding="utf-8")):
            path, _, query = (found[1] or found[2]).partition("?")
            if not path.startswith("data:"):
                seen += 1
                file = ((site / address).parent / path).resolve()
                wrong += [(address, path, query)] if query != f"v={known(file)}" else []
    assert seen > 1000
    assert wrong == []


def test_the_worker_lists_every_file_of_the_site_as_it_is(site):
    listed = offline.files_to_keep(site)
    assert {FRONT, OTHER, "index.html", "search.html", STYLES} <= listed.keys()
    assert sum(kind == "python" for _, kind, _ in listed.values()) == 7
    written = (site / offline.WORKER).read_text(encoding="utf-8")
    assert all(f'"{name}":["{found[0]}"' in written for name, found in listed.items())
