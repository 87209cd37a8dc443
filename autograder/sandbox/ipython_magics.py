"""Notebook syntax that is not Python: `%magic`, `%%magic`, `!command` and `name?`.

IPython's own transformer turns it into calls of `get_ipython()`; here that is a `Shell` which
runs Python that a magic only wraps, and for the rest notes that it was not run.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import Any

# Cell magics that run their cell as Python in the notebook's own namespace.
RUN_THEIR_CELL = ("time", "capture", "prun")
DEFINES_SHELL = "IPython.core.getipython"


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

    def __init__(
        self, execute: Callable[[str, int], None], namespace: dict[str, Any] | None = None
    ) -> None:
        self._execute = execute
        self.user_ns = self.user_global_ns = {} if namespace is None else namespace
        self.config: dict[str, Any] = {}  # libraries look in it for the kind of notebook
        self.events = _Events()

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Run the cell where the magic only wraps Python, else note it."""
        if name in RUN_THEIR_CELL:
            self._execute(cell, 1)
        else:
            _note(f"%%{name}")

    def run_line_magic(self, name: str, line: str = "", *_: object, **__: object) -> None:
        """Run the statement of `%time`, note any other magic."""
        if name == "time" and line.strip():
            self._execute(line.strip(), 0)
        else:
            _note(f"%{name} {line}")

    def magic(self, line: str) -> None:
        """Run or note `%name line`, in the older way to write it."""
        name, _, rest = line.lstrip("%").partition(" ")
        self.run_line_magic(name, rest)

    def run_cell(self, source: str, *_: object, **__: object) -> None:
        """Run a cell given as text."""
        self._execute(source, 0)

    def system(self, command: str) -> None:
        """Note a `!command`."""
        _note(f"!{command}")

    def getoutput(self, command: str) -> list[str]:
        """Note a `!command` whose output is wanted: there is none."""
        _note(f"!{command}")
        return []

    def __getattr__(self, name: str) -> _Nothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(f"get_ipython().{name}")


class _Nothing:
    """Anything else that a shell has: it can be called, and nothing happens."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *_: object, **__: object) -> None:
        _note(f"{self._name}()")

    def __getattr__(self, name: str) -> _Nothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(f"{self._name}.{name}")


class _Events:
    """Libraries that draw ask to be told of the end of a cell; here nobody draws."""

    def register(self, *_: object) -> None:
        """Does nothing."""

    def unregister(self, *_: object) -> None:
        """Does nothing."""


def provide_shell(shell: Shell) -> Callable[[], Shell]:
    """Let `get_ipython` of IPython return the shell, whoever imports it from where.

    IPython itself need not be loaded for that: it finds the module that defines `get_ipython`
    loaded already. Returns the function.
    """

    def get_ipython() -> Shell:
        return shell

    module = types.ModuleType(DEFINES_SHELL)
    module.get_ipython = get_ipython  # type: ignore[attr-defined]
    sys.modules[DEFINES_SHELL] = module
    for name in ("IPython", "IPython.core.interactiveshell"):
        if hasattr(sys.modules.get(name), "get_ipython"):
            sys.modules[name].get_ipython = get_ipython  # type: ignore[attr-defined]
    return get_ipython


def _note(what: str) -> None:
    print(f"{what.strip()[:80]}: not run while grading")
