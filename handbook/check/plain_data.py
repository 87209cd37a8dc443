"""Plain data: the closed set of types that a graded function may take and return.

Numbers, strings, bytes, numeric arrays, lists, tuples and dicts are *plain*. Everything a
function returns is reduced to plain data before it is compared, stored or sent: subclasses
become their exact base or an `Opaque`, iterables are read to the end, arrays are copied.
`to_json` and `from_json` keep types, shapes, dtypes and non-finite numbers exactly.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeGuard

import numpy as np

MAX_DEPTH = 32
MAX_ITEMS = 10_000
NUMERIC_KINDS = "biufc"
ARRAYS = (np.ndarray, np.generic)
NUMBERS = (np.ndarray, np.generic, float, int, complex)
SHOWN_ITEMS, SHOWN_DEPTH = 12, 4  # of a value shown as text
SHOWN_NUMBERS = 1_000


@dataclass(frozen=True)
class Opaque:
    """Stands for a value that is not plain data; equal to no plain value."""

    type_name: str

    def __repr__(self) -> str:
        return f"<{self.type_name}>"


@dataclass(frozen=True)
class Rng:
    """A random generator as data: whoever calls the function makes `default_rng(seed)`."""

    seed: int

    def generator(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)


@dataclass(frozen=True)
class Formula:
    """A function of one array as data: its value as a NumPy expression in x."""

    text: str

    def function(self) -> Callable[[Any], Any]:
        made: Callable[[Any], Any] = eval(f"lambda x: {self.text}", {"np": np})
        return made


@dataclass(frozen=True)
class Previous:
    """In a chain of calls: what the call before returned (of a tuple, its entry `index`).

    With a `factor`, a number or a matrix, it is multiplied by it; then `offset` is added: the
    gradient of a quadratic, for a step of an optimizer.
    """

    index: int | None = None
    factor: Any = None
    offset: Any = None

    def of(self, value: Any) -> Any:
        """The argument made from what the call before returned."""
        found = value if self.index is None else value[self.index]
        if self.factor is not None:
            found = np.dot(self.factor, found)
        return found if self.offset is None else found + self.offset


@dataclass(frozen=True)
class Count:
    """In a chain of calls: `first` in the first one, and one more in each that follows."""

    first: int = 1


@dataclass(frozen=True)
class Each:
    """In a chain of calls: one value for each call, that of the first one included."""

    values: Sequence[Any]


def plain(value: object, depth: int = 0) -> Any:
    """Reduce a value to plain data.

    Arrays are copied, in this machine's byte order and in double precision where they have more; a
    named tuple is a tuple; an iterable, or an array whose items are arrays, is read, up to
    `MAX_ITEMS` items, into a list. Whatever is not in the closed set becomes `Opaque`.
    """
    kind = type(value)
    if depth > MAX_DEPTH:
        return Opaque("too deeply nested")
    if value is None or kind in (bool, int, float, complex, str, bytes):
        return value
    if isinstance(value, ARRAYS):
        return _plain_array(value, depth)
    # By the base classes' own methods: a subclass may iterate as it likes.
    if isinstance(value, tuple):
        return tuple(plain(item, depth + 1) for item in tuple.__iter__(value))
    if isinstance(value, list):
        return [plain(item, depth + 1) for item in list.__iter__(value)]
    if isinstance(value, dict):
        return {plain_key(k): plain(v, depth + 1) for k, v in dict.items(value)}
    if kind in (Rng, Formula, Opaque):
        return value
    if _iterates(value) and not isinstance(value, str | bytes | Set):
        return _read(iter(value), depth)
    return Opaque(f"{kind.__module__}.{kind.__qualname__}")


def plain_key(key: object) -> Any:
    """A dict's key as plain data; keys outside str, int, float and bool become text."""
    return key if type(key) in (str, int, float, bool) else repr(Opaque(type(key).__name__))


def _plain_array(value: np.ndarray | np.generic, depth: int) -> Any:
    if _holds_arrays(value):
        return _read(iter(np.asarray(value)), depth)
    if value.dtype.kind not in NUMERIC_KINDS:
        return Opaque(f"array of {value.dtype}")
    if isinstance(value, np.generic):
        return np.float64(value) if isinstance(value, np.longdouble) else value
    # In this machine's byte order: the numbers are the same. More precise ones are rounded.
    native = value.dtype.newbyteorder("=")
    if native.kind == "f" and native.itemsize > 8:
        native = np.dtype(np.float64)
    return np.array(value, dtype=native, copy=True, order="C", subok=False)


