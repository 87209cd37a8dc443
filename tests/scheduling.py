"""Which tests stay with one worker: those of a file, a page of the book, a figure to play with.

Notebooks, databases and browsers are opened once a file. Tests with the address of a page, or the
name of a figure, among their parameters stay together instead, so that pages and figures are spread
over all workers.
"""

import re

from xdist.scheduler import LoadScopeScheduling

ADDRESS = re.compile(r"\[.*?((?:book/)[\w/.-]+|search)\.html")
FIGURE = re.compile(r"(tests/site/test_play)\.py::\w+\[([a-z0-9-]+?)(?:-(?:390|1280))?\]$")


def scope_of(nodeid: str) -> str:
    """The page or figure that a test is about, if it is about one, else its file."""
    if page := ADDRESS.search(nodeid):
        return page[1]
    if figure := FIGURE.match(nodeid):
        return f"{figure[1]}/{figure[2]}"
    return nodeid.split("::", 1)[0]


class ByFileOrPage(LoadScopeScheduling):
    """Gives a worker all tests of a file, or of a page, at once."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
