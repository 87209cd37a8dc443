"""What the text files of quizzes and interview cards have in common: reading, needs, errors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from sphinx.errors import ExtensionError

# The parser in C, where PyYAML has it: the pure one takes seconds for the book's quizzes.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class FormatError(ExtensionError):
    """A text file of the book that does not keep to its format; says where and what to do."""


def load(path: Path, what: str) -> Any:
    """Give the content of a YAML file; `what` it should be is named where there is none.

    Raises
    ------
    FormatError
        for a file that is missing or is not YAML.
    """
    if not path.is_file():
        raise FormatError(f"{path}: there is no such {what}; write the file or mend the name")
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        raise FormatError(
            f"{path}{line}: cannot be read as YAML ({problem}); a text with a colon or a # in it "
            "stands in quotes or after |"
        ) from error


def need_id(holder: dict[str, Any], where: str) -> str:
    name = holder.get("id")
    if not isinstance(name, str) or not KEBAB.fullmatch(name):
        raise FormatError(f"{where}: id must be kebab-case, such as stable-rate; found {name!r}")
    return name


def need_text(holder: Any, key: str, where: str) -> None:
    value = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise FormatError(f"{where}: {key} is missing; write it as text")


def need_number(holder: Any, key: str, where: str) -> None:
    value = holder.get(key) if isinstance(holder, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FormatError(
            f"{where}: {key} must be a number, such as 0.5 or 1.0e-8; found {value!r}"
        )


def refuse_unknown(holder: dict[str, Any], known: set[str], where: str) -> None:
    if unknown := holder.keys() - known:
        raise FormatError(
            f"{where}: not known here: {', '.join(sorted(map(str, unknown)))}; "
            f"known are {', '.join(sorted(known))}"
        )
