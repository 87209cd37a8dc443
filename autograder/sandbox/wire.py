"""What crosses between the trusted side and a worker: plain data in frames, nothing else.

A frame is two lengths, a msgpack header and raw buffers. Arrays and bytes travel as buffers,
everything else in the header as tagged values. What comes from a worker is untrusted: sizes,
types and depths are checked before anything is built, and whatever does not fit is a
`ProtocolError`. Nothing is pickled; every value is rebuilt as its exact type.
"""

from __future__ import annotations

import contextlib
import math
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any, NoReturn

import msgpack
import numpy as np

from autograder.sandbox import policy
from handbook.check.observe import CallError, Observation
from handbook.check.plain_data import Count, Each, Formula, Opaque, Previous, Rng

LENGTHS = struct.Struct("<II")
SMALL = 1 << 16
# How an array travels, by how its type is written here.
LITTLE_ENDIAN = {t.replace("<", order): t for t in policy.ARRAY_TYPES for order in "<>"}
ITEM_BYTES = {t: np.dtype(t).itemsize for t in policy.ARRAY_TYPES}
FLOATING_FAULTS = ("division by zero", "overflow", "invalid value")
MAX_NAME, MAX_MESSAGE, MAX_SOURCE_LINE = 100, 500, 200


class ProtocolError(Exception):
    """The other side sent what the protocol does not allow."""


class TooLarge(ValueError):
    """A value is larger than may cross."""


class Packer:
    """Turns plain values into header data and buffers, and counts them against the limits."""

    def __init__(self) -> None:
        self.buffers: list[bytes | memoryview] = []
        self._bytes = 0
        self._items = 0

    def pack(self, value: object, depth: int = 0) -> Any:
        """A value as header data. What is not plain becomes `Opaque`; raises TooLarge."""
        kind = type(value)
        if value is None or kind in (bool, float):
            return value
        if kind is int:
            return _pack_int(value)  # type: ignore[arg-type]
        if kind is str:
            return _pack_str(value)  # type: ignore[arg-type]
        if kind is np.ndarray or isinstance(value, np.generic):
            return self._pack_array(value)  # type: ignore[arg-type]
        if kind in (list, tuple, dict):
            return self._pack_container(value, depth)
        if kind is bytes:
            return {"t": "b", "b": self._add(value)}  # type: ignore[arg-type]
        if kind is complex:
            return {"t": "c", "v": [value.real, value.imag]}  # type: ignore[attr-defined]
        if kind is Rng:
            return {"t": "r", "v": value.seed}  # type: ignore[attr-defined]
        if kind is Formula:
            return {"t": "f", "v": value.text}  # type: ignore[attr-defined]
        if kind is Count:
            return {"t": "n", "v": value.first}  # type: ignore[attr-defined]
        if kind is Each:
            return {"t": "l", "v": self.pack(list(value.values), depth + 1)}  # type: ignore[attr-defined]
        if kind is Previous:
            parts = (value.index, value.factor, value.offset)  # type: ignore[attr-defined]
            return {"t": "p", "v": [self.pack(part, depth + 1) for part in parts]}
        if kind is Opaque:
            return _opaque(value.type_name)  # type: ignore[attr-defined]
        return _opaque(f"{kind.__module__}.{kind.__qualname__}")

    def _pack_container(self, value: Any, depth: int) -> Any:
        if depth >= policy.MAX_DEPTH:
            return _opaque("too deeply nested")
        self._items += len(value)
        if self._items > policy.MAX_ITEMS:
            raise TooLarge(f"more than {policy.MAX_ITEMS:,} items")
        if type(value) is list:
            return [self.pack(item, depth + 1) for item in value]
        if type(value) is tuple:
            return {"t": "t", "v": [self.pack(item, depth + 1) for item in value]}
        if len(value) > policy.MAX_DICT:
            raise TooLarge(f"a dict of more than {policy.MAX_DICT:,} entries")
        if not all(_is_key(key) for key in value):
            return _opaque("a dict whose keys cannot be sent")
        return {"t": "d", "v": [[k, self.pack(v, depth + 1)] for k, v in value.items()]}

    def _pack_array(self, value: np.ndarray | np.generic) -> Any:
        dtype = LITTLE_ENDIAN.get(value.dtype.str)
        if dtype is None or value.ndim > policy.MAX_DIMENSIONS:
            return _opaque(f"array of {value.dtype}")
        if value.size == 0 and _span(value.shape) > policy.MAX_BUFFERS:
            raise TooLarge(f"an empty array of shape {value.shape}")
        array = value if dtype == value.dtype.str else value.astype(dtype)
        raw: bytes | memoryview
        if array.nbytes < SMALL:  # most are; a copy is then cheaper than a view
            raw = array.tobytes()
        else:
            raw = np.asarray(array, order="C").reshape(-1).view(np.uint8).data
        tagged = {"t": "a", "d": dtype, "s": list(value.shape), "b": self._add(raw)}
        return tagged | {"g": True} if isinstance(value, np.generic) else tagged

    def _add(self, raw: bytes | memoryview) -> int:
        self._bytes += len(raw)
        if self._bytes > policy.MAX_BUFFERS:
            raise TooLarge(f"more than {policy.MAX_BUFFERS >> 20} MiB")
        self.buffers.append(raw)
        return len(self.buffers) - 1


