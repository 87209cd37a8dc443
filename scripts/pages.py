"""What each page of the book asks of a reader, beside what a page may ask at most.

    python scripts/pages.py                                 all pages that _toc.yml names
    python scripts/pages.py book/04-optimization/01-gradient-descent.md
    python scripts/pages.py --check PAGE...                 exit code 1 where one is over a budget
    python scripts/pages.py --run PAGE...                   executes them first, one at a time
    python scripts/pages.py --look PAGE...                  also what a browser shows of built pages

A page that begins with an `{opening}` follows the guide of book/README.md; `make test` holds it to
the budgets. The front page, pages for reference and pages for instructors need not keep to them,
and are held to them only where they are named. Words, code, derivations, figures and refutations
are counted in the text. The seconds of execution are meant for a page that has the machine to
itself: with --run it is executed so. Else they come from the cache of the site, whose build
executes a page on each core and takes up to twice as long. The weight comes from the built page.
Both are left out where there is none. With --look, Chromium opens the page: it loads so many
kilobytes, figures left out; the first figure is so many pixels from the top of a window of
1280 × 900; and the page fills so many screens of a telephone (390 × 844). A number with an
exclamation mark is over its budget.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "book" / "_ext"))

from booksite.lesson.folding import is_folded  # noqa: E402

from scripts.contents import names_of_pages  # noqa: E402

# What a reader needs: words a minute; seconds for a line of code, a derivation, a figure.
WORDS_A_MINUTE = 130
SECONDS_A_LINE = 5
SECONDS_A_DERIVATION = 90
SECONDS_A_FIGURE = 60

# At most this of each on a page.
BUDGETS: dict[str, float] = {
    "minutes": 25,
    "words": 1_500,
    "lines": 60,
    "columns": 80,
    "derivations": 6,
    "figures": 3,
    "plays": 2,
    "before": 150,
    "refutations": 2,
    "seconds": 8,
    "kilobytes": 250,
    "loaded": 400,
    "first": 900,
    "screens": 20,
}
TENTHS = {"minutes", "seconds", "screens"}  # shown with a digit after the point
HEADS = {
    "minutes": "reading (min)",
    "words": "words",
    "lines": "code lines",
    "columns": "longest line",
    "derivations": "derivations",
    "figures": "figures",
    "plays": "to play with",
    "before": "words to figure",
    "refutations": "refutations",
    "seconds": "runs (s)",
    "kilobytes": "weight (KB)",
    "loaded": "loads (KB)",
    "first": "figure at (px)",
    "screens": "screens",
}

FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"^(?P<mark>`{3,}|:{3,})\s*(?P<info>\S.*)$")
OPTIONS = re.compile(r"\A---\n(?P<yaml>.*?)^---\n", re.DOTALL | re.MULTILINE)
SHORT_OPTION = re.compile(r"^:(?P<name>[\w-]+):[ \t]*(?P<value>.*)$")
# Blocks whose text is prose; of the other directives nothing is read in the flow of the page.
ADMONITIONS = ("{admonition}", "{note}", "{tip}", "{warning}", "{important}")
PROSE = (*ADMONITIONS, "{opening}", "{predict}", "{predicted}", "{remember}", "{reading}")
TO_PLAY = ("{play}", "{try}")
OPENING = re.compile(r"^`{3,}\{opening\}", re.MULTILINE)
HIDDEN_RESULT = {"remove-cell", "remove-output"}
CALL = {name: re.compile(rf"^\s*\(?\s*{name}\(", re.MULTILINE) for name in ("derive", "refute")}
ROLE = re.compile(r"\{(?P<role>[\w:-]+)\}`(?P<text>[^`]*)`")
WORD = re.compile(r"[^\W_]+(?:['’\-–.,][^\W_]+)*")


class Block(NamedTuple):
    """A fenced block: what its first line says, its options and its text."""

    info: str
    options: dict[str, object]
    text: str


class Text(NamedTuple):
    """A page taken apart: its prose, and its fenced blocks in order."""

    prose: list[str]
    blocks: list[Block]
    before: list[str]  # the prose before the first figure


def main() -> int:
    """Print the table; with --check, return 1 where a page is over a budget."""
    parser = argparse.ArgumentParser(
        description="Count what pages ask of a reader.",
        epilog="example: python scripts/pages.py --check book/notation.md",
    )
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE")
    parser.add_argument("--check", action="store_true", help="exit 1 where a page is over a budget")
    parser.add_argument("--run", action="store_true", help="execute the pages first, one at a time")
    parser.add_argument("--look", action="store_true", help="open the built pages with Chromium")
    options = parser.parse_args()
    if options.check and not options.pages:
        parser.error("--check needs the pages to check")
    for page in options.pages:
        if not page.is_file():
            parser.error(f"there is no page {page}")
    pages = options.pages or pages_of_the_book(ROOT)
    held = {name(page) for page in pages if options.pages or follows_guide(page)}
    counted = {name(page): measure(page) for page in pages}
    if options.run:
        for page, seconds in run_alone(pages).items():
            counted[name(page)]["seconds"] = seconds
    if options.look:
        for page, seen in look_at(pages, parser):
            counted[name(page)] |= seen
    over = {page: found for page in held if (found := too_much(counted[page]))}
    print("\n".join(table(counted, over)))
    if options.check:
        for page, found in over.items():
            print(f"{page} is over its budget: {', '.join(HEADS[key] for key in found)}")
    return 1 if options.check and over else 0


def name(page: Path) -> str:
    """The path of a page as it is shown: relative to the root of the repository if it is in it."""
    page = page.resolve()
    return str(page.relative_to(ROOT) if page.is_relative_to(ROOT) else page)


def pages_of_the_book(root: Path) -> list[Path]:
    """The pages that _toc.yml names, the front page first."""
    return [root / f"{name}.md" for name in names_of_pages(root)]


def follows_guide(page: Path) -> bool:
    """Whether the page says that it keeps to the budgets: it begins with an `{opening}`."""
    return bool(OPENING.search(page.read_text(encoding="utf-8")))


def measure(page: Path) -> dict[str, float]:
    """What can be counted of a page: of its text, and of the site where it is built."""
    numbers = count(page.read_text(encoding="utf-8"))
    seconds, kilobytes = seconds_to_execute(page, ROOT), weight(page, ROOT)
    numbers |= {} if seconds is None else {"seconds": seconds}
    numbers |= {} if kilobytes is None else {"kilobytes": kilobytes}
    return numbers


def count(source: str) -> dict[str, float]:
    """Words, lines of shown code and the rest, by the names of BUDGETS."""
    text = take_apart(source)
    cells = [b for b in text.blocks if b.info.startswith("{code-cell}")]
    shown = [c for cell in cells if not is_folded(cell.text, tags(cell)) for c in code_lines(cell)]
    tried = [line for b in text.blocks if b.info.startswith("{try}") for line in code_lines(b)]
    results = [cell for cell in cells if not tags(cell) & HIDDEN_RESULT]
    words, before = map(words_in, (text.prose, text.before))
    derivations, refutations = (
        sum(len(CALL[call].findall(cell.text)) for cell in results) for call in CALL
    )
    figures = sum(is_figure(block) for block in text.blocks)
    plays = sum(block.info.startswith(TO_PLAY) for block in text.blocks)
    seconds = SECONDS_A_LINE * len(shown)
    seconds += SECONDS_A_DERIVATION * derivations + SECONDS_A_FIGURE * (figures + plays)
    return {
        "minutes": words / WORDS_A_MINUTE + seconds / 60,
        "words": words,
        "lines": len(shown),
        "columns": max(map(len, [*shown, *tried]), default=0),
        "derivations": derivations,
        "figures": figures,
        "plays": plays,
        "before": before,
        "refutations": refutations,
    }


def too_much(numbers: dict[str, float]) -> list[str]:
    """The names of the budgets that a page exceeds."""
    return [key for key, most in BUDGETS.items() if numbers.get(key, 0) > most]


def table(counted: dict[str, dict[str, float]], over: dict[str, list[str]]) -> Iterator[str]:
    """A line for each page, below the budgets; what a page exceeds is marked."""
    width = max(map(len, [*counted, "at most"]))
    yield "  ".join([" " * width, *HEADS.values()])
    yield "  ".join(
        ["at most".ljust(width), *(f"{BUDGETS[k]:,.0f}".rjust(len(HEADS[k])) for k in HEADS)]
    )
    for page, numbers in counted.items():
        shown = (
            f"{'!' if key in over.get(page, []) else ''}{numbers[key]:,.{int(key in TENTHS)}f}"
            if key in numbers
            else "–"
            for key in HEADS
        )
        cells = (s.rjust(len(head)) for s, head in zip(shown, HEADS.values(), strict=True))
        yield "  ".join([page.ljust(width), *cells])


# --- the text ---------------------------------------------------------------------------------


def take_apart(source: str) -> Text:
    """Split a page into prose and fenced blocks; an admonition is prose."""
    text = Text([], [], [])
    lines = iter(FRONT_MATTER.sub("", source).splitlines())
    for line in lines:
        opened = FENCE.match(line)
        if not opened:
            text.prose.append(line)
            continue
        inside = list(until_closed(lines, opened["mark"]))
        options, body = read_options("".join(f"{each}\n" for each in inside))
        info = opened["info"]
        if info.startswith(PROSE):
            nested = take_apart(body)
            title = [info.partition("}")[2]] if info.startswith(ADMONITIONS) else []
            text.prose.extend([*title, *nested.prose])
            text.blocks.extend(nested.blocks)
        else:
            block = Block(info, options, body)
            text.blocks.append(block)
            if not text.before and (is_figure(block) or info.startswith(TO_PLAY)):
                text.before.extend(text.prose)
            text.prose.extend(said_in(block))
    if not any(is_figure(b) or b.info.startswith(TO_PLAY) for b in text.blocks):
        text.before.extend(text.prose)
    return text


def until_closed(lines: Iterator[str], mark: str) -> Iterator[str]:
    """The lines up to the one that closes a fence of this length or a longer one."""
    for line in lines:
        bare = line.strip()
        if len(bare) >= len(mark) and set(bare) == {mark[0]}:
            return
        yield line


def read_options(body: str) -> tuple[dict[str, object], str]:
    """The options at the head of a block, written as YAML or as `:name: value`, and the rest."""
    if found := OPTIONS.match(body):
        return yaml.safe_load(found["yaml"]) or {}, body[found.end() :]
    options: dict[str, object] = {}
    lines = body.splitlines(keepends=True)
    while lines and (short := SHORT_OPTION.match(lines[0].rstrip("\n"))):
        options[short["name"]] = short["value"]
        lines.pop(0)
    return options, "".join(lines)


def said_in(block: Block) -> list[str]:
    """What of a block is read as prose: a caption, a task, the text below a widget."""
    if block.info.startswith(("{play}", "{written}")):
        return block.text.partition("\n---\n")[0].splitlines()  # below --- is the model answer
    if block.info.startswith("{try}"):
        return [str(block.options.get("do", ""))]
    return [str(figure_of(block).get("caption", ""))]


def figure_of(block: Block) -> dict[str, object]:
    mystnb = block.options.get("mystnb")
    figure = mystnb.get("figure") if isinstance(mystnb, dict) else None
    return figure if isinstance(figure, dict) else {}


def is_figure(block: Block) -> bool:
    """A cell that is captioned, or a picture."""
    return bool(figure_of(block)) or block.info.startswith(("{figure}", "{image}"))


def tags(cell: Block) -> set[str]:
    found = cell.options.get("tags", [])
    if isinstance(found, str):
        found = yaml.safe_load(found)
    return {str(tag) for tag in found} if isinstance(found, list) else set()


def code_lines(cell: Block) -> list[str]:
    """The lines of code, empty ones left out."""
    return [line.rstrip() for line in cell.text.splitlines() if line.strip()]


def words_in(prose: list[str]) -> int:
    return sum(len(WORD.findall(readable(paragraph))) for paragraph in prose)


def readable(paragraph: str) -> str:
    """A line as it is read: without labels, comments and the markup of roles, links and rows."""
    line = re.sub(r"^\(.*\)=\s*$|^%.*$|<!--.*?-->", "", paragraph)
    line = re.sub(r"\\(begin|end)\{\w+\}", "", line)
    line = ROLE.sub(lambda role: "" if role["role"].startswith("cite") else role["text"], line)
    line = re.sub(r"\]\([^)]*\)", "]", line)
    return re.sub(r"\$[^$]*\$", " formula ", line)  # a formula in the line is read as one word


# --- the site ---------------------------------------------------------------------------------


def builds(page: Path, root: Path) -> list[Path]:
    """Where a page may have been built: by itself or with the whole site; the newest first."""
    folders = [root / "_build" / f"page-{page.stem}" / "_build", root / "_build"]
    return sorted(
        (folder for folder in folders if folder.is_dir()),
        key=lambda folder: folder.stat().st_mtime,
        reverse=True,
    )


def seconds_to_execute(page: Path, root: Path) -> float | None:
    """Seconds the last execution of a page took, from the metadata of the site's cache."""
    found = (seconds_in(build / ".jupyter_cache", page) for build in builds(page, root))
    return next((seconds for seconds in found if seconds is not None), None)


