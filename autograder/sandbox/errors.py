"""How a session can end, and how the sandbox itself can fail."""

from __future__ import annotations


class SandboxError(Exception):
    """The sandbox failed: an outcome of ours, never of the submission."""


class SessionEnded(Exception):
    """The submission ended its session; `reason` says how, for the report."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TimeLimit(SessionEnded):
    """No answer before the deadline, or more processor time than a session may use."""


class MemoryLimit(SessionEnded):
    """More memory than a session may use."""


class Crashed(SessionEnded):
    """The submission's process ended, or sent what no honest one sends."""


class FunctionNotFound(LookupError):
    """The submission defines no function of this name."""
