"""Repair what the theme writes: labels and roles that screen readers trip over, and dead weight.

Runs over the finished pages. Each repair names what it is for; when a newer theme no longer needs
one, the browser tests stay clean without it. A page has some twenty thousand elements: repairs look
for names of elements, which costs a tenth of a selector.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from PIL import Image
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from .publishing import NOT_FOUND_PAGE, prefix_of

# How a page names a file of the site.
Address = Callable[[Path], str]

# How many elements each of these has within it.
ARITY = {
    **dict.fromkeys(("msub", "msup", "mfrac", "mroot", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}

# Before anything is drawn: the reader's own choice, else that of the system.
COLOUR_MODE = """
(() => {
  const root = document.documentElement;
  let mode = null;
  try { mode = localStorage.getItem("mode"); } catch { /* storage is closed: follow the system */ }
  root.dataset.mode = mode || "auto";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  // Styles may wait for scripts, which a page that is opened as a file does not get.
  root.classList.toggle("scripted", location.protocol !== "file:");
  root.dataset.theme = mode === "dark" || (mode !== "light" && dark) ? "dark" : "light";
})();
"""


def tidy_page(page: BeautifulSoup) -> None:
    choose_colours_at_once(page)
    drop_icon_script(page)
    drop_idle_scripts(page)
    replace_search_scripts(page)
    drop_mismatched_labels(page)
    name_toggles(page)
    name_colour_switch(page)
    name_book_navigation(page)
    drop_dead_contents_button(page)
    drop_wrong_roles(page)
    drop_empty_headers(page)
    drop_sources_of_formulas(page)
    group_operators(page)
    put_folded_code_last(page)
    name_the_page(page)


def choose_colours_at_once(page: BeautifulSoup) -> None:
    """The theme sets "auto" and finds out later, which flashes; without JavaScript it is light."""
    if page.html is not None and page.html.get("data-theme") == "auto":
        del page.html["data-theme"]
    for script in page.find_all("script"):
        if script.has_attr("data-cfasync"):
            script.string = COLOUR_MODE


def drop_icon_script(page: BeautifulSoup) -> None:
    """1.5 MB of icons as a script, when the theme's style sheet has them as a font."""
    drop_scripts(page, "fontawesome.js")


def drop_idle_scripts(page: BeautifulSoup) -> None:
    """Marks of words that were searched for, and keys to turn pages: both are off."""
    drop_scripts(page, "sphinx_highlight.js", "doctools.js")


def replace_search_scripts(page: BeautifulSoup) -> None:
    """The search page has a script of its own (search.py); no page needs those of Sphinx."""
    drop_scripts(page, "searchtools.js", "language_data.js", "searchindex.js")
    drop_scripts(page, "_static/search.js")  # of a build before, where the page is kept
    if page.head is not None and page.find("div", id="search-results") is not None:
        page.head.append(page.new_tag("script", type="module", src="_static/search.js"))


def drop_scripts(page: BeautifulSoup, *names: str) -> None:
    for tag in page.find_all("script"):
        if any(name in str(tag.get("src")) for name in names):
            tag.decompose()


def drop_mismatched_labels(page: BeautifulSoup) -> None:
    """A label that differs from the text that is seen cannot be spoken to."""
    fields = (tag for tag in page.find_all("button") if "search-button-field" in classes(tag))
    for tag in (*page.find_all("summary"), *fields):
        del tag["aria-label"]


def name_toggles(page: BeautifulSoup) -> None:
    """The arrow that shows the pages below another one has no text of its own."""
    for arrow in page.find_all("summary"):
        item = arrow.parent.parent
        if item.name == "li" and "has-children" in classes(item):
            arrow["aria-label"] = f"Pages below {item.find('a').get_text(strip=True)}"


def name_colour_switch(page: BeautifulSoup) -> None:
    """The theme renames this button as it switches; the name must stay the same."""
    for tag in page.find_all("button"):
        if "theme-switch-button" not in classes(tag) or not tag.has_attr("aria-label"):
            continue
        del tag["aria-label"]
        name = page.new_tag("span", attrs={"class": "visually-hidden"})
        name.string = "Colour mode"
        tag.append(name)


def name_book_navigation(page: BeautifulSoup) -> None:
    """Everything on a page belongs to a landmark."""
    for tag in page.find_all("div"):
        if "sidebar-primary-items__start" in classes(tag):
            tag["role"], tag["aria-label"] = "navigation", "Book"


