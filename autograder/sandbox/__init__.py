"""Runs submitted code apart from everything that it must not see or change.

    from autograder.sandbox import Sandbox

    with Sandbox(protected=[suites, solutions, course]) as sandbox:
        with sandbox.start() as session:
            session.run_cell("def double(x): return 2 * x")
            session.call("double", [3.0]).value

Trusted side: `client`, `session`, `launch`, `view`, `syscall_filter`, `selftest` with its
`attack`, `fixes`. Worker side: `zygote`, `lockdown`, `worker`, `notebook_magic`. Both: `policy`,
`wire`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.sandbox.client import Sandbox
    from autograder.sandbox.errors import (
        Crashed,
        FunctionNotFound,
        MemoryLimit,
        SandboxError,
        SessionEnded,
        TimeLimit,
    )
    from autograder.sandbox.policy import Limits, Mode
    from autograder.sandbox.selftest import Layer, probe_layers
    from autograder.sandbox.session import CellResult, Session

__all__ = [
    "CellResult",
    "Crashed",
    "FunctionNotFound",
    "Layer",
    "Limits",
    "MemoryLimit",
    "Mode",
    "Sandbox",
    "SandboxError",
    "Session",
    "SessionEnded",
    "TimeLimit",
    "probe_layers",
]

_HOME = {
    "client": ("Sandbox",),
    "errors": (
        "Crashed",
        "FunctionNotFound",
        "MemoryLimit",
        "SandboxError",
        "SessionEnded",
        "TimeLimit",
    ),
    "policy": ("Limits", "Mode"),
    "selftest": ("Layer", "probe_layers"),
    "session": ("CellResult", "Session"),
}


def __getattr__(name: str) -> Any:
    # Loaded when asked for: workers import this package too, and need nothing of the trusted side.
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"autograder.sandbox.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