def _iterates(value: object) -> TypeGuard[Iterable[object]]:
    """Can it be unpacked? By the older protocol, with an index, too."""
    kind = type(value)
    return isinstance(value, Iterable) or (
        hasattr(kind, "__getitem__") and hasattr(kind, "__len__")
    )


def _holds_arrays(value: np.ndarray | np.generic) -> bool:
    """Is it a row of arrays, which unpacks as a tuple of them does?"""
    return (
        isinstance(value, np.ndarray)
        and value.dtype.kind == "O"
        and value.ndim == 1
        and any(isinstance(item, np.ndarray) for item in value[:MAX_ITEMS])
    )


def _read(iterator: Iterator[object], depth: int) -> Any:
    items: list[Any] = []
    for item in iterator:
        if len(items) == MAX_ITEMS:
            return Opaque(f"an iterator of more than {MAX_ITEMS} items")
        items.append(plain(item, depth + 1))
    return items


def same(
    got: object, want: object, *, rtol: float = 0.0, atol: float = 0.0, equal_nan: bool = False
) -> bool:
    """Are two plain values equal, in structure exactly and in numbers within a tolerance?

    Shapes and dtype kinds must agree; `nan` differs from `nan` unless `equal_nan`; nothing is
    broadcast. A list and a tuple count as the same sequence, since both unpack alike, and a
    Python number counts as an array of shape ().
    """
    if type(got) is type(want) and type(want) in (bool, int, float) and got == want:
        return True
    if isinstance(want, NUMBERS):
        return _same_numbers(got, want, rtol, atol, equal_nan)
    if isinstance(want, list | tuple):
        return (
            isinstance(got, list | tuple)
            and len(got) == len(want)
            and all(
                same(g, w, rtol=rtol, atol=atol, equal_nan=equal_nan)
                for g, w in zip(got, want, strict=True)
            )
        )
    if isinstance(want, dict):
        return (
            isinstance(got, dict)
            and got.keys() == want.keys()
            and all(same(got[k], want[k], rtol=rtol, atol=atol, equal_nan=equal_nan) for k in want)
        )
    return type(got) is type(want) and got == want


def _same_numbers(got: object, want: object, rtol: float, atol: float, equal_nan: bool) -> bool:
    if not isinstance(got, NUMBERS):
        return False
    a, b = np.asarray(got), np.asarray(want)
    if a.shape != b.shape or dtype_kind(a) != dtype_kind(b):
        return False
    equal = a == b
    if equal.all():
        return True
    if a.dtype.kind in "bO" or b.dtype.kind in "bO":  # O: an int too large for a dtype
        return False
    if b.dtype.kind in "iu":  # the difference of unsigned integers would wrap around
        b = b.astype(np.float64)
    # As `np.allclose`, at a tenth of its cost.
    with np.errstate(all="ignore"):
        near = (np.abs(a - b) <= atol + rtol * np.abs(b)) & np.isfinite(b)
    if equal_nan:
        near |= np.isnan(a) & np.isnan(b)
    return bool((near | equal).all())


def dtype_kind(array: np.ndarray) -> str:
    """The kind of number: `b` truth values, `i` integers of either sign, `f`, `c`."""
    return "i" if array.dtype.kind == "u" else array.dtype.kind