def drop_dead_contents_button(page: BeautifulSoup) -> None:
    """The button for a page's own contents stays where a page has given them up."""
    if page.select_one("#pst-secondary-sidebar") is None:
        for tag in page.find_all("button"):
            if "secondary-toggle" in classes(tag):
                tag.decompose()


def drop_wrong_roles(page: BeautifulSoup) -> None:
    """Roles on elements that may not have them (bibliography entries, lists of citations)."""
    for tag in page.find_all(True):
        role = tag.get("role", "")
        if role == "list" or role.startswith("doc-biblioentry"):
            del tag["role"]


def drop_empty_headers(page: BeautifulSoup) -> None:
    """Markdown tables have a header row even where there is nothing to head."""
    for tag in page.find_all("th"):
        if is_empty(tag):
            tag.name = "td"
    for head in page.find_all("thead"):
        if is_empty(head):
            head.decompose()


def drop_sources_of_formulas(page: BeautifulSoup) -> None:
    """KaTeX repeats each formula as LaTeX, which no browser shows but the search quotes."""
    for tag in page.find_all("annotation"):
        tag.decompose()


def group_operators(page: BeautifulSoup) -> None:
    """KaTeX writes `max` below a letter as two elements, and MathML's pairs then have three."""
    for apply in page.find_all("mo"):
        tag = apply.parent
        if apply.string != "\u2061" or tag.name not in ARITY:
            continue
        operator = apply.find_previous_sibling()
        if operator is None or len(tag.find_all(recursive=False)) == ARITY[tag.name]:
            continue
        row = page.new_tag("mrow")
        operator.insert_before(row)
        row.extend([operator.extract(), apply.extract()])


def put_folded_code_last(page: BeautifulSoup) -> None:
    """Folded code stands below what it prints, and is read, reached and drawn in that order.

    Moved by a style alone, it would jump where a browser draws between the two.
    """
    for code in page.find_all("details"):
        if "above-input" in classes(code) and "cell" in classes(code.parent):
            code.parent.append(code.extract())


def name_the_page(page: BeautifulSoup) -> None:
    """One viewport, and a title that says no name twice."""
    viewports = [tag for tag in page.find_all("meta") if tag.get("name") == "viewport"]
    for tag in viewports[1:]:
        tag.decompose()
    if page.title is not None and page.title.string:
        page.title.string = " — ".join(dict.fromkeys(page.title.string.split(" — ")))


def move_scripts_out(page: BeautifulSoup, site: Path, address: Address) -> None:
    """Scripts within a page become files, so that a server may forbid those within pages."""
    for tag in page.find_all("script"):
        if tag.has_attr("src"):
            continue
        source = (tag.string or "").strip()
        if tag.get("type") not in (None, "text/javascript", "module"):
            continue
        if not source or source.startswith("DOCUMENTATION_OPTIONS.pagename"):
            tag.decompose()  # only a switch between versions reads that name
            continue
        name = f"{hashlib.sha256(source.encode()).hexdigest()[:12]}.js"
        target = site / "_static" / "inline" / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(source + "\n", encoding="utf-8")
        tag.clear()
        tag["src"] = address(target)


SIZE_IN_POINTS = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)pt" height="([\d.]+)pt"')


def keep_room_for_images(page: BeautifulSoup, folder: Path) -> None:
    """Width and height of each picture, so that the text below stays where it is."""
    for tag in page.find_all("img"):
        path = folder / str(tag.get("src")).partition("?")[0]
        if not tag.has_attr("width") and path.is_file() and (size := size_of(path)):
            tag["width"], tag["height"] = map(str, size)


