"""The built site, served on this machine, and a browser that may not leave it."""

from __future__ import annotations

import fcntl
import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from scripts.contents import names_of_pages
from tests.conftest import start_chromium

from .hosts import served

ROOT = Path(__file__).resolve().parents[2]

CHROMIUM_FLAGS = [
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    # What asks another host is refused by the browser itself. A handler of requests would turn off
    # its cache and cost more than all else of a visit.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def pages_of_the_book() -> list[str]:
    """The addresses of the pages named in _toc.yml, the front page first, and the search page."""
    return [f"{name}.html" for name in [*names_of_pages(ROOT), "search"]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `address` is run for every page of the book."""
    if "address" in metafunc.fixturenames:
        metafunc.parametrize("address", pages_of_the_book())


@pytest.fixture(scope="session")
def site(script: Callable, root: Path) -> Path:
    """The folder of the built site; built first where it is missing or older than its sources."""
    build_site = script("build_site")
    (root / "_build").mkdir(exist_ok=True)
    with (root / "_build" / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one worker builds, the others wait for it
        if not build_site.is_fresh():
            assert build_site.build_site() == 0, "the site does not build; see the lines above"
    return root / "_build" / "html"


@pytest.fixture(scope="session")
def read(site: Path) -> Callable[[str], BeautifulSoup]:
    """Give a built page by its address, as a tree; read once.

    A formula is its text there: two thirds of the elements of a page are parts of formulas.
    """

    @functools.cache
    def parse(address: str) -> BeautifulSoup:
        html = (site / address).read_text(encoding="utf-8")
        return BeautifulSoup(with_formulas_as_text(html), "html.parser")

    return parse


FORMULA = '<span class="katex">'
SPAN, TAG = re.compile(r"<(/?)span\b[^>]*>"), re.compile(r"<[^>]*>")


def with_formulas_as_text(html: str) -> str:
    """The page with each formula's element, its text in it, and no element inside."""
    parts, end = [], 0
    while (start := html.find(FORMULA, end)) >= 0:
        parts.append(html[end : start + len(FORMULA)])
        depth = 1
        for span in SPAN.finditer(html, start + len(FORMULA)):
            depth += -1 if span[1] else 1
            if depth == 0:
                parts.append(TAG.sub("", html[start + len(FORMULA) : span.start()]))
                end = span.start()
                break
        else:
            raise AssertionError(f"a formula does not end: {html[start : start + 200]}")
    return "".join([*parts, html[end:]])


@pytest.fixture(scope="session")
def elements(read: Callable[[str], BeautifulSoup]) -> Callable[[str], dict[str, Tag]]:
    """Give the elements of a page that have an id, by their ids; walked once."""

    @functools.cache
    def walk(address: str) -> dict[str, Tag]:
        found: dict[str, Tag] = {}
        for tag in read(address).find_all(id=True):
            found.setdefault(tag["id"], tag)
        return found

    return walk


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(handler: Callable) -> Iterator[str]:
    """Answer with this handler at an address of this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def base(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with serving(functools.partial(QuietHandler, directory=str(site))) as address:
        yield address


@pytest.fixture(scope="session")
def strict_base(site: Path) -> Iterator[str]:
    """Where the site is served with the policy that the guide gives.

    Tests that wait for a condition cannot use it: the driver evaluates their text in the page.
    """
    with served(site, headers={"Content-Security-Policy": POLICY}) as address:
        yield address


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    started = start_chromium(driver, *CHROMIUM_FLAGS)
    yield started
    started.close()


GUIDE = ROOT / "book" / "instructor" / "11-put-the-site-online.md"
# Whatever a page does against it is an error in the console, which every visit notes.
POLICY = re.search(r'Content-Security-Policy "(.*)"', GUIDE.read_text(encoding="utf-8"))[1]


# Python is then loaded by the first press only, and not as soon as an editor is entered.
SAVES_DATA = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"


@dataclass
class Visit:
    """A page that is open, and what went wrong while it was."""

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)

    @property
    def troubles(self) -> list[str]:
        return [f"asked another host: {url}" for url in self.outside] + self.errors


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Callable[..., Visit]]:
    """Open a page: `visit(address, width=…, scheme=…, javascript=…)`; closed after the test.

    `touch=True` is a telephone; `early=True` lets Python load as soon as code is entered.
    A request to another host is refused and noted.
    """
    with opener(browser, base) as open_page:
        yield open_page


@contextmanager
def opener(browser: Browser, base: str) -> Iterator[Callable[..., Visit]]:
    contexts: list[BrowserContext] = []

    def open_page(
        address: str,
        *,
        width: int = 1400,
        scheme: str = "light",
        javascript: bool = True,
        until: str = "load",
        touch: bool = False,
        early: bool = False,
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=javascript,
            is_mobile=touch,
            has_touch=touch,
        )
        contexts.append(context)
        if not early:
            context.add_init_script(SAVES_DATA)
        seen = Visit(context.new_page())
        watch(seen, base)
        seen.page.goto(base + address, wait_until=until)
        return seen

    try:
        yield open_page
    finally:
        for context in contexts:
            context.close()


def watch(seen: Visit, base: str) -> None:
    """Note requests to other hosts, errors of the console, missing files, and what was loaded."""

    def request(asked) -> None:
        if not asked.url.startswith((base, "data:", "blob:")):
            seen.outside.append(asked.url)

    def response(answer) -> None:
        if answer.status >= 400:
            seen.errors.append(f"{answer.status}: {answer.url}")
        elif answer.url.startswith(base):
            seen.loaded.append(answer.url.removeprefix(base))

    seen.page.on("request", request)
    seen.page.on("response", response)
    seen.page.on("pageerror", lambda error: seen.errors.append(f"error: {error}"))
    seen.page.on(
        "console",
        lambda message: (
            seen.errors.append(f"console: {message.text}") if message.type == "error" else None
        ),
    )
