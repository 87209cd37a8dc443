"""Old addresses lead on: `book/moved.yml` names pages that are gone, and sections that moved.

    - page: book/04-optimization/01-gradient-descent
      to: book/04-optimization/01-gradient-descent     # the page itself may have stayed
      sections: [noise-floor, mini-batches]            # labels; where they are now is looked up

A page that is gone becomes a small page that leads to the new one, with and without JavaScript. An
address with a section (`#noise-floor`) needs the script `moved.js`, because no server sees it.
"""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.osutil import relative_uri

from ..site.formats import load, refuse_unknown

STUB = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}: moved</title>
<link rel="canonical" href="{to}">
<script src="{script}" data-to="{to}" data-moved="{sections}"></script>
<noscript><meta http-equiv="refresh" content="0; url={to}"></noscript>
</head>
<body>
<main><h1>This page has moved</h1><p>It is now <a href="{to}">{title}</a>.</p></main>
</body>
</html>
"""


def moved_path(env: BuildEnvironment) -> Path:
    return Path(env.srcdir) / "book" / "moved.yml"


def read_moved(path: Path) -> list[dict[str, Any]]:
    """Read and check the list; an empty one where there is no file.

    Raises
    ------
    ExtensionError
        naming the entry and what is wrong with it.
    """
    entries = (load(path, "list of moved pages") or []) if path.is_file() else []
    for number, entry in enumerate(entries, start=1):
        where = f"{path}, entry {number}"
        refuse_unknown(entry, {"page", "to", "sections"}, where)
        if not {"page", "to"} <= entry.keys() or not isinstance(entry.get("sections", []), list):
            raise ExtensionError(f"{where}: needs page and to, and a list of sections")
        entry.setdefault("sections", [])
    return entries


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop where an old address would lead nowhere."""
    if app.config.booksite_partial:
        return
    labels = env.get_domain("std").labels
    for entry in read_moved(moved_path(env)):
        if entry["to"] not in env.found_docs:
            raise ExtensionError(f"book/moved.yml: there is no page {entry['to']}")
        if entry["page"] in env.found_docs and entry["to"] != entry["page"]:
            raise ExtensionError(f"book/moved.yml: {entry['page']} is still a page: it leads to it")
        if missing := [label for label in entry["sections"] if label not in labels]:
            raise ExtensionError(
                f"book/moved.yml: no page has the section {missing[0]}, once on {entry['page']}"
            )


def addresses(app: Sphinx, entry: dict[str, Any]) -> dict[str, str]:
    """Where each section is now, as seen from the old page."""
    labels = app.env.get_domain("std").labels
    found, old = {}, f"{entry['page']}.html"
    for label in entry["sections"]:
        page, ident, _ = labels.get(label, (None, None, None))
        if page is not None and page != entry["page"]:
            found[label] = f"{relative_uri(old, f'{page}.html')}#{ident}"
    return found


def add_script(
    app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """A page that has lost sections leads on from their addresses."""
    for entry in read_moved(moved_path(app.env)):
        if entry["page"] == page and (sections := addresses(app, entry)):
            data = {"data-moved": json.dumps(sections)}
            app.add_js_file("moved.js", loading_method="defer", **data)


def write_stubs(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html" or app.config.booksite_partial:
        return
    for entry in read_moved(moved_path(app.env)):
        page, to = entry["page"], entry["to"]
        if page in app.env.found_docs:
            continue
        content = STUB.format(
            title=html.escape(app.env.titles[to].astext()),
            to=relative_uri(f"{page}.html", f"{to}.html"),
            script=relative_uri(f"{page}.html", "_static/moved.js"),
            sections=html.escape(json.dumps(addresses(app, entry))),
        )
        path = Path(app.outdir) / f"{page}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.connect("env-check-consistency", check)
    app.connect("html-page-context", add_script)
    app.connect("build-finished", write_stubs)
