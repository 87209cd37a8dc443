"""What holds for every test of the project: one thread, no display, reproducible examples."""

import functools
import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

from tests.patience import HANGS_MS
from tests.tiers import count, is_deep

# Before NumPy and Matplotlib are loaded. Two workers share two cores: a thread pool in each would
# make them wait for one another.
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(threads, "1")
os.environ["MPLBACKEND"] = "Agg"

# The same examples every time, and no verdict from the clock: a failure can be repeated.
settings.register_profile(
    "repeatable",
    deadline=None,
    derandomize=True,
    print_blob=True,
    max_examples=count("examples"),
)
settings.load_profile("repeatable")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for `make deep`, and say which tests stay with one worker.

    A file stays with one worker: notebooks and databases are shared. The tests of a page of the
    book, which take its `address`, stay together instead; pages are spread over all workers. They
    come last, where pieces of seconds fill up what the long files left.
    """
    if not is_deep():
        left_out = [item for item in items if item.get_closest_marker("deep")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        group = page_of(item) or item.path.relative_to(config.rootpath).as_posix()
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: page_of(item) is not None)


def page_of(item: pytest.Item) -> str | None:
    """The address of the page of the book that a test is about, if it is about one."""
    return getattr(item, "callspec", None) and item.callspec.params.get("address")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def script(root: Path) -> Callable[[str], ModuleType]:
    """Give a fresh module made from a file of scripts/, by its name."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(
            f"scripts_{name}", root / f"scripts/{name}.py"
        )
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture(scope="session")
def driver():
    """What drives browsers: one for all tests of a process, which can run no second one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


def start_chromium(driver, *arguments):
    """A headless Chromium that is waited for on a busy machine, too."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        pytest.fail("this test needs chromium; on Debian and Ubuntu: apt-get install chromium")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", *arguments]
    started = driver.chromium.launch(executable_path=program, args=flags, timeout=HANGS_MS)
    for method in ("new_context", "new_page"):
        setattr(started, method, patient(getattr(started, method)))
    return started


def patient(open_one):
    """Open a context or a page whose actions may take as long as the machine needs."""

    @functools.wraps(open_one)
    def opened(*args, **kwargs):
        one = open_one(*args, **kwargs)
        one.set_default_timeout(HANGS_MS)
        return one

    return opened


@pytest.fixture(scope="session")
def browser(driver):
    """A headless Chromium, for pages that are opened from files."""
    started = start_chromium(driver)
    yield started
    started.close()


@pytest.fixture(params=[(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")], ids=str)
def tab(request, browser):
    """A tab of the browser, wide and narrow, light and dark."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()
