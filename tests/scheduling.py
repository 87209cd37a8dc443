"""Which tests stay with one worker: those of a file, and those of a page of the book.

Notebooks, databases and browsers are opened once a file. Tests with the address of a page among
their parameters stay together instead, so that pages are spread over all workers.
"""

import re

from xdist.scheduler import LoadScopeScheduling

ADDRESS = re.compile(r"\[.*?((?:book/)[\w/.-]+|search)\.html")


def scope_of(nodeid: str) -> str:
    """The page that a test is about, if it is about one, else its file."""
    page = ADDRESS.search(nodeid)
    return page[1] if page else nodeid.split("::", 1)[0]


class ByFileOrPage(LoadScopeScheduling):
    """Gives a worker all tests of a file, or of a page, at once."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