def describe(value: object) -> str:
    """A value's type and shape in a few words, such as `array of shape (3, 2)`."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        kinds = {"b": "truth values", "i": "integers", "f": "floats", "c": "complex numbers"}
        return f"array of {kinds.get(dtype_kind(value), value.dtype.name)}, shape {value.shape}"
    if isinstance(value, np.generic):
        return f"number ({value.dtype.name})"
    if isinstance(value, tuple):
        return f"tuple of {len(value)}"
    if isinstance(value, list | dict | str):
        return f"{type(value).__name__} of length {len(value)}"
    return repr(value) if isinstance(value, Opaque) else type(value).__name__


def show(value: object, limit: int = 300) -> str:
    """A value as short text: six significant digits, what is long or deeply nested cut."""
    with np.printoptions(precision=6, threshold=60, edgeitems=3, suppress=False, linewidth=96):
        return _shown(value, limit, 0)


def _shown(value: object, limit: int, depth: int) -> str:
    if isinstance(value, np.ndarray):
        text = re.sub(r"\s+", " ", np.array2string(_corner(value), separator=", "))
    elif isinstance(value, np.generic):
        text = str(value.item()) if value.dtype.kind != "f" else f"{float(value):.6g}"
    elif isinstance(value, float):
        text = f"{value:.6g}"
    elif isinstance(value, tuple | list | dict):
        text = _shown_container(value, limit, depth)
    elif isinstance(value, Rng):
        text = f"np.random.default_rng({value.seed})"
    elif isinstance(value, Formula):
        text = f"lambda x: {value.text}"
    elif isinstance(value, str | bytes):
        text = repr(value[: limit + 1])  # a longer one is cut below all the same
    else:
        text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _corner(array: np.ndarray) -> np.ndarray:
    """The first entries of an array of which NumPy would print thousands: all of many axes."""
    axis = 0
    while axis < array.ndim and math.prod(min(n, 7) for n in array.shape) > SHOWN_NUMBERS:
        array = array[(slice(None),) * axis + (slice(0, 1),)]
        axis += 1
    return array


def _shown_container(
    value: tuple[Any, ...] | list[Any] | dict[Any, Any], limit: int, depth: int
) -> str:
    if depth == SHOWN_DEPTH and value:
        return "…"
    texts: list[str] = []
    room = limit
    for item in islice(value.items() if isinstance(value, dict) else value, SHOWN_ITEMS):
        if room < 0:  # what follows would be cut
            break
        if isinstance(value, dict):
            key, entry = item
            texts.append(f"{str(key)[:limit]}: {_shown(entry, limit, depth + 1)}")
        else:
            texts.append(_shown(item, limit, depth + 1))
        room -= len(texts[-1])
    inner = ", ".join(texts) + (", …" if len(value) > len(texts) else "")
    if isinstance(value, tuple):
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return f"[{inner}]" if isinstance(value, list) else f"{{{inner}}}"


def to_json(value: object) -> Any:
    """Plain data as JSON, losing nothing: `from_json(to_json(v))` equals `v`.

    Raises TypeError for a value outside the closed set.
    """
    if value is None or isinstance(value, bool | str) or type(value) is int:
        return value
    if type(value) is float:
        return _float_to_json(value)
    if isinstance(value, ARRAYS):
        flat = [_number_to_json(x) for x in np.asarray(value).ravel().tolist()]
        scalar = isinstance(value, np.generic)
        return {"array": flat, "shape": list(value.shape), "dtype": value.dtype.name} | (
            {"scalar": True} if scalar else {}
        )
    if type(value) is list:
        return [to_json(v) for v in value]
    if type(value) is tuple:
        return {"tuple": [to_json(v) for v in value]}
    if type(value) is dict:
        return {"dict": [[to_json(k), to_json(v)] for k, v in value.items()]}
    if isinstance(value, Rng):
        return {"rng": value.seed}
    if isinstance(value, Formula):
        return {"formula": value.text}
    if isinstance(value, Opaque):
        return {"opaque": value.type_name}
    if type(value) is complex:
        return {"complex": [_float_to_json(value.real), _float_to_json(value.imag)]}
    raise TypeError(f"{type(value).__name__} is not plain data and cannot be written as JSON")


def from_json(data: Any) -> Any:
    """The inverse of `to_json`."""
    if isinstance(data, list):
        return [from_json(item) for item in data]
    if not isinstance(data, dict):
        return data
    if "array" in data:
        return _array_from_json(data)
    if "tuple" in data:
        return tuple(from_json(item) for item in data["tuple"])
    if "dict" in data:
        return {from_json(k): from_json(v) for k, v in data["dict"]}
    if "float" in data:
        return float(data["float"])
    if "complex" in data:
        return complex(*(from_json(part) for part in data["complex"]))
    if "rng" in data:
        return Rng(data["rng"])
    if "formula" in data:
        return Formula(data["formula"])
    if "opaque" in data:
        return Opaque(data["opaque"])
    raise ValueError(f"not plain data written by to_json: keys {sorted(data)}")


def _float_to_json(x: float) -> Any:
    # JSON has no nan or infinity.
    return x if np.isfinite(x) else {"float": repr(x)}


def _number_to_json(x: Any) -> Any:
    if isinstance(x, complex):
        return to_json(x)
    return _float_to_json(x) if isinstance(x, float) else x


def _array_from_json(data: Mapping[str, Any]) -> Any:
    entries: Sequence[Any] = [from_json(x) for x in data["array"]]
    array = np.array(entries, dtype=data["dtype"]).reshape(data["shape"])
    return array[()] if data.get("scalar") else array
