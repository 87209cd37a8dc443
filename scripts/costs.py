"""What `make test` spent its time on: the most expensive pages, exercises and tests.

    python scripts/costs.py             of the last run

The stages leave their figures in `_build/costs`: pytest's JUnit files, and what `autograder audit
--json` writes. How long a page was executed when it last changed is in the cache of the site.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
COSTS = ROOT / "_build" / "costs"
SHOWN = 10
# A test of a page has its address among its parameters; a notebook is a file of _build/notebooks.
ADDRESS = re.compile(r"\b((?:book/)[\w/.-]+|search)\.html")
NOTEBOOK = "_build.notebooks."


def main() -> int:
    """Print the table; return 1 where no run has left figures."""
    lines = list(most_expensive(COSTS))
    print("\n".join(lines) if lines else "no figures; `make test` leaves them")
    return 0 if lines else 1


def most_expensive(folder: Path) -> Iterator[str]:
    """The ten most expensive pages, exercises and tests, as lines; nothing without figures."""
    pages, exercises, tests = costs(folder)
    for title, seconds in (("pages", pages), ("exercises", exercises), ("tests", tests)):
        if seconds:
            yield f"\nThe most expensive {title}, of {len(seconds)} in {seconds.total():.0f} s:"
            for name, spent in seconds.most_common(SHOWN):
                yield f"  {spent:7.1f} s  {name}"


def costs(folder: Path) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Seconds by page (its execution and its tests), by exercise (its audit), and by test."""
    pages, exercises, tests = Counter[str](), Counter[str](), Counter[str]()
    for file in sorted(folder.glob("*.xml")):
        for case in ElementTree.parse(file).iter("testcase"):
            where, name = case.get("classname", ""), case.get("name", "")
            spent = float(case.get("time", 0))
            address = ADDRESS.search(name)
            if where.startswith(NOTEBOOK):
                pages[where.removeprefix(NOTEBOOK).removesuffix(".ipynb").replace(".", "/")] += (
                    spent
                )
            else:
                tests[f"{where.replace('.', '/')}.py::{name}"] += spent
                if address:
                    pages[address[1]] += spent
    for page, spent in executed(folder.parent / ".jupyter_cache" / "global.db").items():
        pages[page] += spent
    for file in sorted(folder.glob("audit*.json")):
        for row in json.loads(file.read_text(encoding="utf-8"))["exercises"]:
            if not row["unchanged"]:
                exercises[row["exercise"]] += row["seconds"]
    return pages, exercises, tests


def executed(database: Path) -> dict[str, float]:
    """Seconds of execution by page, of the pages that the site's cache holds."""
    if not database.is_file():
        return {}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as cache:
        rows = cache.execute("select uri, data from nbcache order by accessed").fetchall()
    return {
        f"book/{uri.rpartition('/book/')[2]}".removesuffix(".md"): json.loads(data).get(
            "execution_seconds", 0.0
        )
        for uri, data in rows
    }


if __name__ == "__main__":
    sys.exit(main())
