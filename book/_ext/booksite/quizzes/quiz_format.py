"""The format of `book/quizzes/<name>.yml`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from ..site.formats import FormatError, load, need_id, need_number, need_text, refuse_unknown
from .computed import need_check

KINDS = ("one", "several", "number")
OPTION_KEYS = {"id", "kind", "question", "options"}
KEYS = {
    "one": OPTION_KEYS,
    "several": OPTION_KEYS,
    "number": {
        *("id", "kind", "question", "answer", "check", "tolerance", "relative"),
        *("unit", "reason", "wrong"),
    },
}


def read_quiz(path: Path) -> list[dict[str, Any]]:
    """Read and check a quiz file.

    The file is a list of questions. Each has `id` (kebab-case, unique in the file), `kind`
    (one, several or number) and `question`. One and several have `options`, each with `text`,
    `right` (true or false) and `reason`.

    Number has `answer`, the Python that computes it (`check`), `reason`, and either `tolerance`
    (absolute, in the unit of the answer) or `relative` (a share of the answer). It may have `unit`,
    and `wrong`: what known mistakes give, each with a `reason`. That is a value (`answer`, `check`,
    and a `name` if it has one) or a range (`range`: two numbers, -.inf and .inf among them, and its
    `name`). Values are looked at before ranges, and each list from its top.

    Raises
    ------
    FormatError
        naming the file, the question, and what to do.
    """
    questions = load(path, "quiz")
    if not isinstance(questions, list) or not questions:
        raise FormatError(f"{path}: a quiz is a list of at least one question")
    seen: set[str] = set()
    for number, question in enumerate(questions, start=1):
        where = f"{path}, question {number}"
        if not isinstance(question, dict):
            raise FormatError(f"{where}: a question is a mapping with id, kind and question")
        check_question(question, where)
        if question["id"] in seen:
            raise FormatError(
                f"{where}: the id {question['id']!r} is used twice in this file; give it another"
            )
        seen.add(question["id"])
    return questions


def check_question(question: dict[str, Any], where: str) -> None:
    where = f"{where} ({need_id(question, where)})"
    kind = question.get("kind")
    if kind not in KINDS:
        raise FormatError(f"{where}: kind must be one of {', '.join(KINDS)}; found {kind!r}")
    refuse_unknown(question, KEYS[kind], f"{where}, kind {kind}")
    need_text(question, "question", where)
    if kind == "number":
        check_number(question, where)
    else:
        check_options(question, where)


def check_options(question: dict[str, Any], where: str) -> None:
    options = question.get("options")
    if not isinstance(options, list) or not 2 <= len(options) <= 10:
        raise FormatError(f"{where}: options must be a list of two to ten")
    for number, option in enumerate(options, start=1):
        place = f"{where}, option {number}"
        need_text(option, "text", place)
        need_text(option, "reason", place)
        if not isinstance(option.get("right"), bool):
            raise FormatError(f"{place}: right must be true or false")
        refuse_unknown(option, {"text", "right", "reason"}, place)
    if len({option["text"] for option in options}) < len(options):
        raise FormatError(f"{where}: two options have the same text; change one of them")
    right = sum(option["right"] for option in options)
    if question["kind"] == "one" and right != 1:
        raise FormatError(f"{where}: kind one has exactly one right option, here are {right}")
    if question["kind"] == "several" and right == 0:
        raise FormatError(f"{where}: kind several has at least one right option")


def check_number(question: dict[str, Any], where: str) -> None:
    need_text(question, "reason", where)
    need_number(question, "answer", where)
    need_check(question.get("check"), where)
    check_tolerance(question, where)
    if "unit" in question:
        need_text(question, "unit", where)
    wrongs = question.get("wrong", [])
    if not isinstance(wrongs, list):
        raise FormatError(f"{where}: wrong is a list of what known mistakes give")
    for number, wrong in enumerate(wrongs, start=1):
        check_wrong(wrong, question, f"{where}, wrong {number}")


def check_tolerance(question: dict[str, Any], where: str) -> None:
    given = [key for key in ("tolerance", "relative") if key in question]
    if len(given) != 1:
        raise FormatError(
            f"{where}: needs either tolerance (absolute, such as 0.01) or relative (a share, such "
            "as 0.02 for 2 %)"
        )
    (key,) = given
    need_number(question, key, where)
    if question[key] < 0:
        raise FormatError(f"{where}: {key} must be at least 0")
    if key == "relative" and (question["answer"] == 0 or not 0 < question[key] < 1):
        raise FormatError(
            f"{where}: relative is a share between 0 and 1 of an answer that is not 0; "
            "write tolerance instead"
        )


def check_wrong(wrong: Any, question: dict[str, Any], where: str) -> None:
    need_text(wrong, "reason", where)
    if "name" in wrong:
        need_text(wrong, "name", where)
    if "range" in wrong:
        refuse_unknown(wrong, {"range", "name", "reason"}, where)
        need_text(wrong, "name", where)
        check_range(wrong["range"], where)
    else:
        refuse_unknown(wrong, {"answer", "check", "name", "reason"}, where)
        need_number(wrong, "answer", where)
        need_check(wrong.get("check"), where)
    low, high = accepted(wrong, question)
    right_low, right_high = accepted(question, question)
    if low <= right_high and high >= right_low:
        raise FormatError(f"{where}: lies within the tolerance of the right answer")


def check_range(ends: Any, where: str) -> None:
    if not isinstance(ends, list) or len(ends) != 2:
        raise FormatError(f"{where}: range is two numbers, such as [1, 2] or [1, .inf]")
    for end, key in zip(ends, ("the first of range", "the second of range"), strict=True):
        need_number({key: end}, key, where)
    if not ends[0] < ends[1]:
        raise FormatError(f"{where}: the first number of range must be the smaller one")


def accepted(answer: dict[str, Any], question: dict[str, Any]) -> tuple[float, float]:
    """From where to where a number counts as this answer, right or wrong, of a question."""
    if "range" in answer:
        low, high = answer["range"]
        return float(low), float(high)
    value = float(answer["answer"])
    slack = question.get("tolerance", abs(value) * question.get("relative", 0))
    # A number as the reader types it is not always the nearest float to the one computed here.
    slack += 1e-12 * max(1.0, abs(value)) if math.isfinite(value) else 0.0
    return value - slack, value + slack
