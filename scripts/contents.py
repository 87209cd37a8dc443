"""The pages of the book, as _toc.yml lists them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml


def names_of_pages(root: Path) -> list[str]:
    """Each page by its file without the suffix, in order, the front page first.

    Empty where there is no _toc.yml.
    """
    path = root / "_toc.yml"
    if not path.is_file():
        return []
    contents = yaml.safe_load(path.read_text(encoding="utf-8"))
    below = [name for part in contents.get("parts", ()) for name in _below(part["chapters"])]
    return [contents["root"], *below]


def _below(entries: list[dict[str, Any]]) -> Iterator[str]:
    """The pages of a list, and of the sections below each."""
    for entry in entries:
        yield entry["file"]
        yield from _below(entry.get("sections", []))
