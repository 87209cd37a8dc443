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
from tests.scheduling import ByFileOrPage, scope_of
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
    """Leave out what is for `make deep`, and put the tests of pages last.

    There pieces of seconds fill up what the long files left to one of the workers.
    """
    if not is_deep():
        left_out = [item for item in items if item.get_closest_marker("deep")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: scope_of(item.nodeid) != item.nodeid.split("::", 1)[0])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFileOrPage | None:
    """Workers get whole files and whole pages, where tests are given out by scope."""
    return ByFileOrPage(config, log) if config.getoption("dist") == "loadscope" else None


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
    """Open a context or a page whose actions may take as long as the machine needs.

    A site is not kept for reading offline unless a test asks for it: each context would fetch all.
    """

    @functools.wraps(open_one)
    def opened(*args, **kwargs):
        one = open_one(*args, **{"service_workers": "block", **kwargs})
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