def _opaque(type_name: object) -> dict[str, str]:
    return {"t": "o", "v": _text(type_name, 2 * MAX_NAME)}


def _pack_int(value: int) -> Any:
    if -(1 << 63) <= value < 1 << 64:
        return value
    if value.bit_length() > policy.MAX_INT_BITS:
        return _opaque(f"an int of more than {policy.MAX_INT_BITS} bits")
    return {"t": "i", "v": hex(value)}


def _pack_str(value: str) -> Any:
    if len(value) > policy.MAX_HEADER // 2:
        raise TooLarge(f"text of more than {policy.MAX_HEADER // 2:,} characters")
    return value if _is_encodable(value) else _opaque("text with lone surrogates")


def _is_encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _is_key(key: object) -> bool:
    # Without large ints and tuples nobody can choose thousands of keys of one hash.
    if type(key) is int:
        return -(1 << 63) <= key < 1 << 63
    return type(key) in (bool, float) or (type(key) is str and _is_encodable(key))


def _text(value: object, limit: int) -> str:
    """Exact, printable, valid text of at most `limit` characters."""
    if type(value) is not str:
        return ""
    return value[:limit].encode("utf-8", "backslashreplace").decode()[:limit]


def unpack(data: Any, buffers: Sequence[memoryview], *, allow_rng: bool = False) -> Any:
    """Rebuild a value from header data and buffers.

    `allow_rng` is for the worker, which takes generators, functions as formulas, and the arguments
    of a chain of calls, from the trusted side; a worker cannot send one: a formula is executed
    where it arrives. Raises ProtocolError.
    """
    return _unpack(data, _Received(buffers), allow_rng, 0)


class _Received:
    """The buffers of a frame, each of which may be named once, as a `Packer` does.

    So a value takes no more memory than was sent for it.
    """

    def __init__(self, buffers: Sequence[memoryview]) -> None:
        self._buffers: list[memoryview | None] = list(buffers)

    def take(self, index: Any) -> memoryview:
        """The buffer with that number. Raises ProtocolError."""
        if type(index) is not int or not 0 <= index < len(self._buffers):
            raise ProtocolError("a buffer that was not sent")
        buffer, self._buffers[index] = self._buffers[index], None
        if buffer is None:
            raise ProtocolError("a buffer that is named more than once")
        return buffer


def _unpack(data: Any, received: _Received, allow_rng: bool, depth: int) -> Any:
    kind = type(data)
    if data is None or kind in (bool, int, float, str):
        return data
    if depth > policy.MAX_DEPTH:
        raise ProtocolError("a value nested too deeply")
    if kind is list:
        return [_unpack(item, received, allow_rng, depth + 1) for item in data]
    if kind is not dict:
        raise ProtocolError(f"a {kind.__name__} in the header")
    tag, value = data.get("t"), data.get("v")
    if tag == "a":
        return _unpack_array(data, received)
    if tag == "b":
        return bytes(received.take(data.get("b")))
    if tag == "t" and type(value) is list:
        return tuple(_unpack(item, received, allow_rng, depth + 1) for item in value)
    if tag == "d" and type(value) is list and len(value) <= policy.MAX_DICT:
        return {
            _unpack_key(pair): _unpack(pair[1], received, allow_rng, depth + 1) for pair in value
        }
    if tag == "c" and type(value) is list and [type(part) for part in value] == [float, float]:
        return complex(*value)
    if tag == "i" and type(value) is str and len(value) <= policy.MAX_INT_BITS // 4 + 3:
        with contextlib.suppress(ValueError):
            return int(value, 16)
    if tag == "o" and type(value) is str:
        return Opaque(value[: 2 * MAX_NAME])
    if not allow_rng:
        raise ProtocolError("a tagged value that cannot be read")
    if tag == "r" and type(value) is int:
        return Rng(value)
    if tag == "f" and type(value) is str:
        return Formula(value)
    if tag == "n" and type(value) is int:
        return Count(value)
    if tag == "l" and type(value) is list:
        return Each(_unpack(value, received, allow_rng, depth + 1))
    if tag == "p" and type(value) is list and len(value) == 3:
        return Previous(*(_unpack(part, received, allow_rng, depth + 1) for part in value))
    raise ProtocolError("a tagged value that cannot be read")


