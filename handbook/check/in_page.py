"""Code typed into a page of the book: run it or check it, and say what happened as plain data.

The page's Python calls `answer`; so do the book's build and the tests, with any other Python. The
code runs in a namespace of its own that holds NumPy as `np` and the notebook's `check`. Nothing it
raises leaves this module.
"""

from __future__ import annotations

import ast
import builtins
import io
import json
import linecache
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from types import CodeType
from typing import Any

import numpy as np

from handbook.check import float_faults
from handbook.check.checker import Checker, Report
from handbook.check.checker import check as notebook_check
from handbook.figures.svg import Drawing, dots, figure, line

FILE = "<code>"
MAX_PRINTED = 10_000
MAX_SHOWN = 2_000

Send = Callable[[str], None]


def answer(request: str, send: Send) -> str:
    """Answer a request given as JSON, with JSON; `send` gets what the code prints, as it comes.

    `{"kind": "run", "code": …}` gives `{"error": …, "shown": …, "drawing": …}`;
    `{"kind": "check", "code": …, "function": …}` gives `{"error": …, "report": …, "plot": …}`, the
    plot as the text of an SVG or null. Both may name the assignment's `checks.json` in "checks",
    and in "before" the code of earlier exercises, which is run first as the cells of a notebook
    are.
    """
    asked = json.loads(request)
    namespace = fresh_namespace(asked.get("before", ()))
    if asked.get("checks"):
        notebook_check.use(asked["checks"])
    if asked["kind"] == "check":
        return json.dumps(
            check(asked["code"], asked["function"], asked["checks"], namespace, send=send)
        )
    return json.dumps(run(asked["code"], namespace, send=send))


def run(code: str, namespace: dict[str, Any], *, send: Send) -> dict[str, Any]:
    """Run code as a cell is run: what it raised, and the value of its last expression."""
    with printing(send):
        error, value = execute(code, namespace)
        result: dict[str, Any] = {"error": error, "shown": None, "drawing": None}
        if isinstance(value, Drawing):
            result["drawing"] = value.svg
        elif value is not None:
            result["shown"] = shorten(repr(value), MAX_SHOWN)
    return result


def check(
    code: str, function: str, path: str, namespace: dict[str, Any], *, send: Send
) -> dict[str, Any]:
    """Run code and check the function it defines against a `checks.json`."""
    with printing(send):
        error, _ = execute(code, namespace)
        if error is not None:
            return {"error": error, "report": None, "plot": None}
        try:
            report = checker_of(path).report(function, namespace)
        except BaseException as exception:  # exit() within the function
            return {"error": describe(exception), "report": None, "plot": None}
    return {"error": None, "report": report.as_data(), "plot": plot(report)}


def plot(report: Report) -> str | None:
    """What came back against what was expected, entry by entry; None where no array differs."""
    found = report.compared
    if found is None:
        return None
    returned, expected = np.asarray(found.returned), np.asarray(found.expected)
    entries = np.arange(returned.size)
    apart = np.abs(returned - expected)
    apart[np.isnan(apart)] = np.inf
    off = int((apart > report.exercise.atol + report.exercise.rtol * np.abs(expected)).sum())
    where = f" on the input “{found.label}”" if found.label else ""
    alt = (
        f"{found.name}{where}: returned against expected. {off} of {returned.size} entries "
        f"differ, most of all entry {int(apart.argmax())}."
    )
    return figure(
        line(entries, expected, "expected"),
        dots(entries, returned, "returned"),
        xlabel="entry (index)",
        ylabel=found.name,
        alt=alt,
    ).svg


@cache
def checker_of(path: str) -> Checker:
    return Checker(path)


def fresh_namespace(before: Sequence[str] = ()) -> dict[str, Any]:
    """What the notebook has imported, and what earlier exercises define."""
    namespace: dict[str, Any] = {"__name__": "__main__", "np": np, "check": notebook_check}
    for code in before:
        with printing(lambda _: None):
            execute(code, namespace)
    return namespace


def execute(code: str, namespace: dict[str, Any]) -> tuple[dict[str, Any] | None, Any]:
    """Run code in a namespace: a description of what it raised or None, and the last value."""
    # So that tracebacks, warnings and `inspect` find the lines.
    linecache.cache[FILE] = (len(code), None, code.splitlines(keepends=True), FILE)
    namespace[float_faults.NAME] = float_faults
    try:
        body, last = compiled(code)
        exec(body, namespace)
        return None, eval(last, namespace) if last is not None else None
    except BaseException as exception:
        return describe(exception), None


def compiled(code: str) -> tuple[CodeType, CodeType | None]:
    """The statements, and the last one apart where it is an expression."""
    tree = ast.parse(code, FILE)
    last: ast.Expression | None = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        statement = tree.body.pop()
        assert isinstance(statement, ast.Expr)
        last = ast.Expression(statement.value)
    if not float_faults.reported():
        tree = float_faults.watched(tree)
        last = float_faults.watched(last) if last is not None else None
    body = compile(tree, FILE, "exec", dont_inherit=True)
    return body, None if last is None else compile(last, FILE, "eval", dont_inherit=True)


def describe(exception: BaseException) -> dict[str, Any]:
    """Type, text and line of an exception; the line is the last one of the learner's own code."""
    if isinstance(exception, SyntaxError) and exception.filename == FILE:
        line, text = exception.lineno, exception.msg
    else:
        line, text = line_in_code(exception), str(exception)
    source = linecache.getline(FILE, line).strip() if line else ""
    return {
        "type": type(exception).__name__,
        "message": shorten(text, 500),
        "line": line,
        "source": shorten(source, 200),
    }


def line_in_code(exception: BaseException) -> int | None:
    line, trace = None, exception.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


class Printed(io.TextIOBase):
    """Passes on what is printed, whole lines at a time, up to a limit; says once that it cut."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._left = MAX_PRINTED
        self._cut = False
        self._waiting = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._waiting += text[: self._left]
        if len(text) > self._left and not self._cut:
            self._cut = True
            self._waiting += f"\n… cut after {MAX_PRINTED:,} characters\n"
        self._left = max(0, self._left - len(text))
        if "\n" in text or len(self._waiting) > 500:
            self.flush()
        return len(text)

    def flush(self) -> None:
        if self._waiting:
            self._send(self._waiting)
            self._waiting = ""


@contextmanager
def printing(send: Send) -> Iterator[None]:
    """Hand over what is printed and warned of; there is no one to answer `input()`."""
    printed = Printed(send)
    asked = builtins.input
    builtins.input = no_input
    try:
        with redirect_stdout(printed), redirect_stderr(printed), warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.showwarning = show_warning(printed)
            yield
    finally:
        builtins.input = asked
        printed.flush()


def no_input(prompt: object = "") -> str:
    raise RuntimeError("input() cannot be answered here; give the value in the code")


def show_warning(printed: Printed) -> Callable[..., None]:
    def show(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: object
    ) -> None:
        place = f" in line {lineno}" if filename == FILE else ""
        printed.write(f"{category.__name__}{place}: {message}\n")

    return show
