r"""Formulas of arrays in LaTeX, read and worked out: `\tfrac{2}{N} X^\top (X w - y)`.

What is read: sums, products (`A B` is a matrix product, `\odot` goes entry by entry), fractions,
powers, transposes, inverses, norms, roots, block matrices and the usual functions. Vectors are
columns; N and D are the rows and columns of the first matrix, where no input is called so.

Entries have indices, `\sum_d x_{nd} w_{dj} + b_j`: letters that no sum uses up are the axes of the
result, in the order in which they first appear; digits count from 1, and `d_{i_k}` looks up the
positions in `i`, which count from 0 as in Python. A single digit at an array with more axes, `x_3`,
is its row. `\bar b` and `\overline{a^2}` are means of a vector. `\E[\dots]` is the mean over all
values of the inputs that are `Outcomes`. A name may be defined by another formula, also step by
step from `h_{t-1}` or `h_{t+1}`, see `read_definitions`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from handbook.derivation.tex_values import (
    LETTERS,
    Entries,
    Outcomes,
    Unreadable,
    add,
    add_up,
    apply,
    blocks,
    entries,
    in_order,
    mean,
    multiply,
    plain,
    power,
    renamed,
    whole,
)

__all__ = ["Definition", "Outcomes", "Unreadable", "is_name", "parse", "read_definitions"]

Value = Any
Env = Mapping[str, Any]
Formula = Callable[[Env], Value]
Place = str | int | Formula  # of an index: a letter, a position from 1, or looked up in an input


@dataclass(frozen=True)
class Parsed:
    """A formula, and its indices in the order in which they first appear."""

    value: Formula
    letters: tuple[str, ...]

    def __call__(self, env: Env) -> Value:
        return in_order(self.value(env), self.letters)


@dataclass(frozen=True)
class Definition:
    r"""What a name stands for: `\mu_n = ...`, or `f(x) = ...` for a function."""

    parameters: tuple[str, ...]
    letters: tuple[str, ...]
    body: Parsed


TOKEN = re.compile(r"\\\\|\\[A-Za-z]+|\\[|{}]|\d+(?:\.\d+)?|[A-Za-z]|\S")
SKIPPED = {r"\left", r"\right", r"\big", r"\Big", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr"}
SKIPPED |= {r"\displaystyle", r"\textstyle"}
SPACES = re.compile(r"(?<!\\)\\[,;:!]|\\q?quad|~")
FRACTIONS = {r"\frac", r"\tfrac", r"\dfrac"}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": np.exp,
    "log": np.log,
    "ln": np.log,
    "tanh": np.tanh,
    "tanh'": lambda x: 1 - np.tanh(x) ** 2,
    "sin": np.sin,
    "cos": np.cos,
    "sigma": lambda x: 1 / (1 + np.exp(-x)),
    "relu": lambda x: np.maximum(0.0, x),
    "max": np.maximum,
    "min": np.minimum,
}
OF_WHOLE_ARRAYS: dict[str, Callable[..., Any]] = {
    "diag": lambda x: np.diag(np.ravel(x)),
    "tr": np.trace,
    "softmax": lambda x: np.exp(x - _last_max(x)) / _last_sum(np.exp(x - _last_max(x))),
}
KNOWN = FUNCTIONS.keys() | OF_WHOLE_ARRAYS.keys()
ACCENTS = {r"\hat", r"\bar", r"\tilde", r"\mathbf", r"\boldsymbol", r"\mathrm", r"\vec", r"\dot"}
STOPS = {")", "}", "]", ",", "+", "-", "=", r"\|", "|", r"\rVert", r"\rvert", r"\}", ""}
STOPS |= {r"\\", "&", r"\end"}
PRODUCTS = {r"\cdot", r"\times", "*", r"\odot", r"\circ", "/"}
MATRICES = {"matrix", "pmatrix", "bmatrix"}
NAME = r"\\?[A-Za-z]+(_(\w|\{[^{}]*\}))?"


def _axis(x: Any) -> int:
    return 0 if x.shape[-1] == 1 else -1  # a vector is a column


def _last_max(x: Any) -> Any:
    return np.max(x, axis=_axis(x), keepdims=True)


def _last_sum(x: Any) -> Any:
    return np.sum(x, axis=_axis(x), keepdims=True)


def is_name(tex: str, taken: Collection[str] = ()) -> bool:
    """Whether it only names a quantity, such as `L` or `\\nabla_w L`, that is none of `taken`."""
    slope = rf"\\[td]?frac\{{\\partial {NAME}\}}\{{\\partial {NAME}\}}"
    gradient = rf"\\(nabla|grad)(?![A-Za-z])(_(\w|\{{[^{{}}]*\}}))?\s*{NAME}"
    if re.fullmatch(f"{slope}|{gradient}", tex.strip()):
        return True
    name = re.fullmatch(NAME, tex.strip())
    return bool(name) and tex.strip().lstrip("\\").split("_")[0] not in taken


def _tokens(tex: str) -> list[str]:
    return [t for t in TOKEN.findall(SPACES.sub(" ", tex)) if t not in SKIPPED]


def parse(tex: str, functions: Collection[str] = ()) -> Parsed:
    """The formula as a function of its inputs by name. Raises Unreadable.

    functions: names that are defined as functions; another name before brackets is a factor.
    """
    parser = _Parser(_tokens(tex), functions)
    formula = parser.sum()
    if parser.here:
        raise Unreadable(f"{parser.here} is not read")
    return Parsed(formula, tuple(parser.letters))


def read_definitions(given: Mapping[str, str]) -> dict[str, Definition]:
    r"""Names with the formulas they stand for: `{r"\mu_n": r"\frac1D \sum_k x_{nk}"}`.

    A left side is a name, a name with index letters, or a function of names, `\varphi'(z)`. With
    `{"h_t": "h_{t-1} W"}` the formula may ask for `h_3`, which is worked out from `h_2` and so on,
    down to an input or a definition called `h_0`.
    Raises Unreadable.
    """
    lefts = [_Parser(_tokens(left)).left_side() for left in given]
    functions = {name for name, parameters, _ in lefts if parameters}
    found: dict[str, Definition] = {}
    for (name, parameters, letters), right in zip(lefts, given.values(), strict=True):
        taken = name in KNOWN and (parameters or name != "sigma")  # also a standard deviation
        if name in found or taken or name in parameters:
            raise Unreadable(f"{name} already has a meaning")
        found[name] = Definition(parameters, letters, parse(right, functions))
    return found


class _Parser:
    def __init__(self, tokens: list[str], functions: Collection[str] = ()) -> None:
        self.tokens, self.at = tokens, 0
        self.functions = functions
        self.letters: list[str] = []

    @property
    def here(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.here
        if not token or (wanted and token != wanted):
            raise Unreadable(f"{wanted or 'more'} is missing before {token or 'the end'}")
        self.at += 1
        return token

    def sum(self) -> Formula:
        negative = self.here == "-"
        if negative or self.here == "+":
            self.take()
        first = self.product()
        total: Formula = (lambda env: multiply(-1, first(env), "")) if negative else first
        while self.here in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            total = _plus(total, self.product(), sign)
        return total

    def product(self) -> Formula:
        total = self.factor()
        while self.here not in STOPS:
            how = self.take() if self.here in PRODUCTS else ""
            total = _times(total, self.factor(), how)
        return total

    def factor(self) -> Formula:
        return self.powers(self.atom())

    def powers(self, base: Formula) -> Formula:
        while self.here == "^":
            self.take()
            base = _power(base, self.script())
        return base

    def script(self) -> str | Formula:
        if self.here in (r"\top", "T", r"\intercal"):
            return self.take() and "T"
        if self.here != "{":
            return self.atom()
        if self.tokens[self.at + 1 : self.at + 3] in ([r"\top", "}"], ["T", "}"]):
            self.at += 3
            return "T"
        return self.group()

    def group(self) -> Formula:
        if self.here != "{":
            return self.atom()
        self.take()
        inner = self.sum()
        self.take("}")
        return inner

    def atom(self) -> Formula:
        token = self.take()
        if re.fullmatch(r"\d+(\.\d+)?", token):
            number = float(token)
            return lambda env: number
        if token in FRACTIONS:
            above, below = self.small_group(), self.small_group()
            return _times(above, below, "/")
        if token == r"\sqrt":
            inner = self.group()
            return lambda env: apply(np.sqrt, inner(env))
        if token == r"\sum":
            return self.summed()
        if token == r"\E":
            return self.expected()
        if token == r"\overline":
            inner = self.group()
            return lambda env: mean(inner(env))
        if token == r"\norm":
            inner = self.small_group()
            return lambda env: whole(np.linalg.norm, inner(env))
        if token == r"\begin":
            return self.matrix()
        if token in ("(", "[", "{"):
            inner = self.sum()
            self.take({"(": ")", "[": "]", "{": "}"}[token])
            return inner
        if token in (r"\|", r"\lVert", "|", r"\lvert"):
            inner = self.sum()
            self.take({r"\lVert": r"\rVert", r"\lvert": r"\rvert"}.get(token, token))
            if token in ("|", r"\lvert"):
                return lambda env: apply(np.abs, inner(env))
            if self.here == "_":
                raise Unreadable("a norm with an index is not read")
            return lambda env: whole(np.linalg.norm, inner(env))
        return self.name_or_function(token)

    def small_group(self) -> Formula:
        if self.here == "{":
            return self.group()
        token = self.here
        if token.isdigit() and len(token) > 1:  # \frac12
            self.tokens[self.at : self.at + 1] = list(token)
        return self.atom()

    def summed(self) -> Formula:
        self.take("_")
        low: Formula | None = None
        if self.here == "{":
            self.take()
            letter = self.take()
            if self.here == "=":
                self.take()
                low = self.sum()
            self.take("}")
        else:
            letter = self.take()
        if letter not in LETTERS:
            raise Unreadable(f"a sum over {letter} is not read")
        high = None
        if self.here == "^":
            self.take()
            high = self.group()
        body = self.product()

        def total(env: Env) -> Value:
            ends = [None if end is None else _whole_number(end(env)) for end in (low, high)]
            return add_up(body(_without(env, [_step(letter)])), letter, *ends)

        return total

    def expected(self) -> Formula:
        bracketed = self.here in ("[", "(")
        body = self.atom() if bracketed else self.factor()
        if bracketed and self.here == "^":
            raise Unreadable("a power behind the brackets of an expectation is not read")

        def averaged(env: Env) -> Value:
            random = {name: value for name, value in env.items() if isinstance(value, Outcomes)}
            if not random:
                raise Unreadable("an expectation where no input is random is not read")
            found = [
                body({**env, **dict(zip(random, map(_column, one), strict=True))})
                for one in itertools.product(*(value.values for value in random.values()))
            ]
            return multiply(reduce(lambda a, b: add(a, b, 1), found), 1 / len(found), "")

        return averaged

    def matrix(self) -> Formula:
        kind = self.word()
        if kind not in MATRICES:
            raise Unreadable(f"{kind} is not read")
        rows = [[self.sum()]]
        while self.here != r"\end":
            if self.take() == r"\\":
                rows.append([self.sum()])
            else:
                rows[-1].append(self.sum())
        self.take()
        if self.word() != kind:
            raise Unreadable(f"the end of {kind} is missing")
        return lambda env: blocks([[part(env) for part in row] for row in rows])

    def name_or_function(self, token: str) -> Formula:
        mean_of = ""
        if token in (r"\operatorname", r"\text", r"\mathrm") and self.here == "{":
            names = [self.word()]
        elif token in ACCENTS:
            inner = self.word() if self.here == "{" else self.take().lstrip("\\")
            accent = token.lstrip("\\")
            plain_letter = accent.startswith(("math", "bold", "vec"))
            names = (
                [inner]
                if plain_letter
                else [f"{inner}_{accent}", f"{inner}{accent}", f"{accent}_{inner}"]
            )
            mean_of = inner if accent == "bar" else ""
            if (accent, inner) == ("mathbf", "1"):
                names = ["ones"]
        else:
            names = [token.lstrip("\\")]
            if not names[0].isalpha():
                raise Unreadable(f"{token} is not read")
        names = [name + self.primes() for name in names]
        places: list[Place] | None = None
        bare = names
        if self.here == "_":
            index, places = self.subscript()
            names = [f"{n}{join}{index}" for n in names for join in ("_", "")]
        transposed = False
        if self.tokens[self.at : self.at + 3] == ["^", "{", "["]:  # of a layer
            self.at += 3
            index = self.take()
            self.take("]")
            transposed = self.here in (r"\top", "T") and bool(self.take())
            self.take("}")
            names = [f"{n}{join}{index}" for n in names for join in ("_", "")]
            bare, places = names, None
        if places is None and not transposed:
            if names[0] in KNOWN and self.here in ("(", "[", r"\{", "{"):
                return self.call(names)
            if names[0] in self.functions:
                return self.call(names)
            if names[0] in KNOWN and names[0] not in ("sigma", "relu"):
                if self.here == "^":
                    raise Unreadable(f"a power of the name {names[0]} is not read")
                argument = self.factor()
                return lambda env: _call(names, [argument(env)], env)
        found = _lookup(names, bare, places, mean_of)
        return _power(found, "T") if transposed else found

    def primes(self) -> str:
        count = 0
        while self.here == "'":
            self.take()
            count += 1
        return "'" * count

    def subscript(self) -> tuple[str, list[Place] | None]:
        """The index as one word, and as places if it consists of letters and digits."""
        self.take("_")
        start = self.at
        word = self.word() if self.here == "{" else self.take().lstrip("\\")
        tokens = [t for t in self.tokens[start : self.at] if t not in ("{", "}")]
        places: list[Place] = []
        while tokens:
            token = tokens.pop(0)
            if token.isdigit():
                places += [int(digit) for digit in token]
            elif token in LETTERS and tokens[:1] == ["_"] and tokens[1:2] and tokens[1] in LETTERS:
                within = tokens[1]
                places.append(_lookup([f"{token}_{within}"], [token], [within], ""))
                self.note(within)
                tokens = tokens[2:]
            elif token in LETTERS and tokens[:1] in (["+"], ["-"]) and tokens[1:2] != []:
                if not tokens[1].isdigit():
                    return word, None
                places.append(_shifted(token, int(tokens[0] + tokens[1])))
                tokens = tokens[2:]
            elif token in LETTERS:
                places.append(token)
                self.note(token)
            else:
                return word, None
        return word, places

    def note(self, letter: str) -> None:
        if letter not in self.letters:
            self.letters.append(letter)

    def left_side(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        r"""The name, the parameters and the indices of `f(x)` or `\mu_n`."""
        token = self.take()
        name = self.word() if token in (r"\operatorname", r"\mathrm") else token.lstrip("\\")
        if not name.isalpha():
            raise Unreadable(f"{name} is not a name")
        name += self.primes()
        parameters: list[str] = []
        letters: tuple[str, ...] = ()
        if self.tokens[self.at : self.at + 3] == ["^", "{", "["]:
            name += "_" + self.tokens[self.at + 3]
            self.at += 4
            self.take("]")
            self.take("}")
        elif self.here == "_":
            index, places = self.subscript()
            letters = tuple(place for place in places or () if isinstance(place, str))
            if len(letters) != len(index) or len(set(letters)) < len(letters):
                name, letters = f"{name}_{index}", ()
        elif self.here == "(":
            while self.take() in ("(", ","):
                parameters.append(self.take().lstrip("\\"))
        if self.here:
            raise Unreadable(f"{self.here} on the left of a definition is not read")
        return name, tuple(parameters), letters

    def arguments(self) -> list[Formula]:
        close = {"(": ")", "[": "]"}[self.take()]
        found = [self.sum()]
        while self.here == ",":
            self.take()
            found.append(self.sum())
        self.take(close)
        return found

    def call(self, names: list[str]) -> Formula:
        if self.here not in ("(", "["):
            raise Unreadable(f"{names[0]} without brackets is not read")
        arguments = self.arguments()
        if names[0] in ("max", "min") and len(arguments) == 1:
            raise Unreadable(f"{names[0]} of one argument is not read")
        return lambda env: _call(names, [argument(env) for argument in arguments], env)

    def word(self) -> str:
        self.take("{")
        parts = []
        while self.here != "}":
            token = self.take()
            parts.append(
                self.word()
                if token in (r"\text", r"\mathrm") and self.here == "{"
                else token.lstrip("\\")
            )
        self.take("}")
        return "".join(parts)


def _whole_number(x: Any) -> int:
    number = float(plain(x))
    if not number.is_integer():
        raise ValueError(f"a sum that ends at {number}")
    return int(number)


def _column(value: Any) -> Any:
    return np.reshape(value, (-1, 1)) if np.ndim(value) == 1 else value


def _call(names: list[str], arguments: list[Value], env: Env) -> Value:
    for name in names:
        known = env.get(name)
        if isinstance(known, Definition) and known.parameters:
            return _call_defined(known, arguments, env)
        if name in env:
            raise Unreadable(f"{name} is an input and stands before brackets")
    if names[0] in OF_WHOLE_ARRAYS:
        return whole(OF_WHOLE_ARRAYS[names[0]], *arguments)
    if names[0] in FUNCTIONS:
        return apply(FUNCTIONS[names[0]], *arguments)
    raise Unreadable(f"{names[0]} is not defined")


def _call_defined(known: Definition, arguments: list[Value], env: Env) -> Value:
    if len(arguments) != len(known.parameters):
        raise Unreadable("a function with another number of arguments is not read")
    values = {name: plain(v) for name, v in zip(known.parameters, arguments, strict=True)}
    env = _without_steps(env)
    if any(isinstance(value, Entries) for value in values.values()):
        if known.body.letters:  # they may be the same letters and mean something else
            raise Unreadable("a function with indices, of entries, is not read")
        return known.body.value({**values, **_without(env, values)})
    return known.body({**values, **_without(env, values)})


def _without(env: Env, names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in env.items() if name not in names}


def _step(letter: str) -> str:
    """Under this name is the number that an index stands for while a definition is worked out."""
    return f"step {letter}"


def _without_steps(env: Env) -> dict[str, Any]:
    return {name: value for name, value in env.items() if not name.startswith(_step(""))}


def _shifted(letter: str, by: int) -> Formula:
    def place(env: Env) -> int:
        if _step(letter) not in env:
            raise Unreadable(f"{letter}{by:+d} is read in definitions only")
        return int(env[_step(letter)]) + by

    return place


def _lookup(names: list[str], bare: list[str], places: list[Place] | None, mean_of: str) -> Formula:
    """The value of the first of `names` that is known, or entries of one of the `bare` names."""

    def looked_up(env: Env) -> Value:
        at = [_place(place, env) for place in places or ()]
        numbers = at if len(at) == 1 and isinstance(at[0], int) else []
        for name in [*names, *(f"{n}{j}{i}" for i in numbers for n in bare for j in ("_", ""))]:
            if name in env and not (isinstance(env[name], Definition) and env[name].letters):
                return _defined(env[name], [], env)
        if at:
            for name in [*bare, *(name[0].upper() + name[1:] for name in bare)]:
                if isinstance(env.get(name), Definition):
                    return _defined(env[name], at, env)
                if name in env:
                    if isinstance(env[name], Entries):
                        raise Unreadable("entries of entries are not read")
                    return entries(env[name], at)
        if mean_of in env and not places:
            return mean(env[mean_of])
        if names[0] == "pi":
            return np.pi
        matrices = [v for v in env.values() if isinstance(v, np.ndarray) and np.ndim(v) == 2]
        if names[0] in ("N", "D") and matrices:
            return float(matrices[0].shape[0 if names[0] == "N" else 1])
        raise Unreadable(f"{names[0]} is not among the inputs")

    return looked_up


def _place(place: Place, env: Env) -> Any:
    if callable(place):
        return place(env)
    return env.get(_step(place), place) if isinstance(place, str) else place


def _defined(value: Any, places: list[Any], env: Env) -> Value:
    if not isinstance(value, Definition):
        return value
    if value.parameters:
        raise Unreadable("a function without its argument is not read")
    if len(places) != len(value.letters):
        raise Unreadable("a defined name with other indices is not read")
    inner = _without_steps(env)
    if places and all(isinstance(place, int) for place in places):
        inner |= {_step(name): place for name, place in zip(value.letters, places, strict=True)}
        found = plain(value.body.value(inner))
        if isinstance(found, Entries):
            raise Unreadable("a definition has indices on one side only")
        return found
    found = value.body.value(inner)
    if isinstance(found, Entries):
        if all(isinstance(place, str) for place in places):
            return renamed(found, list(value.letters), places)
        if found.letters != set(value.letters):
            raise Unreadable("a definition has indices on one side only")
        return entries(in_order(found, value.letters), places)
    if value.letters:
        raise Unreadable("a definition has indices on one side only")
    return found


def _plus(left: Formula, right: Formula, sign: int) -> Formula:
    return lambda env: add(left(env), right(env), sign)


def _times(left: Formula, right: Formula, how: str) -> Formula:
    return lambda env: multiply(left(env), right(env), how)


def _power(base: Formula, exponent: str | Formula) -> Formula:
    if exponent == "T":
        return lambda env: whole(np.transpose, base(env))
    assert callable(exponent)
    return lambda env: power(base(env), exponent(env))