def seconds_in(cache: Path, page: Path) -> float | None:
    """Seconds the last execution of a page took that a cache of executed pages knows of."""
    database = cache / "global.db"
    if not database.is_file():
        return None
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        query = "select uri, data from nbcache order by accessed desc"
        rows = connection.execute(query).fetchall()
    for uri, data in rows:
        if Path(uri).parts[-2:] == page.resolve().parts[-2:]:
            seconds = json.loads(data).get("execution_seconds")
            return None if seconds is None else float(seconds)
    return None


def run_alone(pages: list[Path]) -> dict[Path, float]:
    """Execute pages one after the other; the seconds of each that has code."""
    program = [sys.executable, str(Path(__file__).with_name("execute_pages.py"))]
    with TemporaryDirectory() as cache:
        subprocess.run(
            [*program, "--one-at-a-time", cache, *map(str, (page.resolve() for page in pages))],
            check=True,
        )
        found = {page: seconds_in(Path(cache), page) for page in pages}
    return {page: seconds for page, seconds in found.items() if seconds is not None}


def weight(page: Path, root: Path) -> float | None:
    """Kilobytes of the built page, gzipped, without the figures drawn into it."""
    if not page.resolve().is_relative_to(root):
        return None
    address = page.resolve().relative_to(root).with_suffix(".html")
    for build in builds(page, root):
        if (html := build / "html" / address).is_file():
            text = html.read_text(encoding="utf-8")
            text = re.sub(r"<svg\b.*?</svg>|data:image/[^\"')]*", "", text, flags=re.DOTALL)
            return len(gzip.compress(text.encode(), mtime=0)) / 1000
    return None


