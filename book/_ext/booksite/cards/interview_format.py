"""The format of `book/interview/<number>-<area>.yml`: interview questions as cards."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ..quizzes.computed import need_check
from ..site.formats import KEBAB, FormatError, load, need_id, need_text, refuse_unknown

CHAPTERS = {
    0: "Orientation",
    1: "Units, layers and activations",
    2: "Losses",
    3: "Backpropagation",
    4: "Optimization",
    5: "Regularization and normalization",
    6: "Vanishing gradients",
    7: "Exploding gradients",
    8: "Sequences",
    9: "Further architectures",
}
FILE = re.compile(r"\d+-(?P<area>.+)")
AREA_KEYS = {"title", "chapter", "cards"}
CARD_KEYS = {"id", "question", "answer", "trap", "section", "numbers", "given"}


def read_interview(folder: Path) -> list[dict[str, Any]]:
    """Read and check the areas of a folder, in the order of their file names.

    A file has the `title` of its area, the number of its `chapter`, and `cards`. Each card has `id`
    (kebab-case, unique in the folder), `question` (one paragraph), `answer` and `trap` (what an
    interviewer listens for). It may have `section` (the label of the section that teaches it),
    `numbers` (each number of the answer and the trap that can be computed, with the Python that
    computes it), and `given` (those that are chosen, not computed). Each area gets its `area`, the
    file's name without its number.

    Raises
    ------
    FormatError
        naming the file, the card, and what to do.
    """
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise FormatError(
            f"{folder}: there are no cards; write one file <number>-<area>.yml an area"
        )
    seen: dict[str, Path] = {}
    areas = []
    for path in paths:
        area = read_area(path)
        for card in area["cards"]:
            if card["id"] in seen:
                raise FormatError(
                    f"{path}: the id {card['id']!r} is used in {seen[card['id']].name} already; "
                    "give this card another"
                )
            seen[card["id"]] = path
        areas.append(area)
    return areas


def read_area(path: Path) -> dict[str, Any]:
    """Read and check one file; its format is described at `read_interview`."""
    name = FILE.fullmatch(path.stem)
    if name is None or not KEBAB.fullmatch(name["area"]):
        raise FormatError(
            f"{path}: the name must be <number>-<area>.yml, such as 40-optimizers.yml"
        )
    area = load(path, "area")
    if not isinstance(area, dict):
        raise FormatError(f"{path}: an area is a mapping with title, chapter and cards")
    refuse_unknown(area, AREA_KEYS, str(path))
    need_text(area, "title", str(path))
    if area.get("chapter") not in CHAPTERS:
        raise FormatError(f"{path}: chapter must be a number from 0 to 9")
    if not isinstance(area.get("cards"), list) or not area["cards"]:
        raise FormatError(f"{path}: cards must be a list of at least one card")
    for number, card in enumerate(area["cards"], start=1):
        check_card(card, f"{path}, card {number}")
    return {**area, "area": name["area"]}


def check_card(card: Any, where: str) -> None:
    if not isinstance(card, dict):
        raise FormatError(f"{where}: a card is a mapping with id, question, answer and trap")
    where = f"{where} ({need_id(card, where)})"
    refuse_unknown(card, CARD_KEYS, where)
    for key in ("question", "answer", "trap"):
        need_text(card, key, where)
    if "\n\n" in card["question"].strip():
        raise FormatError(f"{where}: question must be one paragraph")
    if "section" in card:
        need_text(card, "section", where)
    numbers = card.get("numbers", {})
    given = card.get("given", [])
    if not isinstance(numbers, dict) or not isinstance(given, list):
        raise FormatError(
            f"{where}: numbers is a mapping from a number to its check, given a list of numbers"
        )
    for number in [*numbers, *given]:
        if not isinstance(number, str) or not re.fullmatch(r"-?\d+(\.\d+)?", number):
            raise FormatError(
                f"{where}: write the numbers of numbers and given in quotes, digit by digit as in "
                f'the text, such as "0.50"; found {number!r}'
            )
    for number, check in numbers.items():
        need_check(check, f"{where}, number {number}")


# A number that counts: a decimal, or a whole number from ten on. Small ones are mostly words, and
# the ten of a power of ten is not a result.
NUMERAL = re.compile(r"(?<![\w.^\\])(?<![\^_]\{)(?!10\^)(\d+\.\d+|\d{2,})(?!\d)")


def numerals(text: str) -> set[str]:
    """The numbers in a text of a card, without separators between thousands."""
    plain = re.sub(r"(?<=\d)(?:\{,\}|,)(?=\d{3}(?!\d))", "", text)
    return set(NUMERAL.findall(plain))


def unaccounted(card: dict[str, Any]) -> set[str]:
    """Numbers in the answer and the trap of a card that are neither computed nor given."""
    known = {number.lstrip("-") for number in [*card.get("numbers", {}), *card.get("given", [])]}
    return numerals(f"{card['answer']}\n{card['trap']}") - known - numerals(card["question"])
