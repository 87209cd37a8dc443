"""How long from the press of a button to a verdict in the page, and how heavy are the pages?

    python benchmarks/page.py [--runs 3] [--engines chromium firefox webkit] [--json FILE]

The built site (`make site`) is served by Python's own http.server and read by the browsers as
Debian packages them. *Cold* is the first press in a browser that has nothing of the site but the
page; *warm* is a press after that, the median of seven with a second between them, since a press
waits for what the one before it has to draw. *Reload* and *second page* are the first
press after a reload and on another page, by a learner who looks at the exercise for two seconds
before: Python starts again as soon as a box is in sight, from files that the browser has kept.
*At once* is the same without the two seconds.

Weights are of all that a page loads without a press, compressed, figures and the further styles of
a font (bold, italic) apart; layout shifts are those of the first second; both in Chromium. Because
the machine may be busy, the share of a core that a busy loop got is stored, too. The last result
stands in `benchmarks/results/page.json`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.site import engines

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
RESULTS = ROOT / "benchmarks" / "results" / "page.json"
PAGE, BOX = "book/exercises/optimizers.html", "#exercise-ewma"
SECOND_PAGE, SECOND_BOX = "book/exercises/losses.html", "#exercise-mse"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LOOKED_AT = 2.0  # seconds
BETWEEN = 1.0  # seconds
# Seconds; a kind that is not named has no limit.
LIMITS = {
    "chromium": {"cold": 4.0, "reload": 1.5, "second page": 1.5, "warm": 0.05},
    "firefox": {"reload": 1.5, "second page": 1.5, "warm": 0.05},
    "webkit": {"cold": 8.0, "reload": 1.5, "second page": 1.5, "warm": 0.05},
}
WEIGHT, SHIFT = 300_000, 0.1  # bytes, as browsers count it
APART = re.compile(r"_images/|fonts/.*(600-normal|400-italic|-Bold)")

# Runs in the page: presses Check and gives the milliseconds until the verdict stands there.
PRESS = """const box = arguments[0];
    return new Promise((done) => {
        const start = performance.now();
        const status = document.querySelector(`${box} .live-status`);
        new MutationObserver((_, observer) => {
            if (!status.querySelector(".live-headline")) return;
            observer.disconnect();
            requestAnimationFrame(() => done(performance.now() - start));
        }).observe(status, { childList: true, subtree: true });
        document.querySelector(`${box} [data-action=check]`).click();
    });"""

LIVE = "return document.querySelector(arguments[0] + '.live-on, ' + arguments[0] + ' .live-on')"
LOOK = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' });"

SHIFTS = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 1000);
})"""


class Chromium(engines.Engine):
    """The same words for Chromium, which Playwright drives."""

    def __init__(self, browser: Browser) -> None:
        self._page = browser.new_context().new_page()

    def goto(self, url: str) -> None:
        self._page.goto(url)

    def run(self, body: str, *arguments: Any) -> Any:
        return self._page.evaluate(
            f"(given) => (async function() {{ {body} }}).apply(null, given)", list(arguments)
        )


@contextmanager
def chromium(folder: Path) -> Iterator[engines.Engine]:
    with started_chromium() as browser:
        yield Chromium(browser)


@contextmanager
def started_chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


ENGINES: dict[str, Callable[[Path], Any]] = {
    "chromium": chromium,
    "firefox": engines.firefox,
    "webkit": engines.webkit,
}


def main() -> int:
    """Measure, print and store; 1 where a figure is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--runs", type=int, default=3, help="browsers to start cold, of each engine"
    )
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--json", type=Path, default=RESULTS)
    options = parser.parse_args()
    if not (SITE / PAGE).is_file():
        parser.error("the site is not built: run `make site`")
    with served() as base:
        times = {
            name: [presses(ENGINES[name], base) for _ in range(options.runs)]
            for name in options.engines
        }
        with started_chromium() as browser:
            looked_at = {page: look(browser, base, page) for page in pages()}
    report = {
        "seconds": {name: medians(runs) for name, runs in times.items()},
        "limits": {**LIMITS, "weight": WEIGHT, "shift": SHIFT},
        "runs": times,
        "weights": {page: size for page, (size, _) in looked_at.items()},
        "shifts": {page: round(shift, 3) for page, (_, shift) in looked_at.items() if shift > 0.01},
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return show(report)


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {kind: round(statistics.median(run[kind] for run in runs), 3) for kind in runs[0]}


def show(report: dict[str, Any]) -> int:
    over = []
    for name, seconds in report["seconds"].items():
        print(f"{name:10}", "  ".join(f"{kind} {value:.2f}" for kind, value in seconds.items()))
        over += [f"{name}: {kind}" for kind, limit in LIMITS[name].items() if seconds[kind] > limit]
    weights, shifts = report["weights"], report["shifts"]
    heaviest = max(weights, key=weights.__getitem__)
    print(f"heaviest page {heaviest}: {weights[heaviest] / 1000:.0f} kB")
    print(f"largest layout shift: {max(shifts.values(), default=0):.3f}")
    over += [f"{page}: {size / 1000:.0f} kB" for page, size in weights.items() if size > WEIGHT]
    over += [f"{page}: shift {shift}" for page, shift in shifts.items() if shift >= SHIFT]
    for line in over:
        print(f"over its limit: {line}")
    return 1 if over else 0


def presses(started: Callable[[Path], Any], base: str) -> dict[str, float]:
    """Seconds of the presses of one browser, which has nothing of the site before."""
    seconds = {}
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as engine:
        before = share_of_a_core()
        for kind, page, box, looked in (
            ("cold", PAGE, BOX, 0),
            ("at once", PAGE, BOX, 0),
            ("reload", PAGE, BOX, LOOKED_AT),
            ("second page", SECOND_PAGE, SECOND_BOX, LOOKED_AT),
        ):
            engine.goto("about:blank")
            engine.goto(base + page)
            engine.wait(f"{LIVE} !== null", box)
            engine.run(LOOK, box)
            time.sleep(looked)
            seconds[kind] = engine.run(PRESS, box) / 1000
        warm = []
        for _ in range(7):
            time.sleep(BETWEEN)
            warm.append(engine.run(PRESS, SECOND_BOX))
        core = (before + share_of_a_core()) / 2
    seconds |= {"warm": statistics.median(warm) / 1000, "share of a core": core}
    return {kind: round(value, 3) for kind, value in seconds.items()}


def share_of_a_core(seconds: float = 1.0) -> float:
    """What share of a core this process gets while it asks for all of one."""
    start, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - start < seconds:
        pass
    return (time.process_time() - used) / (time.perf_counter() - start)


def look(browser: Browser, base: str, address: str) -> tuple[int, float]:
    """Compressed bytes of what a page loads by itself, and its layout shift."""
    page = browser.new_page()
    loaded = set()
    page.on("response", lambda answer: loaded.add(answer.url))
    page.goto(base + address, wait_until="networkidle")
    shift = page.evaluate(SHIFTS)
    page.close()
    names = {url.removeprefix(base).partition("?")[0] for url in loaded if url.startswith(base)}
    files = [SITE / name for name in names if not APART.search(name)]
    return sum(len(gzip.compress(file.read_bytes())) for file in files), shift


def pages() -> list[str]:
    """The pages that have something to read; others lead on to them."""
    found = sorted((SITE / "book").rglob("*.html"))
    read = [path for path in found if 'http-equiv="refresh"' not in path.read_text("utf-8")]
    return [path.relative_to(SITE).as_posix() for path in read]


@contextmanager
def served() -> Iterator[str]:
    """The site on a port of this machine, in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([*command, "--directory", str(SITE)], **quiet)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