def _unpack_key(pair: Any) -> Any:
    if type(pair) is not list or len(pair) != 2 or not _is_key(pair[0]):
        raise ProtocolError("a dict entry that is no pair of key and value")
    return pair[0]


def _unpack_array(data: dict[str, Any], received: _Received) -> Any:
    raw, dtype, shape = received.take(data.get("b")), data.get("d"), data.get("s")
    if type(dtype) is not str or dtype not in ITEM_BYTES:
        raise ProtocolError("an array of an unknown type")
    if type(shape) is not list or len(shape) > policy.MAX_DIMENSIONS:
        raise ProtocolError("an array without a proper shape")
    for length in shape:
        if type(length) is not int or not 0 <= length <= policy.MAX_BUFFERS:
            raise ProtocolError("an array without a proper shape")
    items = math.prod(shape)
    if items == 0 and _span(shape) > policy.MAX_BUFFERS:
        raise ProtocolError("an array whose shape is too large")
    if items * ITEM_BYTES[dtype] != len(raw):
        raise ProtocolError("an array whose shape and size disagree")
    # A truth value is one byte, and a hostile one need not be 0 or 1.
    flat = np.frombuffer(raw, dtype="|u1") != 0 if dtype == "|b1" else np.frombuffer(raw, dtype)
    try:
        array = flat.reshape(shape).copy()
    except ValueError as error:
        raise ProtocolError(f"an array that NumPy refuses: {error}") from None
    return array[()] if data.get("g") is True and not shape else array


def _span(shape: Sequence[int]) -> int:
    """How many entries a shape spans but for its zeros: what a product with it can make."""
    return math.prod(length for length in shape if length)


def pack_observation(seen: Observation) -> tuple[dict[str, Any], list[bytes | memoryview]]:
    """An observation as header data and buffers; a value that is too large becomes Opaque."""
    packer = Packer()
    try:
        value = packer.pack(seen.value)
        if len(msgpack.packb(value)) > policy.MAX_HEADER // 2:
            raise TooLarge(f"more than {policy.MAX_HEADER // 2:,} bytes beside arrays")
    except TooLarge as error:
        packer, value = Packer(), _opaque(f"a value too large to be graded: {error}")
    header = {
        "value": value,
        "error": pack_error(seen.error),
        "changed": list(seen.changed),
        "floating": list(seen.floating),
        "global_random": seen.global_random,
    }
    return header, packer.buffers


def unpack_observation(
    header: dict[str, Any], buffers: Sequence[memoryview], arguments: int
) -> Observation:
    """Rebuild an observation of a call with that many arguments. Raises ProtocolError."""
    changed, floating, random = (header.get(k) for k in ("changed", "floating", "global_random"))
    if type(random) is not bool or type(changed) is not list or type(floating) is not list:
        raise ProtocolError("an observation without its fields")
    positions = range(arguments)
    if any(type(i) is not int or i not in positions for i in changed):
        raise ProtocolError("a changed argument that does not exist")
    if any(fault not in FLOATING_FAULTS for fault in floating):
        raise ProtocolError("a floating-point fault that does not exist")
    return Observation(
        value=unpack(header.get("value"), buffers),
        error=unpack_error(header.get("error")),
        changed=tuple(i for i in positions if i in changed),
        floating=tuple(dict.fromkeys(floating)),
        global_random=random,
    )


def pack_observations(
    observations: Sequence[Observation],
) -> tuple[list[dict[str, Any]], list[bytes | memoryview]]:
    """Several observations: each as header data with its number of buffers, and all buffers."""
    headers, together = [], []
    for seen in observations:
        header, buffers = pack_observation(seen)
        headers.append({**header, "buffers": len(buffers)})
        together += buffers
    return headers, together


def unpack_observations(
    headers: Any, buffers: Sequence[memoryview], arguments: Sequence[int]
) -> list[Observation]:
    """Rebuild the observations of calls with that many arguments. Raises ProtocolError."""
    if type(headers) is not list or len(headers) != len(arguments):
        raise ProtocolError("another number of observations than of calls")
    found, start = [], 0
    for header, count in zip(headers, arguments, strict=True):
        own = header.get("buffers") if type(header) is dict else None
        if type(own) is not int or not 0 <= own <= len(buffers) - start:
            raise ProtocolError("an observation without its buffers")
        found.append(unpack_observation(header, buffers[start : start + own], count))
        start += own
    return found


