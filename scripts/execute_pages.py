"""Execute pages of the book on all cores, into the cache that the build of the site reads.

    python scripts/execute_pages.py CACHE PAGE...
    python scripts/execute_pages.py --one-at-a-time CACHE PAGE...     to measure what a page takes

jupyter-book would execute one page after the other. A page that is in the cache as it is now is not
executed again; one that fails is left to the build, which executes it once more and reports it.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

HANGS = 1_800  # seconds for a cell; the machine may be busy
READER = {"name": "myst_nb_md", "type": "plugin"}


def main() -> int:
    """Execute the pages that are named; 0 also where one failed."""
    # Kernels of different pages share the cores: each would else start threads for all of them.
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(threads, "1")
    from jupyter_cache import get_cache
    from jupyter_cache.executors import load_executor

    parser = argparse.ArgumentParser()
    parser.add_argument("--one-at-a-time", action="store_true")
    parser.add_argument("cache")
    parser.add_argument("pages", nargs="*", type=Path)
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    cache = get_cache(options.cache)
    pages = [page for page in options.pages if has_code(page)]
    records = [cache.add_nb_to_project(str(page), read_data=READER) for page in pages]
    how = "local-serial" if options.one_at_a_time else "local-parallel"
    executor = load_executor(how, cache, logging.getLogger("execute_pages"))
    wanted = [str(record.uri) for record in records]
    done = executor.run_and_cache(filter_uris=wanted, timeout=HANGS)
    print(
        f"{len(pages)} pages with code: {len(done.succeeded)} executed, "
        f"{len(done.excepted) + len(done.errored)} failed, the others have not changed"
    )
    return 0


def has_code(page: Path) -> bool:
    """Whether a page is a text notebook with a cell of code."""
    return "```{code-cell}" in page.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
