"""What a million submissions cost, from the seconds a submission that were measured.

    python benchmarks/cost_of_a_million.py [--price 0.05] [--assignment optimizers] [--json FILE]

The seconds are those of `benchmarks/results/grading.json`, which `benchmarks/grading.py` writes:
core seconds a submission, with the full sandbox, on the machine of the benchmark. The price of a
core for an hour is an assumption of whoever asks: it is an argument, and stands below the table.
Assumed as well: cores as fast as those of the benchmark, all of them busy. Starting machines,
storage and traffic are left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results" / "grading.json"
PRICE = 0.05  # for one core for one hour, in any currency
CORES = (2, 16, 128, 1024)
SUBMISSIONS = 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description="What a million submissions cost.")
    parser.add_argument("--price", type=float, default=PRICE, help="of one core for one hour")
    parser.add_argument("--assignment", default="optimizers")
    parser.add_argument(
        "--json", type=Path, default=RESULTS, help="what benchmarks/grading.py wrote"
    )
    options = parser.parse_args()
    try:
        measured = json.loads(options.json.read_text(encoding="utf-8"))[options.assignment]
        seconds = core_seconds(measured)
    except FileNotFoundError:
        print(f"{options.json} is missing; benchmarks/grading.py writes it", file=sys.stderr)
        return 1
    except KeyError as missing:
        print(f"{options.json} holds no {missing}; measure it again", file=sys.stderr)
        return 1
    print(table(seconds, options.price))
    return 0


def core_seconds(measured: dict[str, Any]) -> float:
    """Seconds of one core for a submission: the middle round's on all cores, times the cores."""
    return float(median(measured["seconds_autograder"]) * measured["cores"])


def table(seconds: float, price: float) -> str:
    """The table in Markdown: for each number of cores the duration and the cost."""
    hours = SUBMISSIONS * seconds / 3600
    lines = ["| cores | duration | cost |", "| ---: | ---: | ---: |"]
    lines += [f"| {n:,} | {duration(hours / n)} | {hours * price:,.2f} |" for n in CORES]
    note = (
        f"{SUBMISSIONS:,} submissions at {1000 * seconds:.1f} ms of one core (measured), which is "
        f"{hours:,.1f} core hours, at {price:g} a core hour (assumed)."
    )
    return "\n".join([*lines, "", note])


def duration(hours: float) -> str:
    """Hours as text: minutes below two hours, days above two days."""
    if hours < 2:
        return f"{60 * hours:.0f} min"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"


if __name__ == "__main__":
    sys.exit(main())
