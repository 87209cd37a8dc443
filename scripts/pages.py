"""What reading a page of the book takes, held against its budgets.

    python scripts/pages.py                            all teaching pages
    python scripts/pages.py book/04-optimization/01-gradient-descent.md
    python scripts/pages.py --built                    also what shows on the built pages only

A teaching page stands in a chapter's folder; a page with an `{opening}` follows the guide of
book/README.md, and `make test` holds it to the budgets below. Pages for reference and for
instructors have none. Exit code 1 where a page is over, 2 when called wrongly.

Read off the text are words, code, derivations, figures and refutations; off the cache of the build
the seconds of execution, which count for a machine that does nothing else. With `--built`, Chromium
opens the pages of _build/html: their weight as it goes over the network, without figures; how far
down the first figure begins; how many screens of a telephone the page fills.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import re
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HTML = ROOT / "_build" / "html"
CACHES = ("_build/.jupyter_cache", "_build/page-{stem}/_build/.jupyter_cache")

WORDS_A_MINUTE = 130
SECONDS_A_LINE, SECONDS_A_DERIVATION, SECONDS_A_FIGURE = 5, 90, 60
COLUMNS = 80  # of code that is shown; a telephone breaks longer lines twice
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TELEPHONE, DESKTOP = (390, 844), (1280, 900)

BUDGETS = {
    "minutes": 25.0,
    "words": 1500,
    "code lines": 60,
    "columns": COLUMNS,
    "derivations": 6,
    "figures": 3,
    "to play": 1,
    "words to figure": 150,
    "refutations": 2,
    "seconds": 8.0,
    "kB": 250.0,
    "screens": 20.0,
    "first figure": DESKTOP[1],
}
OF_THE_TEXT = (
    *("minutes", "words", "code lines", "columns", "derivations", "figures", "to play"),
    *("words to figure", "refutations"),
)

# Questions and exercises are done, not read; their text is not counted.
NOT_READ = {"quiz", "exercise", "assignment", "work", "progress", "coverage", "interview", "math"}
FENCE = re.compile(r"^(?P<mark>`{3,}|:{3,})(?:\{(?P<name>[\w-]+)\})?(?P<rest>.*)$")
OPTION = re.compile(r"^:[\w-]+:")
CAPTION = re.compile(r"caption:\s*\|?\s*(.*?)(?=\n\s{4}\w+:|\Z)", re.DOTALL)
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]+\$", re.DOTALL)
MARKUP = re.compile(r"^\([\w-]+\)=$|\{[\w:-]+\}|[`*_#|>\[\]()]|^\s*:?-+:?\s*$", re.MULTILINE)
WORD = re.compile(r"[^\W\d_][\w’'-]*|\d[\d.,]*")
CHECKED = re.compile(r"\bderive\(")
REFUTED = re.compile(r"\brefute\(")


@dataclass
class Page:
    """A page as its author wrote it."""

    words: int = 0
    words_to_figure: int | None = None
    derivations: int = 0
    refutations: int = 0
    figures: int = 0
    to_play: int = 0
    shown: list[str] = field(default_factory=list)  # lines of code that a reader sees
    follows_guide: bool = False

    def counts(self) -> dict[str, float]:
        """What the text says, by the names of the budgets."""
        lines = len(self.shown)
        seconds = (
            lines * SECONDS_A_LINE
            + self.derivations * SECONDS_A_DERIVATION
            + (self.figures + self.to_play) * SECONDS_A_FIGURE
        )
        return {
            "minutes": self.words / WORDS_A_MINUTE + seconds / 60,
            "words": self.words,
            "code lines": lines,
            "columns": max(map(len, self.shown), default=0),
            "derivations": self.derivations,
            "figures": self.figures,
            "to play": self.to_play,
            "words to figure": self.words if self.words_to_figure is None else self.words_to_figure,
            "refutations": self.refutations,
        }


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Hold the pages of the book against their budgets.",
        epilog="example: python scripts/pages.py --built book/04-optimization/01-gradient-descent.md",
    )
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE")
    parser.add_argument(
        "--built", action="store_true", help="open the built pages: weight, screens, first figure"
    )
    options = parser.parse_args()
    for page in options.pages:
        if not page.is_file():
            parser.error(f"there is no page {page}")
    pages = [page.resolve() for page in options.pages] or teaching_pages()
    if options.built and (missing := [page for page in pages if not built(page).is_file()]):
        parser.error(f"{missing[0].name} is not built: run `make site`, or build it with --page")
    found = {page: counts(page) for page in pages}
    if options.built:
        for page, seen in zip(pages, look_at(pages), strict=True):
            found[page] |= seen
    print(table(found))
    excess = {page: over(values) for page, values in found.items()}
    for page, names in excess.items():
        if names:
            print(f"{name_of(page)} is over in: {', '.join(names)}")
    return 1 if any(excess.values()) else 0


def teaching_pages() -> list[Path]:
    """The pages of the chapters, in the order of the book."""
    from build_site import pages_of_contents

    return [page for page in pages_of_contents() if re.match(r"\d\d-", page.parent.name)]


def counts(page: Path) -> dict[str, float]:
    """What can be counted without a browser, by the names of the budgets."""
    found = read(page.read_text(encoding="utf-8")).counts()
    if (seconds := seconds_of(page)) is not None:
        found["seconds"] = seconds
    return found


def over(values: dict[str, float]) -> list[str]:
    """The names of the budgets that a page exceeds."""
    return [name for name, value in values.items() if value > BUDGETS[name]]


# The text -----------------------------------------------------------------------------------------


def read(source: str) -> Page:
    """Count what a page's text holds."""
    page = Page()
    body = re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.DOTALL)
    prose: list[str] = []
    for name, lines in blocks(body.splitlines()):
        if name is None:
            prose += lines
        elif name == "code-cell":
            count_cell(page, lines, prose)
        elif name in {"play", "try"}:
            note_figure(page, prose)
            page.to_play += 1
            page.shown += [line for line in lines if name == "try" and len(line) > COLUMNS]
            prose += [line for line in lines if not OPTION.match(line)] if name == "play" else []
        elif name == "figure":
            note_figure(page, prose)
            page.figures += 1
            prose += [line for line in lines if not OPTION.match(line)]
        elif name == "written":
            prose += lines[: lines.index("---")] if "---" in lines else lines
        elif name not in NOT_READ:
            page.follows_guide |= name == "opening"
            prose += [line for line in lines if not OPTION.match(line)]
    page.words = words(prose)
    return page


