"""The one error that a derivation, a gradient check and a refutation raise.

A reader of a notebook wants the sentence, not the calls that led to it: IPython asks the error
for its traceback, and Python's hook for uncaught errors is told to print the message alone. The
cell still fails, and the program still exits with an error.
"""

from __future__ import annotations

import sys
from types import TracebackType


class DerivationError(Exception):
    """A line that does not follow, or one about which nothing can be established."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


_python_shows = sys.excepthook


def _show_uncaught(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    if isinstance(error, DerivationError):
        print(error, file=sys.stderr)
    else:
        _python_shows(kind, error, traceback)


if sys.excepthook is not _show_uncaught:
    sys.excepthook = _show_uncaught
