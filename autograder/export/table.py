"""CSV as RFC 4180 has it, in UTF-8, with nothing in it that a spreadsheet would execute."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.text import REPLACEMENT, TERMINAL_ESCAPE

BOM = "\ufeff"
MAX_BYTES = 64 << 20
# What spreadsheets take for the beginning of a formula (OWASP, CSV injection), with the
# full-width forms that some of them accept as well.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
# A signed number is no formula, and a lone hyphen stands for "no grade" in Moodle.
HARMLESS = re.compile(r"[+-]?\d+([.,]\d+)?%?|-")
JOINERS = "\u200c\u200d"  # invisible, and part of the spelling of names in several scripts


def guarded(text: str) -> str:
    """Text as a cell that is only read: without control characters, and no formula.

    A text that a spreadsheet would take for a formula gets an apostrophe before it. A negative
    number is left as it is.
    """
    text = neutral(text)
    if HARMLESS.fullmatch(text.strip(" ")):
        return text
    formula = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if formula else text


def neutral(text: str) -> str:
    """Text without terminal escapes and with other controls replaced; nothing is cut."""
    text = TERMINAL_ESCAPE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(REPLACEMENT if _is_control(c) else c for c in text)


def _is_control(character: str) -> bool:
    return unicodedata.category(character)[0] == "C" and character not in f"\n\t{JOINERS}"


def number(value: float | None, places: int = 4) -> str:
    """`number(2.5)` → "2.5": plain digits, never an exponent, "" for None."""
    if value is None:
        return ""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def table_text(rows: Sequence[Sequence[str]], delimiter: str = ",", mark: str = "") -> str:
    """Rows as the text of a CSV file; every cell is guarded here, so that none is forgotten."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return mark + buffer.getvalue()


@dataclass(frozen=True)
class Sheet:
    """The rows of a file to write.

    `notes` are worth knowing before it is imported; `problems` name what was asked for and is
    not in it.
    """

    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    delimiter: str = ","
    mark: str = ""


@dataclass(frozen=True)
class Template:
    """A file that a learning platform exported: its rows, and how it was written."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    mark: str

    def column(self, name: str) -> int | None:
        """The position of the column with this heading."""
        return self.header.index(name) if name in self.header else None


def read_template(path: Path) -> Template:
    """Read a CSV file with a heading; raises CourseError where it is none."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CourseError(f"{path} is larger than {MAX_BYTES >> 20} MB; it is no grade file")
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise CourseError(f"{path} does not exist; `--template` names the exported file") from None
    except UnicodeDecodeError:
        raise CourseError(f"{path} is no UTF-8 text; export it again as CSV") from None
    mark = BOM if text.startswith(BOM) else ""
    text = text.removeprefix(BOM)
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        rows = [
            tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise CourseError(f"{path} cannot be read as CSV ({error}); export it again") from error
    rows = [row for row in rows if row]
    if not rows:
        raise CourseError(f"{path} is empty; export it again")
    for line, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise CourseError(
                f"{path}: row {line} has {len(row)} cells, the heading {len(rows[0])}; "
                "export it again"
            )
    header = tuple(cell.strip() for cell in rows[0])
    return Template(path, header, tuple(rows[1:]), delimiter, mark)
