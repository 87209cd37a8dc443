"""The book's own Sphinx extension: what its pages can say, and what keeps the site self-contained.

One module a matter; each has a `setup(app)` of its own.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from .cards import interview
from .errata import page as errata
from .exercises import exercise, live, live_assets, mentions, solutions, written
from .lesson import derivation_rows, folding, frame, moved, predict
from .notebooks import offer as notebooks
from .quizzes import quiz
from .site import (
    assets,
    markup,
    mathematics,
    offline,
    play,
    postprocess_html,
    publishing,
    search,
)
from .tracking import continuing, coverage, progress

MODULES = (
    *(markup, assets, mathematics),
    *(solutions, live_assets, live, quiz, interview, play, exercise, written),
    *(frame, predict, folding, derivation_rows),
    *(errata, coverage, progress, continuing, mentions, moved),
    *(publishing, notebooks, postprocess_html, search, offline),
)


def setup(app: Sphinx) -> dict[str, Any]:
    for module in MODULES:
        module.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
