"""`check`: call a function on the visible inputs, and show what came back and what is wrong."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from html import escape
from pathlib import Path
from types import CodeType
from typing import Any

from handbook.check.common_mistakes import X15
from handbook.check.compared import Compared, first_difference
from handbook.check.comparison import agrees
from handbook.check.diagnosis import Verdict, diagnose, is_not_started, probe_function
from handbook.check.exercise_data import Exercise, call_text, exercise_from_json
from handbook.check.forbidden_names import forbidden_names
from handbook.check.line_forms import is_template, judge_form, source_of
from handbook.check.observe import Observation, observe
from handbook.check.outcomes import OUTCOMES
from handbook.check.plain_data import show
from handbook.check.stubs import left_over_in

FILE_NAME = "checks.json"
GRADING_VARIABLE = "HANDBOOK_GRADING"
LATER = "Visible checks only: the hidden tests run when the assignment is graded."


@dataclass(frozen=True)
class Row:
    """One probe as text: the call, what came back, what was expected, whether they agree."""

    call: str
    got: str
    expected: str
    agrees: bool
    label: str = ""


@dataclass(frozen=True)
class Report:
    """The result of checking one function; shows itself as a table in a notebook.

    `line` is the line of the function's own cell at which a call failed, where one did;
    `compared` the first array that differs, where one does.
    """

    exercise: Exercise
    verdict: Verdict
    rows: tuple[Row, ...]
    checker: Checker
    line: int | None = None
    compared: Compared | None = None

    @property
    def passed(self) -> bool:
        return self.verdict.outcome == "passed"

    @property
    def headline(self) -> str:
        """The function and its state in a few words."""
        name = self.exercise.function
        return f"{name}: {OUTCOMES[self.verdict.outcome].check}."

    def hint(self) -> str:
        """The next hint of this exercise."""
        return self.checker.hint(self.exercise.function)

    def as_data(self) -> dict[str, Any]:
        """All that is shown, as data, for a page that shows it in its own way."""
        verdict = self.verdict
        return {
            "function": self.exercise.function,
            "outcome": verdict.outcome,
            "headline": self.headline,
            "message": verdict.message,
            "mistake": verdict.mistake,
            "convention": verdict.convention,
            "look_at": verdict.look_at,
            "inputs": [list(mark) for mark in verdict.inputs],
            "evidence": asdict(verdict.evidence) if verdict.evidence else None,
            "rows": [asdict(row) for row in self.rows],
            "line": self.line,
            "note": LATER,
        }

    def __str__(self) -> str:
        return _as_text(self)

    def __repr__(self) -> str:
        return _as_text(self)

    def _repr_html_(self) -> str:
        return _as_html(self)


class Progress(list[tuple[str, str, str]]):
    """One line per exercise: function, state, title."""

    def __repr__(self) -> str:
        width = max((len(name) for name, _, _ in self), default=0)
        done = sum(state == "passed" for _, state, _ in self)
        lines = [f"{name:<{width}}  {state:<13} {title}" for name, state, title in self]
        return "\n".join([*lines, f"{done} of {len(self)} pass their visible checks. {LATER}"])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td><code>{escape(n)}</code></td><td>{escape(s)}</td><td>{escape(t)}</td></tr>"
            for n, s, t in self
        )
        done = sum(state == "passed" for _, state, _ in self)
        return (
            "<table><thead><tr><th>function</th><th>state</th><th>exercise</th></tr></thead>"
            f"<tbody>{rows}</tbody></table><p>{done} of {len(self)} pass their visible checks. "
            f"{LATER}</p>"
        )


class Checker:
    """Reads `checks.json` once and remembers which hints were shown."""

    def __init__(self, path: str | Path | None = None) -> None:
        self._path = Path(path) if path else None
        self._exercises: dict[str, Exercise] | None = None
        self._hints_shown: dict[str, int] = {}

    def use(self, path: str | Path) -> None:
        """Read the checks from this file from now on."""
        self._path, self._exercises, self._hints_shown = Path(path), None, {}

    def __call__(self, function: str | Callable[..., Any]) -> Report | None:
        """Check a function by its name, as defined in the notebook.

        While an assignment is graded this does nothing. Raises KeyError for a name that is no
        exercise of this assignment, and FileNotFoundError where `checks.json` is missing.
        """
        if os.environ.get(GRADING_VARIABLE):
            return None
        name = function if isinstance(function, str) else function.__name__
        exercise = self._find(name)
        namespace = _caller_namespace() if isinstance(function, str) else {name: function}
        return self._report(exercise, namespace)

    def progress(self) -> Progress | None:
        """The state of every exercise of the assignment."""
        if os.environ.get(GRADING_VARIABLE):
            return None
        namespace = _caller_namespace()
        reports = [self._report(e, namespace) for e in self._load().values()]
        return Progress(
            (
                r.exercise.function,
                r.verdict.outcome.replace("_", " "),
                r.exercise.title,
            )
            for r in reports
        )

    def names(self) -> list[str]:
        """The functions of the assignment, in its order."""
        return list(self._load())

    def report(self, name: str, namespace: Mapping[str, Any]) -> Report:
        """The report of one exercise, on the functions of a namespace."""
        return self._report(self._find(name), namespace)

    def hint(self, name: str) -> str:
        """The next hint of an exercise; the last one again when all were shown."""
        exercise = self._find(name)
        shown = min(self._hints_shown.get(name, 0) + 1, len(exercise.hints))
        self._hints_shown[name] = shown
        return f"Hint {shown} of {len(exercise.hints)}: {exercise.hints[shown - 1]}"

    def _report(self, exercise: Exercise, namespace: Mapping[str, Any]) -> Report:
        function = namespace.get(exercise.function)
        if not callable(function):
            message = f"No function named {exercise.function} is defined."
            return Report(exercise, Verdict("not_found", message), (), self)

        def call(args: list[Any], repeat: int) -> Observation:
            return observe(function, args, repeat)

        seen = probe_function(exercise, call)
        written = left_over_in(function) if is_not_started(seen[0]) else None
        if written and exercise.lines and is_template(source_of(function), list(exercise.lines)):
            written = None
        verdict = diagnose(exercise, seen, call, written=written)
        if verdict.outcome != "passed" and not written:
            verdict = self._with_earlier(exercise, verdict, function, namespace)
        if verdict.outcome == "passed":
            used = forbidden_names(function, exercise.forbidden)
            if used:
                text = X15.sentence.format(names=", ".join(used))
                verdict = Verdict("wrong", text, X15.id)
        if exercise.lines and not written and (source := source_of(function)):
            verdict = judge_form(exercise, verdict, source)
        line = None
        if verdict.outcome == "error":
            line = next((s.error.line for s in seen if s.error is not None), None)
        compared = None if written else first_difference(exercise, seen)
        return Report(exercise, verdict, _rows(exercise, seen), self, line, compared)

    def _with_earlier(
        self,
        exercise: Exercise,
        verdict: Verdict,
        function: Callable[..., Any],
        namespace: Mapping[str, Any],
    ) -> Verdict:
        """The verdict, with what is to be said of earlier functions that this one calls."""
        exercises = self._load()
        used = called_functions(function, namespace)
        wrong = [
            name
            for name in exercise.requires
            if name in used
            and name in exercises
            and not self._report(exercises[name], namespace).passed
        ]
        if not wrong:
            return verdict
        names = " and ".join(wrong)
        note = (
            f"It calls {names}: fix that first, its own check does not pass. When the notebook is "
            "graded, the course's is put in its place."
        )
        stub_of_earlier = "raises NotImplementedError" in verdict.message
        if verdict.outcome == "not_started" or stub_of_earlier:
            return Verdict("error", note, inputs=verdict.inputs)
        return replace(verdict, message=f"{verdict.message} {note}")

    def _find(self, name: str) -> Exercise:
        exercises = self._load()
        if name not in exercises:
            known = ", ".join(exercises)
            raise KeyError(f"{name} is no exercise of this assignment; there are: {known}")
        return exercises[name]

    def _load(self) -> dict[str, Exercise]:
        if self._exercises is None:
            self._exercises = load_checks(self._path or find_checks())
        return self._exercises


def called_functions(function: Callable[..., Any], namespace: Mapping[str, Any]) -> set[str]:
    """The names of the namespace that a function uses, itself or through functions it uses."""
    found: set[str] = set()
    waiting = [function]
    while waiting:
        code = getattr(waiting.pop(), "__code__", None)
        for name in _names(code) - found:
            if name in namespace:
                found.add(name)
                waiting.append(namespace[name])
    return found


def _names(code: CodeType | None) -> set[str]:
    """The names that code and the functions defined in it look up."""
    if code is None:
        return set()
    inner = (part for part in code.co_consts if isinstance(part, CodeType))
    return set(code.co_names).union(*map(_names, inner))


def find_checks() -> Path:
    """Where the checks of the open notebook are: beside it, or, for an instructor's notebook in
    `solutions/<assignment>`, in the released assignment."""
    here = Path.cwd()
    for candidate in (here, here.parent.parent / "exercises" / here.name):
        if (candidate / FILE_NAME).is_file():
            return candidate / FILE_NAME
    raise FileNotFoundError(
        f"{FILE_NAME} is not beside the notebook (looked in {here}); download the assignment "
        "again and keep its files together"
    )


def load_checks(path: Path) -> dict[str, Exercise]:
    """Read a `checks.json`; raises ValueError where it is damaged."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        entries = data["exercises"]
    except (json.JSONDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is damaged; download the assignment again") from error
    return {name: exercise_from_json(name, entry) for name, entry in entries.items()}


def _caller_namespace() -> Mapping[str, Any]:
    """The globals of the code outside this package that called."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back
    return frame.f_globals


def _rows(exercise: Exercise, seen: list[Observation]) -> tuple[Row, ...]:
    rows = []
    for probe, s, e in zip(exercise.probes, seen, exercise.expected, strict=False):
        got = show(s.value) if s.error is None else f"{s.error.type_name}: {s.error.message}"
        expected = show(e.value) if e.error is None else f"raises {e.error.type_name}"
        row = Row(call_text(exercise, probe.args), got, expected, agrees(exercise, s, e))
        rows.append(Row(row.call, row.got, row.expected, row.agrees, probe.label))
    return tuple(rows)


def _as_text(report: Report) -> str:
    lines = [report.headline]
    if not report.passed and report.verdict.outcome != "not_started":
        lines.append(report.verdict.message)
        evidence = report.verdict.evidence
        if evidence is not None:
            lines += [
                f"  called    {evidence.call}",
                f"  returned  {evidence.got}",
                f"  expected  {evidence.expected}",
            ]
        if report.verdict.look_at:
            lines.append(f"Where to look: {report.verdict.look_at}.")
        lines += [f"  {'✓' if ok else '✗'} {label}" for label, ok in report.verdict.inputs]
        lines.append(f'Next hint: check("{report.exercise.function}").hint()')
    lines.append(LATER)
    return "\n".join(lines)


def _as_html(report: Report) -> str:
    parts = [f"<p><strong>{escape(report.headline)}</strong></p>"]
    if report.verdict.outcome not in ("passed", "not_started"):
        parts.append(f"<p>{escape(report.verdict.message)}</p>")
        evidence = report.verdict.evidence
        if evidence is not None:
            parts.append(
                "<table><tbody>"
                + "".join(
                    f"<tr><th style='text-align:left'>{head}</th>"
                    f"<td style='text-align:left'><code>{escape(text)}</code></td></tr>"
                    for head, text in (
                        ("called", evidence.call),
                        ("returned", evidence.got),
                        ("expected", evidence.expected),
                    )
                )
                + "</tbody></table>"
            )
        if report.verdict.look_at:
            parts.append(f"<p>Where to look: {escape(report.verdict.look_at)}.</p>")
        if report.verdict.inputs:
            marks = "".join(
                f"<li>{'✓' if ok else '✗'} {escape(label)}</li>"
                for label, ok in report.verdict.inputs
            )
            parts.append(f"<ul style='list-style:none;padding-left:0'>{marks}</ul>")
        parts.append(
            f"<p>Next hint: <code>check(&quot;{escape(report.exercise.function)}&quot;).hint()"
            "</code></p>"
        )
    if report.rows and report.verdict.outcome != "not_started":
        parts.append(_table(report.rows))
    parts.append(f"<p>{LATER}</p>")
    return "".join(parts)


def _table(rows: tuple[Row, ...]) -> str:
    cells = "".join(
        "<tr>"
        + "".join(
            f"<td style='text-align:left'>{cell}</td>"
            for cell in (
                "agrees" if row.agrees else "<strong>differs</strong>",
                f"<code>{escape(row.call)}</code>"
                + (f"<br><small>{escape(row.label)}</small>" if row.label else ""),
                f"<code>{escape(row.got)}</code>",
                f"<code>{escape(row.expected)}</code>",
            )
        )
        + "</tr>"
        for row in rows
    )
    return (
        "<details><summary>All visible inputs</summary><table><thead><tr><th></th><th>called</th>"
        f"<th>returned</th><th>expected</th></tr></thead><tbody>{cells}</tbody></table></details>"
    )


check = Checker()