def blocks(lines: list[str]) -> Iterator[tuple[str | None, list[str]]]:
    """Runs of text (name None), and directives with the lines inside them."""
    text: list[str] = []
    waiting = iter(lines)
    for line in waiting:
        opened = FENCE.match(line)
        if opened is None or (opened["name"] is None and opened["mark"][0] == ":"):
            text.append(line)
            continue
        yield None, text
        text = []
        inside: list[str] = []
        for inner in waiting:
            if inner.strip() == opened["mark"]:
                break
            inside.append(inner)
        yield opened["name"] or "listing", inside
    yield None, text


def count_cell(page: Page, lines: list[str], prose: list[str]) -> None:
    """A cell of code: what of it is shown, and what its code makes."""
    head, code = split_cell(lines)
    source = "\n".join(code)
    tags = (
        re.findall(r"[\w-]+", re.search(r"tags:\s*\[([^]]*)\]", head)[1]) if "tags:" in head else []
    )
    if not is_folded(source, tags):
        page.shown += [line for line in code if line.strip()]
    if "remove-cell" in tags:
        return
    page.derivations += len(CHECKED.findall(source))
    page.refutations += len(REFUTED.findall(source))
    if "figure:" in head or "new_figure(" in source:
        note_figure(page, prose)
        page.figures += 1
        prose += CAPTION.findall(head)


def split_cell(lines: list[str]) -> tuple[str, list[str]]:
    """The options of a cell (between lines of ---, or as :tags:) and its code."""
    if lines[:1] == ["---"] and "---" in lines[1:]:
        end = lines.index("---", 1)
        return "\n".join(lines[1:end]), lines[end + 1 :]
    start = next((i for i, line in enumerate(lines) if not OPTION.match(line)), len(lines))
    return "\n".join(lines[:start]), lines[start:]


def note_figure(page: Page, prose: list[str]) -> None:
    if page.words_to_figure is None:
        page.words_to_figure = words(prose)


