"""Notebook syntax that is not Python: `%magic`, `%%magic`, `!command` and `name?`.

IPython's own transformer turns it into calls of `get_ipython()`; here that is a `Shell` which
runs Python that a magic only wraps, and for the rest notes that it was not run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Cell magics that run their cell as Python in the notebook's own namespace.
RUN_THEIR_CELL = ("time", "capture", "prun")


def as_python(source: str) -> str:
    """A cell's source with IPython's syntax rewritten, line for line."""
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        python = TransformerManager().transform_cell(source)
    except Exception:  # it stumbles over some broken cells; plain Python then names the mistake
        return source
    body = source.lstrip("\n")  # the transformer drops empty lines at the top
    return "\n" * (len(source) - len(body)) + python


class Shell:
    """Stands for IPython's shell.

    `execute(source, below)` runs Python in the notebook, so many lines below the magic.
    """

    def __init__(self, execute: Callable[[str, int], None]) -> None:
        self._execute = execute

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Run the cell where the magic only wraps Python, else note it."""
        if name in RUN_THEIR_CELL:
            self._execute(cell, 1)
        else:
            _note(f"%%{name}")

    def run_line_magic(self, name: str, line: str, *_: object, **__: object) -> None:
        """Run the statement of `%time`, note any other magic."""
        if name == "time" and line.strip():
            self._execute(line.strip(), 0)
        else:
            _note(f"%{name} {line}")

    def system(self, command: str) -> None:
        """Note a `!command`."""
        _note(f"!{command}")

    def getoutput(self, command: str) -> list[str]:
        """Note a `!command` whose output is wanted: there is none."""
        _note(f"!{command}")
        return []

    def __getattr__(self, name: str) -> Callable[..., None]:
        def nothing(*_args: Any, **_kwargs: Any) -> None:
            _note(f"get_ipython().{name}()")

        return nothing


def _note(what: str) -> None:
    print(f"{what.strip()[:80]}: not run while grading")
