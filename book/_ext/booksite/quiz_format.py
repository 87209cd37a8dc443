"""The format of `book/quizzes/<name>.yml`, and its errors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from sphinx.errors import ExtensionError

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KINDS = ("one", "several", "number")
KEYS = {
    "one": {"id", "kind", "question", "options"},
    "several": {"id", "kind", "question", "options"},
    "number": {"id", "kind", "question", "answer", "tolerance", "unit", "reason", "wrong"},
}


class QuizError(ExtensionError):
    """A quiz file that does not keep to the format; the message says where and what to do."""


def read_quiz(path: Path) -> list[dict[str, Any]]:
    """Read and check a quiz file.

    The file is a list of questions. Each has `id` (kebab-case, unique in the file), `kind`
    (one, several or number) and `question`. One and several have `options`, each with `text`,
    `right` (true or false) and `reason`. Number has `answer`, `tolerance` (absolute), `reason`,
    and may have `unit` and `wrong`: numbers that a known mistake gives, each with its `reason`.

    Raises
    ------
    QuizError
        naming the file, the question and the missing or superfluous part.
    """
    if not path.is_file():
        raise QuizError(f"{path}: there is no such quiz; write the file or mend the name")
    questions = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(questions, list) or not questions:
        raise QuizError(f"{path}: a quiz is a list of at least one question")
    seen: set[str] = set()
    for number, question in enumerate(questions, start=1):
        where = f"{path}, question {number}"
        if not isinstance(question, dict):
            raise QuizError(f"{where}: a question is a mapping with id, kind and question")
        check_question(question, where)
        if question["id"] in seen:
            raise QuizError(f"{where}: the id {question['id']!r} is used twice in this file")
        seen.add(question["id"])
    return questions


def check_question(question: dict[str, Any], where: str) -> None:
    name = question.get("id")
    if not isinstance(name, str) or not KEBAB.fullmatch(name):
        raise QuizError(f"{where}: id must be kebab-case, such as stable-rate; found {name!r}")
    where = f"{where} ({name})"
    kind = question.get("kind")
    if kind not in KINDS:
        raise QuizError(f"{where}: kind must be one of {', '.join(KINDS)}; found {kind!r}")
    unknown = question.keys() - KEYS[kind]
    if unknown:
        raise QuizError(f"{where}: not known in a {kind} question: {', '.join(sorted(unknown))}")
    need_text(question, "question", where)
    if kind == "number":
        check_number(question, where)
    else:
        check_options(question, where)


def check_options(question: dict[str, Any], where: str) -> None:
    options = question.get("options")
    if not isinstance(options, list) or not 2 <= len(options) <= 10:
        raise QuizError(f"{where}: options must be a list of two to ten")
    for number, option in enumerate(options, start=1):
        place = f"{where}, option {number}"
        need_text(option, "text", place)
        need_text(option, "reason", place)
        if not isinstance(option.get("right"), bool):
            raise QuizError(f"{place}: right must be true or false")
    right = sum(option["right"] for option in options)
    if question["kind"] == "one" and right != 1:
        raise QuizError(f"{where}: kind one has exactly one right option, here are {right}")
    if question["kind"] == "several" and right == 0:
        raise QuizError(f"{where}: kind several has at least one right option")


def check_number(question: dict[str, Any], where: str) -> None:
    need_text(question, "reason", where)
    need_number(question, "answer", where)
    need_number(question, "tolerance", where)
    if question["tolerance"] < 0:
        raise QuizError(f"{where}: tolerance is absolute and at least 0")
    for number, wrong in enumerate(question.get("wrong", []), start=1):
        place = f"{where}, wrong {number}"
        need_number(wrong, "answer", place)
        need_text(wrong, "reason", place)
        if abs(wrong["answer"] - question["answer"]) <= 2 * question["tolerance"]:
            raise QuizError(f"{place}: lies within the tolerance of the right answer")


def need_text(holder: Any, key: str, where: str) -> None:
    value = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise QuizError(f"{where}: {key} is missing; write it as text")


def need_number(holder: Any, key: str, where: str) -> None:
    value = holder.get(key) if isinstance(holder, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise QuizError(f"{where}: {key} must be a number")