def words(prose: list[str]) -> int:
    """Words as they are read; a formula counts as one."""
    text = FORMULA.sub(" x ", "\n".join(prose))
    return len(WORD.findall(MARKUP.sub(" ", text)))


def is_folded(code: str, tags: list[str]) -> bool:
    """Whether the site folds a cell's code; the rule is the site's own."""
    sys.path.insert(0, str(ROOT / "book" / "_ext"))
    from booksite.lesson.folding import is_folded

    return is_folded(code, tags)


# What was built -----------------------------------------------------------------------------------


def seconds_of(page: Path) -> float | None:
    """How long the page was executed, from the newest cache that has it; None where none has."""
    from costs import executed

    key = page.relative_to(ROOT).with_suffix("").as_posix() if page.is_relative_to(ROOT) else ""
    caches = [ROOT / cache.format(stem=page.stem) / "global.db" for cache in CACHES]
    for cache in sorted(
        filter(Path.is_file, caches), key=lambda c: c.stat().st_mtime, reverse=True
    ):
        if (seconds := executed(cache).get(key)) is not None:
            return seconds
    return None


def built(page: Path) -> Path:
    """The page in the built site, or where `build_site.py --page` puts it."""
    name = page.relative_to(ROOT).with_suffix(".html")
    alone = ROOT / "_build" / f"page-{page.stem}" / "_build" / "html" / name
    whole = HTML / name
    found = [path for path in (whole, alone) if path.is_file()]
    return max(found, key=lambda path: path.stat().st_mtime, default=whole)


def look_at(pages: list[Path]) -> Iterator[dict[str, float]]:
    """Open each page with Chromium."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        sys.exit("--built needs chromium; on Debian and Ubuntu: apt-get install chromium")
    with sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = driver.chromium.launch(executable_path=program, args=flags)
        for page in pages:
            name = page.relative_to(ROOT).with_suffix(".html")
            folder = Path(str(built(page)).removesuffix(name.as_posix()))
            with served(folder) as base:
                yield seen_by(browser, base + name.as_posix())
        browser.close()


def seen_by(browser, address: str) -> dict[str, float]:
    """Weight, place of the first figure, and length of a page."""
    sizes: dict[str, int] = {}
    wide = browser.new_page(viewport=dict(zip(("width", "height"), DESKTOP, strict=True)))
    wide.on("response", lambda r: sizes.update({r.url: len(gzip.compress(r.body()))}))
    wide.goto(address, wait_until="networkidle")
    top = wide.evaluate(
        "() => document.querySelector('article :is(figure, .play, aside.try)')"
        "?.getBoundingClientRect().top + scrollY"
    )
    wide.close()
    narrow = browser.new_page(viewport=dict(zip(("width", "height"), TELEPHONE, strict=True)))
    narrow.goto(address, wait_until="networkidle")
    height = narrow.evaluate("document.documentElement.scrollHeight")
    narrow.close()
    return {
        "kB": sum(size for url, size in sizes.items() if "/_images/" not in url) / 1000,
        "screens": height / TELEPHONE[1],
        "first figure": float("inf") if top is None else top,
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


# The table ----------------------------------------------------------------------------------------


def table(found: dict[Path, dict[str, float]]) -> str:
    """A column a page, a row a budget; what is over has a mark."""
    names = [name for name in BUDGETS if any(name in values for values in found.values())]
    rows = [["", "at most", *(str(number) for number in range(1, len(found) + 1))]]
    for name in names:
        cells = [shown(name, values.get(name)) for values in found.values()]
        rows.append([name, f"{BUDGETS[name]:g}", *cells])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True)),
            ]
        )
        for row in rows
    ]
    legend = [
        f"{number:3d}  {name_of(page)}{'' if read(page.read_text('utf-8')).follows_guide else '  (not yet to the guide)'}"
        for number, page in enumerate(found, start=1)
    ]
    return "\n".join([*lines, "", *legend])


def shown(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    number = f"{value:.1f}" if isinstance(BUDGETS[name], float) else f"{value:.0f}"
    return f"{number} !" if value > BUDGETS[name] else f"{number}  "


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix() if page.is_relative_to(ROOT) else str(page)


if __name__ == "__main__":
    sys.exit(main())
