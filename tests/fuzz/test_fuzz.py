"""The readers of untrusted bytes, on many inputs; `scripts/fuzz.py` runs the same for longer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import strategies, targets
from tests.tiers import count

CORPUS = Path(__file__).with_name("corpus")
KEPT = sorted(path for path in CORPUS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name[:12]}")
def test_inputs_that_were_interesting_once_do_no_harm(path: Path) -> None:
    targets.TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("target", targets.TARGETS)
def test_honest_inputs_are_read(target: str) -> None:
    for seed in targets.seeds(target):
        targets.TARGETS[target](seed)


@pytest.mark.parametrize("target", targets.TARGETS)
def test_any_bytes_give_a_value_or_a_refusal(target: str) -> None:
    @given(strategies.inputs(target))
    @settings(max_examples=count("fuzz_inputs"), suppress_health_check=list(HealthCheck))
    def holds(data: bytes) -> None:
        targets.TARGETS[target](data)

    holds()


def test_the_inputs_get_past_the_first_checks() -> None:
    """A share of the inputs must be read to the end, else nothing behind is tested."""
    read = 0

    @given(st.data())
    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    def count(data: st.DataObject) -> None:
        nonlocal read
        try:
            targets.parse_notebook(data.draw(strategies.structured_notebooks()))
        except targets.Unreadable:
            return
        read += 1

    count()
    assert read > 20
