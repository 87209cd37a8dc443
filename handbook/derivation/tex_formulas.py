r"""Formulas of arrays in LaTeX, read so that they can be worked out: `\tfrac{2}{N} X^\top (X w - y)`.

What is read: sums, products (`A B` is a matrix product, `\odot` goes entry by entry), fractions,
powers, transposes, inverses, norms, roots and the usual functions. Vectors are columns; N and D are
the rows and columns of the first matrix, where no input is called so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Value = Any
Env = Mapping[str, Any]
Formula = Callable[[Env], Value]


class Unreadable(Exception):
    """The formula uses something that is not read; says what."""


TOKEN = re.compile(r"\\[A-Za-z]+|\\[|{}]|\d+(?:\.\d+)?|[A-Za-z]|\S")
SKIPPED = {r"\left", r"\right", r"\big", r"\Big", r"\bigl", r"\bigr", r"\displaystyle"}
SPACES = re.compile(r"\\[,;:!]|\\q?quad|~")
FRACTIONS = {r"\frac", r"\tfrac", r"\dfrac"}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": np.exp,
    "log": np.log,
    "ln": np.log,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "sigma": lambda x: 1 / (1 + np.exp(-x)),
    "relu": lambda x: np.maximum(0.0, x),
    "max": np.maximum,
    "min": np.minimum,
    "diag": lambda x: np.diag(np.ravel(x)),
    "tr": np.trace,
    "softmax": lambda x: np.exp(x - _last_max(x)) / _last_sum(np.exp(x - _last_max(x))),
}
ACCENTS = {r"\hat", r"\bar", r"\tilde", r"\mathbf", r"\boldsymbol", r"\mathrm", r"\vec", r"\dot"}
STOPS = {")", "}", "]", ",", "+", "-", "=", r"\|", "|", r"\rVert", r"\rvert", r"\}", ""}
PRODUCTS = {r"\cdot", r"\times", "*", r"\odot", r"\circ", "/"}


def _axis(x: Any) -> int:
    return 0 if x.shape[-1] == 1 else -1  # a vector is a column


def _last_max(x: Any) -> Any:
    return np.max(x, axis=_axis(x), keepdims=True)


def _last_sum(x: Any) -> Any:
    return np.sum(x, axis=_axis(x), keepdims=True)


def is_name(tex: str) -> bool:
    """Whether it only names a quantity, such as `L` or `\\nabla_w L`."""
    return bool(re.search(r"\\(nabla|grad)\b", tex) and not re.search(r"[-+=(]", tex)) or bool(
        re.fullmatch(
            r"\\[td]?frac\{\\partial [^{}]+\}\{\\partial [^{}]+\}|\\?[A-Za-z]+", tex.strip()
        )
    )


def parse(tex: str) -> Formula:
    """The formula as a function of its inputs by name. Raises Unreadable."""
    tokens = [t for t in TOKEN.findall(SPACES.sub(" ", tex)) if t not in SKIPPED]
    parser = _Parser(tokens)
    formula = parser.sum()
    if parser.here:
        raise Unreadable(f"{parser.here} is not read")
    return formula


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0

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
        total: Formula = (lambda env: -first(env)) if negative else first
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
            return lambda env: np.sqrt(inner(env))
        if token in ("(", "[", "{"):
            inner = self.sum()
            self.take({"(": ")", "[": "]", "{": "}"}[token])
            return inner
        if token in (r"\|", r"\lVert", "|", r"\lvert"):
            inner = self.sum()
            self.take({r"\lVert": r"\rVert", r"\lvert": r"\rvert"}.get(token, token))
            if token in ("|", r"\lvert"):
                return lambda env: np.abs(inner(env))
            if self.here == "_":
                raise Unreadable("a norm with an index is not read")
            return lambda env: np.sqrt(np.sum(inner(env) ** 2))
        return self.name_or_function(token)

    def small_group(self) -> Formula:
        if self.here == "{":
            return self.group()
        token = self.here
        if token.isdigit() and len(token) > 1:  # \frac12
            self.tokens[self.at : self.at + 1] = list(token)
        return self.atom()

    def name_or_function(self, token: str) -> Formula:
        if token in (r"\operatorname", r"\text", r"\mathrm") and self.here == "{":
            word = self.word()
            return self.call(word, None) if word in FUNCTIONS else _lookup([word])
        if token in ACCENTS:
            inner = self.word() if self.here == "{" else self.take().lstrip("\\")
            if (token, inner) == (r"\mathbf", "1"):
                raise Unreadable("the vector of ones is not read")
            accent = token.lstrip("\\")
            plain = accent.startswith(("math", "bold", "vec"))
            names = (
                [inner] if plain else [f"{inner}_{accent}", f"{inner}{accent}", f"{accent}_{inner}"]
            )
        else:
            names = [token.lstrip("\\")]
            if not names[0].isalpha():
                raise Unreadable(f"{token} is not read")
        if self.here == "_":
            self.take()
            index = self.word() if self.here == "{" else self.take().lstrip("\\")
            names = [f"{n}{join}{index}" for n in names for join in ("_", "")]
        if names[0] in FUNCTIONS and self.here in ("(", "^", r"\{", "{"):
            return self.call(names[0], names)
        if names[0] in FUNCTIONS and names[0] not in ("sigma", "relu"):
            argument = self.factor()
            function = FUNCTIONS[names[0]]
            return lambda env: function(argument(env))
        return _lookup(names)

    def call(self, word: str, names: list[str] | None) -> Formula:
        if self.here == "^":
            raise Unreadable(f"a power of the name {word} is not read")
        if self.here not in ("(", "["):
            raise Unreadable(f"{word} without brackets is not read")
        close = {"(": ")", "[": "]"}[self.take()]
        arguments = [self.sum()]
        while self.here == ",":
            self.take()
            arguments.append(self.sum())
        self.take(close)
        if word in ("max", "min") and len(arguments) == 1:
            raise Unreadable(f"{word} of one argument is not read")

        def called(env: Env) -> Value:
            if names and any(name in env for name in names):
                raise Unreadable(f"{word} is an input and stands before brackets")
            return FUNCTIONS[word](*(argument(env) for argument in arguments))

        return called

    def word(self) -> str:
        self.take("{")
        parts = []
        while self.here != "}":
            parts.append(self.take().lstrip("\\"))
        self.take("}")
        return "".join(parts)


def _lookup(names: list[str]) -> Formula:
    def looked_up(env: Env) -> Value:
        for name in names:
            if name in env:
                return env[name]
        if names[0] == "pi":
            return np.pi
        matrices = [v for v in env.values() if np.ndim(v) == 2]
        if names[0] in ("N", "D") and matrices:
            return float(matrices[0].shape[0 if names[0] == "N" else 1])
        raise Unreadable(f"{names[0]} is not among the inputs")

    return looked_up


def _number(x: Any) -> bool:
    return np.ndim(x) == 0 or np.shape(x) == (1, 1)


def _plain(x: Any) -> Any:
    return np.reshape(x, ())[()] if np.shape(x) == (1, 1) else x


def _plus(left: Formula, right: Formula, sign: int) -> Formula:
    def added(env: Env) -> Value:
        a, b = _plain(left(env)), _plain(right(env))
        if np.ndim(a) == np.ndim(b) == 2 and np.shape(a) != np.shape(b):
            if np.shape(b)[1] == 1 and np.shape(b)[0] == np.shape(a)[1]:
                b = b.T  # a bias is added to each row
            elif np.shape(a)[1] == 1 and np.shape(a)[0] == np.shape(b)[1]:
                a = a.T
        return a + sign * b

    return added


def _times(left: Formula, right: Formula, how: str) -> Formula:
    def multiplied(env: Env) -> Value:
        a, b = _plain(left(env)), _plain(right(env))
        if how == "/":
            return a / b
        if how in (r"\odot", r"\circ", r"\times") or _number(a) or _number(b):
            return a * b
        return a @ b

    return multiplied


def _power(base: Formula, exponent: str | Formula) -> Formula:
    if exponent == "T":
        return lambda env: np.transpose(base(env))

    def raised(env: Env) -> Value:
        assert callable(exponent)
        a, power = _plain(base(env)), _plain(exponent(env))
        if np.ndim(a) == 2 and a.shape[0] == a.shape[1] and float(power).is_integer():
            return np.linalg.matrix_power(a, int(power))
        return a**power

    return raised
