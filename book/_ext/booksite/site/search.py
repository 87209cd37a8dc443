"""The index of the search, made by pagefind from the text of the finished pages.

A page is indexed as a reader sees it: a formula once and in plain letters (`β1`, not the markup of
its picture), a space between any two blocks, and each section under its own address, so that a
result leads to the section. An exercise is a section of its own. The search page itself is
`book/_static/search.js`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from .publishing import NOT_FOUND_PAGE

# Sphinx's own search, whose files no page asks for.
REPLACED = ("_static/searchtools.js", "_static/language_data.js", "searchindex.js")

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What stands alone: text before and after it is another sentence.
BLOCKS = {"p", "li", "td", "th", "dt", "dd", "pre", "figcaption", "summary", "div", "br"}
LEFT_OUT = {"script", "style", "svg", "button", "template", "annotation", "textarea", "input"}
LEFT_OUT_CLASSES = {"katex-html", "headerlink", "as-file", "live-kit", "collapsed", "expanded"}
LEFT_OUT_CLASSES |= {"page-notebook"}
EMPTY = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col", "mspace"}
# What stands between the parts of a formula where its picture has only another place.
BETWEEN = {("msup", 2): "^", ("msubsup", 3): "^", ("mfrac", 2): "/", ("munderover", 3): " "}
LABELS = ("exercise-", "written-", "quiz-", "card-", "live-", "errata-")
EMPTY_BLOCK = re.compile(r"<p[^>]*>\s*</p>\s*")
# Pages that name everything once and explain nothing, and the front page with its samples.
LISTS = ("coverage", "progress", "bibliography", "intro")
# Code of these counts less than what is written about it.
LESS = {"pre"}


class PlainPage(HTMLParser):
    """Collects `text`, the article of a page as plain blocks with the addresses of its sections."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._open: list[str] = []  # elements within the article
        self._parts: list[int] = []  # of each, how many elements it has so far
        self._hidden = 0  # how many of them, from the first that is left out
        self._section = ""  # the address of the section whose heading comes next
        self._closing = ""  # what ends the block that is open
        self._boxes: list[str] = []  # the exercises, each behind a heading of its own
        self._outside: list[str] = []  # the text around the exercise that is being read
        self._box = 0  # how many elements were open where it began
        self._title = 0  # the place of its heading
        self._naming = False  # whether its title is being read

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        if not self._open and tag != "article":
            return
        given = dict(attributes)
        if self._parts:
            self._parts[-1] += 1
        if tag in EMPTY:
            self._put(" ")
            return
        kinds = set((given.get("class") or "").split())
        accent = bool(self._open) and self._open[-1] == "accent" and self._parts[-1] == 2
        hidden = tag in LEFT_OUT or kinds & LEFT_OUT_CLASSES or "hidden" in given or accent
        if tag == "aside" and "exercise-box" in kinds and not self._hidden:
            self._enter_exercise(str(given["id"]))
        self._naming = self._box > 0 and tag == "strong" and self._title > 0
        if self._hidden or hidden:
            self._hidden += 1
        elif self._open and (between := BETWEEN.get((self._open[-1], self._parts[-1]))):
            self._put(between)
        if tag == "section" and given.get("id"):
            self._section = str(given["id"])
        is_label = tag == "span" and any(kind.startswith(LABELS) for kind in kinds)
        is_accent = tag == "mover" and "accent" in given
        self._open.append("accent" if is_accent else "label" if is_label else tag)
        self._parts.append(0)
        if not self._hidden:
            self._begin(self._open[-1])

    def _enter_exercise(self, ident: str) -> None:
        self._block("", "")
        self.text, self._outside, self._box = self._boxes, self.text, len(self._open) + 1
        function = ident.removeprefix("exercise-")
        self.text += [f'<h3 id="{escape(ident)}">', "", f" ({escape(function)})</h3>"]
        self._title = len(self.text) - 2

    def _leave_exercise(self) -> None:
        self._block("", "")
        self.text, self._box = self._outside, 0

    def _begin(self, tag: str) -> None:
        if tag in HEADINGS:
            name = f' id="{escape(self._section)}"' if self._section and tag != "h1" else ""
            self._block(f"<{tag}{name}>", f"</{tag}>")
            self._section = ""
        elif tag == "label":
            self._put(" ")
        elif tag in BLOCKS:
            weight = ' data-pagefind-weight="0.3"' if tag in LESS else ""
            self._block(f"<p{weight}>", "</p>")

    def _block(self, opening: str, closing: str) -> None:
        self.text.append(f"{self._closing}\n{opening}")
        self._closing = closing

    def handle_endtag(self, tag: str) -> None:
        if not self._open or tag in EMPTY:
            return
        # A label in a box stands apart by its style alone; pieces of code and of formulas do not.
        apart = self._open.pop() == "label"
        self._parts.pop()
        if self._hidden:
            self._hidden -= 1
        elif tag in BLOCKS or tag in HEADINGS:
            self._block("<p>", "</p>")
        elif apart:
            self._put(" ")
        if self._box and len(self._open) < self._box:
            self._leave_exercise()

    def handle_data(self, data: str) -> None:
        if self._naming:
            self.text[self._title] += escape(data)
            self._naming, self._title = False, 0
        if self._open and not self._hidden:
            spaced = self._open[-1] == "mo" and data.strip() in set("=+−<>≤≥≈→⋅·×∝≠,")
            self._put(f" {data} " if spaced else data)

    def _put(self, text: str) -> None:
        self.text.append(escape(text.replace("\u2061", " ").replace("\u200b", "")))

    def page(self, title: str, weight: float) -> str:
        """The whole of it as a page for pagefind, which counts as much as `weight` says."""
        body = EMPTY_BLOCK.sub("", "".join([*self.text, self._closing, *self._boxes]))
        return (
            f'<!DOCTYPE html><html lang="en"><head><title>{escape(title)}</title></head>'
            f'<body data-pagefind-body><div data-pagefind-weight="{weight}">{body}</div>'
            "</body></html>"
        )


