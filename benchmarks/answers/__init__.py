"""Answers as students write them, each with its truth; `benchmarks/diagnosis.py` grades them."""

from __future__ import annotations

import importlib
import textwrap
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """One answer: its source, whether it is right, and else its mistakes in words.

    `names` holds the names that may stand for the mistake: of entries of the bank, or ids of
    common mistakes. It is empty where the bank has no name for it.
    """

    truth: str
    source: str
    right: bool = False
    names: tuple[str, ...] = ()


def right(truth: str, source: str) -> Answer:
    """An answer that must earn every point; `truth` says what is unusual about it."""
    return Answer(truth, textwrap.dedent(source).strip() + "\n", right=True)


def wrong(truth: str, names: str, source: str) -> Answer:
    """An answer with the mistake `truth`, and the names for it, separated by spaces."""
    return Answer(truth, textwrap.dedent(source).strip() + "\n", names=tuple(names.split()))


def answers(assignment: str, function: str) -> list[Answer]:
    """The answers to one exercise; none where nobody wrote any."""
    try:
        module = importlib.import_module(f"benchmarks.answers.{assignment}.{function}")
    except ModuleNotFoundError:
        return []
    return list(module.ANSWERS)
