"""What must hold for any bytes: of a worker's answer, and of a file handed in as a notebook.

Each target takes bytes and raises where something other than a value or a refusal comes out.
`strategies` makes bytes that get far into them; `scripts/fuzz.py` runs them for long.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from autograder.authoring.release import released_notebook
from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference
from autograder.gradebook.autograded_notebooks import (
    OfficialCell,
    autograded_notebook,
    official_cells,
)
from autograder.grading import missing_function, notebook_names
from autograder.ingest.notebook import (
    MAX_CELLS,
    MAX_ID,
    MAX_SOURCE,
    Unreadable,
    notebook_bytes,
    parse_notebook,
)
from autograder.results import ExerciseResult, SubmissionResult
from autograder.sandbox import policy, session, wire
from handbook.check.plain_data import Opaque, plain, same, show
from tests.autograder.sandbox.handing_in import ASSIGNMENT, SOLUTIONS, SUITES

NUMBERS = (type(None), bool, int, float, complex, str, bytes, Opaque)


class Stream:
    """Stands for a socket whose other side has sent these bytes and ended."""

    def __init__(self, data: bytes) -> None:
        self._left = data

    def settimeout(self, seconds: float | None) -> None:
        pass

    def recv(self, size: int) -> bytes:
        got, self._left = self._left[:size], self._left[size:]
        return got

    def recv_into(self, buffer: memoryview) -> int:
        got = self.recv(len(buffer))
        buffer[: len(got)] = got
        return len(got)


def frame(data: bytes) -> None:
    """An answer on the wire: read, and each of its parts rebuilt in every way there is."""
    if len(data) >= wire.LENGTHS.size and max(wire.LENGTHS.unpack_from(data)) > 1 << 16:
        return  # the refusal of large ones has its own tests, and would cost memory here
    try:
        header, buffers = wire.receive_frame(Stream(data))  # type: ignore[arg-type]
    except (wire.ProtocolError, EOFError):
        return
    for read in (
        lambda: wire.unpack_observation(header, buffers, 2).value,
        lambda: wire.unpack(header.get("value"), buffers),
    ):
        try:
            value = read()
        except wire.ProtocolError:
            continue
        _is_plain(value)
        packer = wire.Packer()
        packer.pack(value)
        assert same(plain(value), value, equal_nan=True) or _holds_opaque(value)
        assert len(show(value)) <= 300
    for other in (
        lambda: wire.unpack_error(header.get("error")),
        lambda: session._functions(header.get("functions")),
    ):
        try:
            other()
        except wire.ProtocolError:
            continue


def _is_plain(value: Any, depth: int = 0) -> None:
    assert depth <= policy.MAX_DEPTH + 1
    kind = type(value)
    if kind in (list, tuple):
        for item in value:
            _is_plain(item, depth + 1)
    elif kind is dict:
        for key, item in value.items():
            assert type(key) in (str, int, float, bool)
            _is_plain(item, depth + 1)
    elif kind is np.ndarray or isinstance(value, np.generic):
        assert value.dtype.newbyteorder("<").str in policy.ARRAY_TYPES
        assert wire._span(value.shape) <= policy.MAX_BUFFERS
    else:
        assert kind in NUMBERS, kind


def _holds_opaque(value: Any) -> bool:
    if isinstance(value, list | tuple | dict):
        return any(map(_holds_opaque, value.values() if isinstance(value, dict) else value))
    return isinstance(value, Opaque) or (isinstance(value, bytes) and not value)


def notebook(data: bytes) -> None:
    """A file handed in: read, searched for functions, and written for formgrader."""
    try:
        read = parse_notebook(data)
    except Unreadable:
        return
    assert len(read.cells) <= MAX_CELLS
    for cell in read.cells:
        assert cell.kind in ("code", "markdown", "raw")
        assert type(cell.source) is str
        assert len(cell.source) <= MAX_SOURCE
        assert cell.grade_id is None or (
            type(cell.grade_id) is str and len(cell.grade_id) <= MAX_ID
        )
        assert all(
            len(name) <= missing_function.MAX_NAME
            for name in missing_function._defined(cell.source)
        )
    notebook_names.definition("double", read)
    result, official = _graded()
    written = json.dumps(autograded_notebook(read, result, official))
    again = parse_notebook(written.encode())
    assert {c.grade_id for c in again.cells} >= {"double", "double-score", "shift", "shift-score"}
    assert again.repairs == ()


@cache
def _graded() -> tuple[SubmissionResult, dict[str, OfficialCell]]:
    folders = load_assignment(ASSIGNMENT, SUITES)
    released = released_notebook(
        ASSIGNMENT, folders, load_reference(ASSIGNMENT, folders, SOLUTIONS)
    )
    exercises = tuple(
        ExerciseResult(f.function, 0.0, f.points, "wrong", None, "no", ()) for f in folders
    )
    return SubmissionResult("s1", ASSIGNMENT, 0.0, 10.0, 0.0, exercises), official_cells(released)


TARGETS: dict[str, Callable[[bytes], None]] = {"frame": frame, "notebook": notebook}


def seeds(target: str) -> Sequence[bytes]:
    """A few honest inputs, from which hostile ones are made."""
    if target == "notebook":
        return [notebook_bytes(SOLUTIONS / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")]
    return [framed({"functions": [["double", "x"]]}), *map(_observed, VALUES)]


VALUES: tuple[Any, ...] = (
    None,
    [1, 2.5, (True, "text", b"bytes", 1 << 70, 2 - 1j)],
    {"w": np.arange(6.0).reshape(2, 3), 3: np.float32(0.5), 0.5: np.array([True, False])},
    np.zeros((0, 3)),
)


def _observed(value: Any) -> bytes:
    packer = wire.Packer()
    seen = {"value": packer.pack(value), "error": ["ValueError", "text", 3, "return x"]}
    seen |= {"changed": [0], "floating": ["overflow"], "global_random": False}
    return framed(seen, packer.buffers)


def with_right_lengths(data: bytes) -> bytes:
    """A frame whose first lengths are changed so that they fit what follows."""
    if len(data) < wire.LENGTHS.size:
        return data
    body = data[wire.LENGTHS.size :]
    header = min(wire.LENGTHS.unpack_from(data)[0], len(body))
    return wire.LENGTHS.pack(header, len(body) - header) + body


def framed(header: dict[str, Any], buffers: Sequence[bytes | memoryview] = ()) -> bytes:
    """The bytes of a frame, as a worker would send them."""
    sent = bytearray()

    class Sink:
        def settimeout(self, seconds: float | None) -> None:
            pass

        def sendall(self, part: bytes) -> None:
            sent.extend(part)

    wire.send_frame(Sink(), header, buffers)  # type: ignore[arg-type]
    return bytes(sent)