def plain(content: str, weight: float = 1) -> str:
    """A page of the site as it is indexed; "" where it has no article."""
    parser = PlainPage()
    parser.feed(content[content.find("<article") :] if "<article" in content else "")
    title = content.partition("<title>")[2].partition("</title>")[0].partition(" — ")[0]
    return parser.page(title, weight) if parser.text else ""


def copy_plain(page: Path, site: Path, target: Path) -> None:
    listed = page.stem in LISTS or "errata" in (page.stem, page.parent.name)
    text = plain(page.read_text(encoding="utf-8"), weight=0.2 if listed else 1)
    if text:
        copy = target / page.relative_to(site)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")


def index(web: Path, site: Path) -> None:
    """Write the index of a finished site to `_static/pagefind`."""
    output = site / "_static" / "pagefind"
    shutil.rmtree(output, ignore_errors=True)
    with TemporaryDirectory() as folder, ProcessPoolExecutor() as processes:
        pages = [p for p in site.rglob("*.html") if "_static" not in p.parts]
        pages = [p for p in pages if p.stem not in (NOT_FOUND_PAGE, "search")]
        list(processes.map(partial(copy_plain, site=site, target=Path(folder)), pages))
        command = [str(web / "node_modules" / ".bin" / "pagefind"), "--site", folder]
        command += ["--output-path", str(output), "--quiet"]
        done = subprocess.run(command, cwd=web, capture_output=True, text=True)
    if done.returncode != 0:
        raise ExtensionError(f"the search's index could not be made:\n{done.stdout}{done.stderr}")
    for name in ("ui", "component-ui", "modular-ui", "highlight"):
        for unused in output.glob(f"pagefind-{name}.*"):
            unused.unlink()
    for name in REPLACED:
        (site / name).unlink(missing_ok=True)


def make_index(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        index(Path(app.srcdir) / "web", Path(app.outdir))


def leave_out_own_index(app: Sphinx) -> None:
    """Sphinx writes no index of its own; its search page is one of `html_additional_pages`."""
    app.builder.search = False  # type: ignore[attr-defined]


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", leave_out_own_index)
    # Behind the repairs of the pages, before the list of all files.
    app.connect("build-finished", make_index, priority=800)