def pack_error(error: CallError | None) -> list[Any] | None:
    """An error as header data, cut to size."""
    if error is None:
        return None
    line = error.line if type(error.line) is int else None
    name, message = _text(error.type_name, MAX_NAME), _text(error.message, MAX_MESSAGE)
    return [name, message, line, _text(error.source_line, MAX_SOURCE_LINE)]


def unpack_error(data: Any) -> CallError | None:
    """Rebuild an error. Raises ProtocolError."""
    if data is None:
        return None
    if type(data) is not list or len(data) != 4:
        raise ProtocolError("an error without its fields")
    name, message, line, source_line = data
    if any(type(text) is not str for text in (name, message, source_line)):
        raise ProtocolError("an error whose text is no text")
    if line is not None and (type(line) is not int or not 0 <= line < 1 << 31):
        raise ProtocolError("an error on a line that is no line")
    return CallError(
        type_name=name[:MAX_NAME] if name.isidentifier() else "Exception",
        message=message[:MAX_MESSAGE],
        line=line,
        source_line=source_line[:MAX_SOURCE_LINE],
    )


def pack_errors(errors: Sequence[CallError]) -> list[Any]:
    """Several errors as header data."""
    return [pack_error(error) for error in errors[: policy.MAX_SKIPPED]]


def unpack_errors(data: Any) -> tuple[CallError, ...]:
    """Rebuild several errors. Raises ProtocolError."""
    if type(data) is not list or len(data) > policy.MAX_SKIPPED:
        raise ProtocolError("errors that are no list")
    found = [unpack_error(one) for one in data]
    return tuple(error for error in found if error is not None)


def send_frame(
    sock: socket.socket,
    header: dict[str, Any],
    buffers: Sequence[bytes | memoryview] = (),
    deadline: float | None = None,
) -> None:
    """Send one frame. Raises TooLarge before anything is sent, TimeoutError, or OSError."""
    sizes = [len(buffer) for buffer in buffers]
    packed = msgpack.packb({**header, "n": sizes})
    if len(packed) > policy.MAX_HEADER or sum(sizes) > policy.MAX_BUFFERS:
        raise TooLarge("a frame larger than the protocol allows")
    parts: list[bytes | memoryview] = [LENGTHS.pack(len(packed), sum(sizes)) + packed, *buffers]
    if sum(sizes) < SMALL:  # one system call instead of one a buffer
        parts = [b"".join(parts)]
    for part in parts:
        sock.settimeout(_time_left(deadline))
        sock.sendall(part)


def receive_frame(
    sock: socket.socket, deadline: float | None = None
) -> tuple[dict[str, Any], list[memoryview]]:
    """Receive one frame. Raises ProtocolError, EOFError, TimeoutError, or OSError."""
    data = bytearray()
    while len(data) < LENGTHS.size:
        data += _receive(sock, deadline)
    header_size, buffer_size = LENGTHS.unpack_from(data)
    if header_size > policy.MAX_HEADER or buffer_size > policy.MAX_BUFFERS:
        raise ProtocolError("a frame larger than the protocol allows")
    got, size = len(data), LENGTHS.size + header_size + buffer_size
    if got > size:  # requests and replies alternate, so nothing may follow
        raise ProtocolError("more than one frame at a time")
    data.extend(bytes(size - got))
    frame = memoryview(data)
    while got < size:
        sock.settimeout(_time_left(deadline))
        got += sock.recv_into(frame[got:]) or _end_of_stream()
    start = LENGTHS.size + header_size
    header = _read_header(frame[LENGTHS.size : start])
    sizes = header["n"]
    if sum(sizes) != buffer_size:
        raise ProtocolError("buffers whose sizes do not add up")
    buffers = []
    for size in sizes:
        buffers.append(frame[start : start + size])
        start += size
    return header, buffers


def _receive(sock: socket.socket, deadline: float | None) -> bytes:
    sock.settimeout(_time_left(deadline))
    return sock.recv(SMALL) or _end_of_stream()


def _end_of_stream() -> NoReturn:
    raise EOFError("the other side has ended")


def _read_header(raw: memoryview) -> dict[str, Any]:
    try:
        header = msgpack.unpackb(
            raw,
            max_str_len=policy.MAX_HEADER,
            max_bin_len=0,
            max_ext_len=0,
            max_array_len=min(policy.MAX_ITEMS, len(raw)),  # an item takes a byte at least
            max_map_len=16,
        )
    except (ValueError, msgpack.exceptions.UnpackException) as error:
        raise ProtocolError(f"a header that cannot be read: {type(error).__name__}") from None
    sizes = header.get("n") if type(header) is dict else None
    if type(sizes) is not list or any(type(n) is not int or n < 0 for n in sizes):
        raise ProtocolError("a header without the sizes of its buffers")
    return header


def _time_left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
