"""The wire: exact both ways, and nothing that a worker sends can do harm."""

from __future__ import annotations

import socket
import struct
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.sandbox import policy, wire
from handbook.check.observe import CallError, Observation
from handbook.check.plain_data import Count, Each, Formula, Opaque, Previous, Rng, same
from tests.patience import HANGS

NUMBERS = st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers()
ARRAYS = npst.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_, np.complex128]),
    npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)
KEYS = st.text(max_size=5) | st.booleans() | st.integers(-(2**63), 2**63 - 1)
VALUES = st.recursive(
    NUMBERS | st.text() | st.binary() | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=20,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["t", "v", "b", "d", "s", "g"]), inner, max_size=4)
        | st.fixed_dictionaries({"t": st.sampled_from("abcdiort"), "v": inner, "b": inner})
    ),
    max_leaves=30,
)


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def round_trip(value: Any) -> Any:
    packer = wire.Packer()
    header = msgpack.unpackb(msgpack.packb(packer.pack(value)))
    return wire.unpack(header, [memoryview(bytes(buffer)) for buffer in packer.buffers])


@given(VALUES)
def test_plain_data_comes_back_as_it_was(value: Any) -> None:
    got = round_trip(value)
    assert type(got) is type(value)
    assert same(got, value, equal_nan=True)


@given(JSON, st.lists(st.binary(max_size=40), max_size=3))
def test_whatever_is_unpacked_is_plain_or_refused(data: Any, raw: list[bytes]) -> None:
    try:
        value = wire.unpack(data, [memoryview(buffer) for buffer in raw])
    except wire.ProtocolError:
        return
    assert same(round_trip(value), value, equal_nan=True) or isinstance(value, Opaque)


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_break_the_protocol(data: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.close()
        with pytest.raises((wire.ProtocolError, EOFError)):
            wire.receive_frame(ours, time.monotonic() + HANGS)


@given(JSON)
def test_no_header_does_more_than_break_the_protocol(header: Any) -> None:
    try:
        wire.unpack_observation({"value": header, "error": header, "changed": header}, [], 2)
    except wire.ProtocolError:
        return
    raise AssertionError("an observation without its fields was taken for one")


@given(JSON, st.lists(st.integers(0, 4), max_size=3), st.lists(st.binary(max_size=9), max_size=3))
def test_no_list_of_observations_does_more_than_break_the_protocol(
    headers: Any, arguments: list[int], raw: list[bytes]
) -> None:
    buffers = [memoryview(buffer) for buffer in raw]
    try:
        seen = wire.unpack_observations(headers, buffers, arguments)
    except wire.ProtocolError:
        return
    assert (headers, seen, arguments) == ([], [], [])


@pytest.mark.parametrize("buffers", [-1, 2, True, None, "1"])
def test_observations_that_claim_what_was_not_sent_break_the_protocol(buffers: Any) -> None:
    headers, sent = wire.pack_observations([Observation(np.ones(3))])
    headers[0]["buffers"] = buffers
    with pytest.raises(wire.ProtocolError):
        wire.unpack_observations(headers, [memoryview(bytes(b)) for b in sent], [1])


@pytest.mark.parametrize(
    "value",
    [Rng(3), Formula("x + 1"), Count(2), Previous(0, 2.0, -1.0), Previous(), Each((1.0, [2]))],
)
def test_what_only_the_trusted_side_may_say_crosses_to_a_worker_only(value: Any) -> None:
    packed = wire.Packer().pack(value)
    got = wire.unpack(packed, [], allow_rng=True)
    assert type(got) is type(value)
    assert str(got).replace("[1.0, [2]]", "(1.0, [2])") == str(value)
    with pytest.raises(wire.ProtocolError):
        wire.unpack(packed, [])


def test_truth_values_are_zero_or_one_whatever_is_sent() -> None:
    array = wire.unpack({"t": "a", "d": "|b1", "s": [3], "b": 0}, [memoryview(b"\x00\x07\xff")])
    assert array.view(np.uint8).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    "tagged",
    [
        {"t": "a", "d": "|O", "s": [1], "b": 0},
        {"t": "a", "d": "<f8", "s": [2], "b": 0},
        {"t": "a", "d": "<f8", "s": [-1], "b": 0},
        {"t": "a", "d": "<f8", "s": [1] * 17, "b": 0},
        {"t": "a", "d": "<f8", "s": [1 << 26, 0, 1 << 26, 1 << 26], "b": 0},
        {"t": "a", "d": "<f8", "s": [1 << 14, 0, 1 << 14], "b": 1},
        {"t": "a", "d": ["<f8"], "s": [1], "b": 0},
        {"t": "a", "d": "<f8", "s": [1], "b": 2},
        {"t": "a", "d": "<f8", "s": [1], "b": True},
        {"t": "d", "v": [[[1], 2]]},
        {"t": "d", "v": [[1]]},
        {"t": "d", "v": [[i, i] for i in range(5000)]},
        {"t": "c", "v": [1.0]},
        {"t": "i", "v": "0x" + "f" * 3000},
        {"t": "i", "v": "ten"},
        {"t": "x"},
        {},
    ],
)
def test_a_value_that_does_not_fit_breaks_the_protocol(tagged: dict[str, Any]) -> None:
    with pytest.raises(wire.ProtocolError):
        wire.unpack(tagged, [memoryview(bytes(8)), memoryview(b"")])


