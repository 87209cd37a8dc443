"""The log of a run: one line an event, with time, student, stage, what happened, how long it took.

    2026-02-01T12:00:07Z s0001 grade    31 of 40 points; 6 passed, 2 wrong (0.041 s)

`.autograder/<assignment>.log` of the course is appended to; a full file moves aside, and the two
before it are kept. `--verbose` shows the same lines on standard error.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from autograder.files import keep_from_others, make_private_folder
from autograder.results import SubmissionResult

MAX_BYTES = 10 << 20
KEPT = 2
NOBODY = "-"

_log = logging.getLogger("autograder.run")
_log.setLevel(logging.INFO)
_log.propagate = False
_log.addHandler(logging.NullHandler())


class OneLine(logging.Formatter):
    """A record as one line of printable characters: names and messages come from students."""

    converter = staticmethod(time.gmtime)  # UTC

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(student)s %(stage)-8s %(message)s", datefmt="%Y-%m-%dT%H:%M:%SZ"
        )

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


@contextmanager
def logged(path: Path, verbose: bool = False) -> Iterator[None]:
    """Write events to a file and, if `verbose`, to standard error; an error is logged, too."""
    make_private_folder(path.parent)
    file = RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8")
    keep_from_others(path)
    handlers: list[logging.Handler] = [file]
    if verbose:
        handlers.append(logging.StreamHandler())
    for handler in handlers:
        handler.setFormatter(OneLine())
        _log.addHandler(handler)
    try:
        yield
    except BaseException as error:
        event("run", f"ended by {type(error).__name__}: {error}")
        raise
    finally:
        for handler in handlers:
            _log.removeHandler(handler)
            handler.close()


def event(stage: str, what: str, *, student: str = NOBODY, seconds: float | None = None) -> None:
    """Log one event of a stage: `run`, `journal`, `read`, `grade` or `publish`."""
    took = "" if seconds is None else f" ({seconds:.3f} s)"
    # A name with a blank would move the columns.
    name = student.replace(" ", "\N{OPEN BOX}")
    _log.info("%s%s", what, took, extra={"student": name, "stage": stage})


def log_results(results: Sequence[SubmissionResult]) -> None:
    """What was odd about each notebook, and what it got."""
    for result in results:
        for repair in result.repairs:
            event("read", repair, student=result.student)
        for cell in result.cells:
            event("read", str(cell), student=result.student)
        outcomes = Counter(e.outcome for e in result.exercises)
        counts = ", ".join(f"{n} {outcome}" for outcome, n in outcomes.items())
        text = f"{result.points:g} of {result.max_points:g} points; {counts}"
        event("grade", text, student=result.student, seconds=result.seconds)
        for exercise in result.exercises:
            if not exercise.graded:
                event("grade", exercise.message, student=result.student)
                break
