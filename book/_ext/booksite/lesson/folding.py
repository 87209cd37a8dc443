"""Code that checks mathematics is folded: the derivation is read first, its code by who wants to.

A cell that calls `derive`, `refute` or `check_gradient` counts as tagged `hide-input`, unless it is
tagged `show-input`. All other code is shown, unless the page says `hide-input`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from docutils import nodes
from sphinx.application import Sphinx

CHECKS = re.compile(r"\b(derive|refute|check_gradient)\(")
HIDDEN = {"hide-input", "hide-cell", "remove-input", "remove-cell"}


def is_folded(code: str, tags: Collection[str]) -> bool:
    """Whether a reader of the page has to ask for the code of a cell."""
    return not HIDDEN.isdisjoint(tags) or ("show-input" not in tags and bool(CHECKS.search(code)))


def fold(app: Sphinx, doctree: nodes.document) -> None:
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") != "cell_code" or "hide_mode" in cell:
            continue
        tags = cell["cell_metadata"].get("tags", [])
        sources = [n for n in cell.children if n.get("nb_element") == "cell_code_source"]
        if sources and is_folded(sources[0].astext(), tags):
            cell["hide_mode"] = "input"
            cell["prompt_show"] = app.config.nb_code_prompt_show
            cell["prompt_hide"] = app.config.nb_code_prompt_hide


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", fold)