def size_of(picture: Path) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, or of an SVG that tells its own in points."""
    if picture.suffix == ".png":
        with Image.open(picture) as image:
            return image.size
    if picture.suffix == ".svg":
        with picture.open(encoding="utf-8") as file:
            told = SIZE_IN_POINTS.search(file.read(2_000))
        if told:
            return round(float(told[1]) * 4 / 3), round(float(told[2]) * 4 / 3)
    return None


def address_within(site: Path, page: Path, prefix: str) -> Address:
    """How a page names a file of the site; the one for lost readers is shown at any address."""
    if page == site / f"{NOT_FOUND_PAGE}.html":
        return lambda file: prefix + file.relative_to(site).as_posix()
    return lambda file: Path(os.path.relpath(file, page.parent)).as_posix()


def fetch_fonts_at_once(page: BeautifulSoup, site: Path, address: Address) -> None:
    """The faces of text, headings and formulas: lines jump where one comes late."""
    if page.head is None:
        return
    fonts = ["fonts/source-serif-4-latin-400-normal", "fonts/source-sans-3-latin-wght-normal"]
    if page.select_one("article strong"):
        fonts.append("fonts/source-serif-4-latin-600-normal")
    if page.select_one(".katex"):
        fonts += ["katex/fonts/KaTeX_Main-Regular", "katex/fonts/KaTeX_Math-Italic"]
    for name in fonts:
        font = site / "_static" / "vendor" / f"{name}.woff2"
        link = page.new_tag("link", rel="preload", href=address(font))
        link.attrs |= {"as": "font", "type": "font/woff2", "crossorigin": "anonymous"}
        page.head.insert(0, link)


def write_root(site: Path) -> None:
    """The page at the root of the site leads to the front page, with a name and by a link, too."""
    path = site / "index.html"
    found = re.search(r"url=([^\"]+)\"", path.read_text(encoding="utf-8"))
    if found is None:
        return
    front = BeautifulSoup((site / found[1]).read_text(encoding="utf-8"), "html.parser")
    title = front.title.string if front.title is not None else ""
    path.write_text(
        f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(str(title))}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={found[1]}"></head>
<body><p><a href="{found[1]}">{escape(str(title))}</a></p></body></html>
""",
        encoding="utf-8",
    )


def classes(tag: Tag) -> list[str]:
    return tag.get_attribute_list("class")


def is_empty(tag: Tag) -> bool:
    return not tag.get_text(strip=True) and tag.find("img") is None


def tidy_style_sheet(path: Path) -> None:
    """Drop two thousand icon rules and their fonts; icons.css draws the dozen that are shown."""
    css = path.read_text(encoding="utf-8")
    css = re.sub(r'(?:\.fa-[a-z0-9-]+:before,?)+\{content:"[^"]*"\}', "", css)
    css = re.sub(r"@font-face\{[^}]*Awesome[^}]*\}", "", css)
    path.write_text(css, encoding="utf-8")


def drop_unused_rules(web: Path, site: Path, folder: Path, *sheets: str) -> None:
    """Drop the rules for what no page has and no script makes: two thirds of the theme's weight."""
    command = [
        str(web / "node_modules" / ".bin" / "purgecss"),
        *("--config", str(web / "purgecss.config.cjs")),
        *("--css", *(str(folder / sheet) for sheet in sheets), "--output", str(folder)),
        *("--content", f"{site}/**/*.html", f"{site}/_static/**/*.js"),
    ]
    done = subprocess.run(command, cwd=web, capture_output=True, text=True)
    if done.returncode != 0:
        raise ExtensionError(f"the theme's style sheets could not be made smaller:\n{done.stderr}")


def tidy_file(path: Path, site: Path, prefix: str) -> None:
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    tidy_page(page)
    keep_room_for_images(page, path.parent)
    address = address_within(site, path, prefix)
    move_scripts_out(page, site, address)
    fetch_fonts_at_once(page, site, address)
    path.write_text(str(page), encoding="utf-8")


def tidy_site(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    tidy = partial(tidy_file, site=site, prefix=prefix_of(app.config.html_baseurl))
    # Half the time of a build that executes nothing, when one process does it.
    with ProcessPoolExecutor() as processes:
        list(processes.map(tidy, sorted(site.rglob("*.html"))))
    if (site / "index.html").is_file():
        write_root(site)
    static = site / "_static"
    tidy_style_sheet(static / "styles" / "pydata-sphinx-theme.css")
    web = Path(app.srcdir) / "web"
    themes = ("pydata-sphinx-theme.css", "sphinx-book-theme.css")
    drop_unused_rules(web, site, static / "styles", *themes)
    notebooks = (sheet.name for sheet in static.glob("mystnb.*.css"))
    drop_unused_rules(web, site, static, "basic.css", *notebooks)
    for unused in (static / "scripts").glob("fontawesome.js*"):
        unused.unlink()
    shutil.rmtree(static / "vendor" / "fontawesome", ignore_errors=True)


def setup(app: Sphinx) -> None:
    app.connect("build-finished", tidy_site)