# --- the browser ------------------------------------------------------------------------------

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESKTOP, TELEPHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FIRST_FIGURE = """() => document.querySelector("article :is(figure, .play, aside.try)")
    ?.getBoundingClientRect().top"""


def look_at(
    pages: list[Path], parser: argparse.ArgumentParser
) -> Iterator[tuple[Path, dict[str, float]]]:
    """Open each page, and give what shows."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        parser.error("--look needs chromium; on Debian and Ubuntu: apt-get install chromium")
    with sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = driver.chromium.launch(executable_path=program, args=flags)
        for page in pages:
            address = page.resolve().relative_to(ROOT).with_suffix(".html")
            folders = [build / "html" for build in builds(page, ROOT)]
            folder = next((f for f in folders if (f / address).is_file()), None)
            if folder is None:
                parser.error(f"{page} is not built: run scripts/build_site.py --page {page}")
            with served(folder) as base:
                yield page, seen_by(browser, base + address.as_posix())
        browser.close()


def seen_by(browser: Any, address: str) -> dict[str, float]:
    """Weight, place of the first figure, and length on a telephone."""
    sizes: dict[str, int] = {}
    wide = browser.new_page(viewport=DESKTOP)
    wide.on("response", lambda r: sizes.update({r.url: len(gzip.compress(r.body(), mtime=0))}))
    wide.goto(address, wait_until="networkidle")
    first = wide.evaluate(FIRST_FIGURE)
    wide.close()
    narrow = browser.new_page(viewport=TELEPHONE)
    narrow.goto(address, wait_until="networkidle")
    height = narrow.evaluate("document.documentElement.scrollHeight")
    narrow.close()
    return {
        "loaded": sum(size for url, size in sizes.items() if "/_images/" not in url) / 1000,
        "first": float("inf") if first is None else first,
        "screens": height / TELEPHONE["height"],
    }


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


if __name__ == "__main__":
    sys.exit(main())
