"""How long from the press of a button to a verdict in the page, and how heavy are the pages?

    python benchmarks/page.py [--runs 3] [--json FILE]

The built site (`make site`) is served by Python's own http.server and read by Chromium. *Cold* is
the first press in a browser that has nothing of the site but the page; *again* the first press
after a reload, when the files are in the browser; *warm* every press after that. Weights are of
all that a page loads without a press, compressed, figures apart. Because the machine may be busy,
two more figures are stored: the share of a core that a busy loop got just before and after, and
the seconds of processor time that all of Chromium spent on the cold press. The last result stands
in `benchmarks/results/page.json`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
RESULTS = ROOT / "benchmarks" / "results" / "page.json"
PAGE = "book/exercises/optimizers.html"
BOX = "#exercise-ewma"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MARK = f"--measured-by={os.getpid()}"  # by this its processes are found
COLD, WARM, WEIGHT = 6.0, 0.3, 400_000  # seconds, seconds, bytes

# Runs in the page: presses Check and gives the milliseconds until the verdict stands there.
PRESS = """(box) => new Promise((done) => {
    const start = performance.now();
    const status = document.querySelector(`${box} .live-status`);
    new MutationObserver((_, observer) => {
        if (!status.querySelector(".live-headline")) return;
        observer.disconnect();
        requestAnimationFrame(() => done(performance.now() - start));
    }).observe(status, { childList: true, subtree: true });
    document.querySelector(`${box} [data-action=check]`).click();
})"""

STEPS = """() => Object.fromEntries(performance.getEntriesByType("measure")
    .filter((entry) => entry.name.startsWith("handbook-"))
    .map((entry) => [entry.name.slice(9), entry.duration]))"""


def main() -> int:
    """Measure, print and store; 1 where a figure is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="browsers to start cold")
    parser.add_argument("--json", type=Path, default=RESULTS)
    options = parser.parse_args()
    if not (SITE / PAGE).is_file():
        parser.error("the site is not built: run `make site`")
    with served() as base, sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=[*FLAGS, MARK])
        times = [presses(browser, base) for _ in range(options.runs)]
        weights = {page: weight(browser, base + page) for page in pages()}
        browser.close()
    report = {
        "seconds": {
            kind: round(statistics.median(run[kind] for run in times), 3)
            for kind in ("cold", "again", "warm")
        },
        "limits": {"cold": COLD, "warm": WARM, "weight": WEIGHT},
        "runs": times,
        "weights": dict(sorted(weights.items(), key=lambda item: -item[1])),
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return show(report)


def show(report: dict) -> int:
    seconds, weights = report["seconds"], report["weights"]
    share = statistics.median(run["core"] for run in report["runs"])
    print(f"cold {seconds['cold']:.2f} s, again {seconds['again']:.2f} s, warm", end=" ")
    print(f"{seconds['warm'] * 1000:.0f} ms; a busy loop got {share:.0%} of a core meanwhile")
    processor = statistics.median(run["cold_processor"] for run in report["runs"])
    print(f"processor time of a cold press, all threads of Chromium: {processor:.1f} s")
    heaviest = next(iter(weights))
    print(f"heaviest page {heaviest}: {weights[heaviest] / 1000:.0f} kB")
    over = [kind for kind, limit in (("cold", COLD), ("warm", WARM)) if seconds[kind] > limit]
    over += [page for page, size in weights.items() if size > WEIGHT]
    if over:
        print(f"over its limit: {', '.join(over)}")
    return 1 if over else 0


def presses(browser: Browser, base: str) -> dict:
    """Seconds of the first press, of further ones, and of the first after a reload."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(base + PAGE, wait_until="networkidle")
    before = share_of_a_core()
    used = processor_seconds()
    cold = page.evaluate(PRESS, BOX)
    used = processor_seconds() - used
    after = share_of_a_core()
    steps = page.evaluate(STEPS)
    warm = statistics.median(page.evaluate(PRESS, BOX) for _ in range(7))
    page.goto("about:blank")
    page.goto(base + PAGE, wait_until="networkidle")
    again = page.evaluate(PRESS, BOX)
    context.close()
    return {
        "cold": round(cold / 1000, 3),
        "again": round(again / 1000, 3),
        "warm": round(warm / 1000, 3),
        "core": round((before + after) / 2, 2),
        "cold_processor": round(used, 2),
        "cold_steps": {name: round(value / 1000, 3) for name, value in steps.items()},
    }


def share_of_a_core(seconds: float = 1.0) -> float:
    """What share of a core this process gets while it asks for all of one."""
    start, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - start < seconds:
        pass
    return (time.process_time() - used) / (time.perf_counter() - start)


def processor_seconds() -> float:
    """Processor time of all processes of the browser so far."""
    parents, times, roots = {}, {}, set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        process = int(folder.name)
        parents[process] = int(fields[1])
        times[process] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        if MARK.encode() in command.split(b"\0"):
            roots.add(process)

    def belongs(process: int) -> bool:
        return process in roots or (process in parents and belongs(parents[process]))

    return sum(time for process, time in times.items() if belongs(process))


def weight(browser: Browser, url: str) -> int:
    """Compressed bytes of all that a page loads by itself, figures apart."""
    page: Page = browser.new_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(url, wait_until="networkidle")
    size = sum(len(gzip.compress(a.body())) for a in answers if "_images/" not in a.url)
    page.close()
    return size


def pages() -> list[str]:
    return sorted(path.relative_to(SITE).as_posix() for path in (SITE / "book").rglob("*.html"))


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
