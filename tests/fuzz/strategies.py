"""Bytes that get far: honest inputs mutated, and headers and notebooks built by their grammar."""

from __future__ import annotations

import json
import struct
from typing import Any

import msgpack
from hypothesis import strategies as st

from autograder.sandbox import policy
from tests.fuzz import targets

FIELDS = ["t", "v", "b", "d", "s", "g", "n", "id", "value", "error", "changed", "floating"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.integers(-2, 9)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([*sorted(policy.ARRAY_TYPES), "|O", "0x1f", "overflow", "double"])
)


def _tagged(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    array = st.fixed_dictionaries(
        {
            "t": st.just("a"),
            "d": st.sampled_from(sorted(policy.ARRAY_TYPES)) | inner,
            "s": st.lists(st.integers(-1, 8) | inner, max_size=4),
            "b": st.integers(-1, 3) | inner,
        },
        optional={"g": st.booleans() | inner},
    )
    other = st.fixed_dictionaries(
        {"t": st.sampled_from("abcdiort")}, optional={"v": inner, "b": st.integers(-1, 3)}
    )
    return array | other


VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)
        | st.lists(st.lists(inner, min_size=2, max_size=2), max_size=3)
        | _tagged(inner)
    ),
    max_leaves=25,
)


@st.composite
def structured_frames(draw: st.DrawFn) -> bytes:
    """Frames whose lengths are right more often than not, around headers of any kind."""
    buffers = draw(st.lists(st.binary(max_size=64), max_size=4))
    header = {
        "value": draw(VALUES),
        "error": draw(st.none() | st.lists(SCALARS, min_size=4, max_size=4) | VALUES),
        "changed": draw(st.lists(st.integers(-1, 2), max_size=3) | VALUES),
        "floating": draw(st.lists(st.sampled_from(["overflow", "rounding"])) | VALUES),
        "global_random": draw(st.booleans() | VALUES),
        "functions": draw(st.lists(st.lists(st.text(max_size=5), max_size=3)) | VALUES),
        "n": draw(st.just([len(b) for b in buffers]) | st.lists(st.integers(-1, 99)) | VALUES),
    }
    packed = msgpack.packb(header)
    sizes = draw(
        st.just((len(packed), sum(map(len, buffers))))
        | st.tuples(st.integers(0, 300), st.integers(0, 300))
    )
    return struct.pack("<II", *sizes) + packed + b"".join(buffers)


CELL_FIELDS = ["cell_type", "source", "input", "metadata", "nbgrader", "grade_id", "tags", "cells"]
CELL_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=8)  # half characters among them
    | st.sampled_from(["code", "markdown", "raw", "double", "double-score", "experiment"])
    | st.sampled_from(["def double(x):\n    return x", "def  double(x): x\0", "(" * 300, "\ud800"])
)
CELLS = st.recursive(
    CELL_SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(CELL_FIELDS), inner, max_size=5)
        | st.fixed_dictionaries(
            {
                "cell_type": st.sampled_from(["code", "markdown", "raw"]) | inner,
                "source": inner,
                "metadata": st.fixed_dictionaries({"nbgrader": inner}) | inner,
            }
        )
    ),
    max_leaves=25,
)


@st.composite
def structured_notebooks(draw: st.DrawFn) -> bytes:
    """JSON shaped like a notebook, of any version."""
    cells = draw(st.lists(CELLS, max_size=5))
    shape = draw(st.sampled_from(["cells", "worksheets", "any"]))
    data: Any = {"cells": cells, "nbformat": draw(CELL_SCALARS), "metadata": draw(CELLS)}
    if shape == "worksheets":
        data = {"worksheets": [{"cells": cells}, draw(CELLS)], "nbformat": 3}
    elif shape == "any":
        data = draw(CELLS)
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-32"]))
    text = json.dumps(data, ensure_ascii=draw(st.booleans()))
    return text.encode(encoding, "surrogatepass")


@st.composite
def mutated(draw: st.DrawFn, honest: st.SearchStrategy[bytes]) -> bytes:
    """An honest input with a few places changed, cut, doubled or moved."""
    data = bytearray(draw(honest))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(0, len(data) - 1)))
        end = draw(st.integers(start, min(len(data), start + 40)))
        how = draw(st.sampled_from(["flip", "cut", "double", "insert", "end"]))
        if how == "flip" and data:
            data[start] ^= 1 << draw(st.integers(0, 7))
        elif how == "cut":
            del data[start:end]
        elif how == "double":
            data[start:start] = data[start:end]
        elif how == "insert":
            data[start:start] = draw(st.binary(max_size=8))
        elif how == "end":
            del data[end:]
    return bytes(data)


def inputs(target: str) -> st.SearchStrategy[bytes]:
    """All kinds of bytes for a target."""
    structured = structured_frames() if target == "frame" else structured_notebooks()
    honest = st.sampled_from(list(targets.seeds(target)))
    return st.binary(max_size=300) | structured | mutated(honest | structured)
