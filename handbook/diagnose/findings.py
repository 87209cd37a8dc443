"""What a diagnosis finds: a symptom, the numbers that show it, where to read, what to try."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import fill

WIDTH = 72
"""Columns of a finding that is printed."""

NOTHING = "nothing found"
"""The symptom of the only finding of a run in which no symptom shows."""

SECTIONS = {
    "exploding-remedies": "Remedies on one network",
    "exploding-causes": "Where the size comes from",
    "gradient-clipping": "Clipping",
    "learning-rate": "Reading the learning rate off the training loss",
    "range-test": "The range test",
    "gradient-check-why": "A falling loss proves little",
    "detecting-overfitting": "Seeing it without the truth",
    "regularization-purpose": "What regularization is",
    "vanishing-remedies": "The remedies on one network",
    "vanishing-activations": "Slopes of one",
    "dying-relu": "Dead units",
    "zero-init": "Not all equal",
    "what-notices-units": "Which models notice",
}
"""Titles of the sections of the book that findings lead to, by their labels."""


@dataclass(frozen=True)
class Finding:
    """A symptom with its evidence.

    `evidence` is the sentence that shows it, `numbers` the same numbers by name, `read` the label
    of a section of the book, `first` what to try first.
    """

    symptom: str
    evidence: str
    read: str
    first: str
    numbers: Mapping[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = {
            "evidence": self.evidence,
            "read": f"{SECTIONS[self.read]} ({self.read})",
            "try first": self.first,
        }
        lines = [
            fill(text, WIDTH, initial_indent=f"  {f'{name}:':<11}", subsequent_indent=" " * 13)
            for name, text in parts.items()
        ]
        return "\n".join([self.symptom, *lines])