@pytest.mark.parametrize(
    "tagged", [{"t": "b", "b": 0}, {"t": "a", "d": "|u1", "s": [1 << 20], "b": 0}]
)
@pytest.mark.parametrize("wrap", [list, lambda items: {"t": "t", "v": items}])
def test_a_value_takes_no_more_memory_than_was_sent(tagged: dict[str, Any], wrap: Any) -> None:
    sent = [memoryview(bytes(1 << 20))]
    tracemalloc.start()
    try:
        with pytest.raises(wire.ProtocolError, match="more than once"):
            wire.unpack(wrap([tagged] * 250), sent)
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()
    assert len(wire.unpack(wrap([tagged]), sent)) == 1


def test_nesting_has_an_end() -> None:
    value: list[Any] = []
    for _ in range(policy.MAX_DEPTH + 2):
        value = [value]
    with pytest.raises(wire.ProtocolError, match="nested"):
        wire.unpack(value, [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("changed", [2]),
        ("changed", [True]),
        ("changed", "01"),
        ("floating", ["rounding"]),
        ("floating", [["overflow"]]),
        ("global_random", 1),
        ("error", ["ValueError", "text"]),
        ("error", ["ValueError", 3, None, ""]),
        ("error", ["ValueError", "text", -1, ""]),
        ("error", "ValueError"),
    ],
)
def test_an_observation_that_cannot_be_breaks_the_protocol(field: str, value: Any) -> None:
    header, _ = wire.pack_observation(Observation(value=1.0))
    with pytest.raises(wire.ProtocolError):
        wire.unpack_observation({**header, field: value}, [], 2)


def test_an_observation_comes_back_as_it_was() -> None:
    error = CallError("ValueError", "shapes do not agree", 3, "return a @ b")
    seen = Observation(None, error, (0, 2), ("overflow",), True)
    assert wire.unpack_observation(wire.pack_observation(seen)[0], [], 3) == seen


def test_the_text_of_an_error_is_cut_and_its_name_is_a_name() -> None:
    seen = Observation(error=CallError("<b>", "x" * 10_000, 1, "y" * 10_000))
    error = wire.unpack_observation(wire.pack_observation(seen)[0], [], 0).error
    assert error is not None
    assert error.type_name == "Exception"
    assert (len(error.message), len(error.source_line)) == (500, 200)


def test_a_frame_crosses_with_its_buffers(ends: tuple[socket.socket, socket.socket]) -> None:
    buffers = [b"", b"x" * 10, bytes(100)]
    wire.send_frame(ends[0], {"op": "call"}, buffers)
    header, got = wire.receive_frame(ends[1], time.monotonic() + HANGS)
    assert header["op"] == "call"
    assert [bytes(buffer) for buffer in got] == buffers


@pytest.mark.parametrize(
    "sizes", [(policy.MAX_HEADER + 1, 0), (10, policy.MAX_BUFFERS + 1), (1 << 31, 1 << 31)]
)
def test_a_frame_that_is_too_large_is_refused_before_it_is_read(
    ends: tuple[socket.socket, socket.socket], sizes: tuple[int, int]
) -> None:
    ends[0].sendall(struct.pack("<II", *sizes))
    with pytest.raises(wire.ProtocolError, match="larger"):
        wire.receive_frame(ends[1], time.monotonic() + HANGS)


@pytest.mark.parametrize(
    "header",
    [[], {"n": [1]}, {"n": [-1, 1]}, {"n": "no"}, {}, {"n": [True]}, {1: 2, "n": []}],
)
def test_a_header_whose_buffers_do_not_add_up_is_refused(
    ends: tuple[socket.socket, socket.socket], header: Any
) -> None:
    packed = msgpack.packb(header)
    ends[0].sendall(struct.pack("<II", len(packed), 0) + packed)
    with pytest.raises(wire.ProtocolError):
        wire.receive_frame(ends[1], time.monotonic() + HANGS)


def test_two_frames_at_a_time_are_refused(ends: tuple[socket.socket, socket.socket]) -> None:
    for _ in range(2):
        wire.send_frame(ends[0], {"op": "call"})
    with pytest.raises(wire.ProtocolError, match="more than one"):
        wire.receive_frame(ends[1], time.monotonic() + HANGS)


def test_one_deadline_holds_for_a_whole_frame(ends: tuple[socket.socket, socket.socket]) -> None:
    ends[0].sendall(struct.pack("<II", 100, 0) + b"x")
    with pytest.raises(TimeoutError):
        wire.receive_frame(ends[1], time.monotonic() + 0.05)
    with pytest.raises(TimeoutError):
        wire.send_frame(ends[0], {}, [bytes(32 << 20)], time.monotonic() + 0.05)
