"""Small plots as SVG text, for code that runs in a page, where there is no Matplotlib.

    from handbook.figures.svg import dots, figure, line

    figure(line(updates, losses, "rate 0.1"), xlabel="update (count)", ylabel="loss", ylog=True)

A figure shows itself in a notebook and in a page. Text and axes take the colour of the text around
them and the series have mid-tones, so that it reads on a light ground and on a dark one. Each
series has its own dashes or marker as well as its colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

WIDTH, HEIGHT = 480, 290
LEFT, RIGHT, TOP, BOTTOM = 64, 14, 12, 48
LEGEND = 22  # height of a line of the legend
MAX_POINTS = 20_000

# Colour, dashes and marker of each series, as in `handbook.figures`.
SERIES = (
    ("#1e96ff", "", "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z"),
    ("#d2000f", "10 3", "M-3.6-3.6h7.2v7.2h-7.2Z"),
    ("#c38700", "2 2.4", "M0-4.6L4.4 3.4H-4.4Z"),
    ("#962dd2", "12 3 2 3", "M0-4.8L4.8 0L0 4.8L-4.8 0Z"),
    ("#00785a", "20 4", "M0 4.6L4.4-3.4H-4.4Z"),
    ("#ff3cb4", "8 2.4 2 2.4 2 2.4", "M-4.2-1.4H-1.4V-4.2H1.4V-1.4H4.2V1.4H1.4V4.2H-1.4V1.4H-4.2Z"),
)


@dataclass(frozen=True)
class Series:
    """Points (N,) and (N,), joined by a line or not; without a name, not in the legend."""

    x: np.ndarray
    y: np.ndarray
    name: str
    joined: bool
    marked: bool


@dataclass(frozen=True)
class Drawing:
    """A finished figure."""

    svg: str

    def _repr_html_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return "a figure"


def line(x: Any, y: Any, name: str = "", *, marked: bool = False) -> Series:
    """A line through points; `marked` puts a marker on each."""
    return _series(x, y, name, joined=True, marked=marked)


def dots(x: Any, y: Any, name: str = "") -> Series:
    """Points with a marker each."""
    return _series(x, y, name, joined=False, marked=True)


def figure(
    *series: Series,
    xlabel: str,
    ylabel: str,
    xlog: bool = False,
    ylog: bool = False,
    alt: str = "",
) -> Drawing:
    """Series on common axes.

    Labels name the quantity with its unit. A value that is no finite number, or not positive on a
    logarithmic axis, leaves a gap. `alt` says what is seen; without it the labels and names do.
    Raises ValueError where there is nothing to draw.
    """
    horizontal = _axis([s.x for s in series], WIDTH - LEFT - RIGHT, xlog)
    vertical = _axis([s.y for s in series], HEIGHT - TOP - BOTTOM, ylog)
    named = [(number, s) for number, s in enumerate(series) if s.name]
    height = HEIGHT + LEGEND * math.ceil(len(named) / 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'role="img" aria-label="{escape(alt or _description(series, xlabel, ylabel))}" '
        'style="max-width:100%;height:auto;font:15px sans-serif" fill="currentColor">',
        *_grid(horizontal, vertical),
        f'<text x="{LEFT + horizontal.length / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">'
        f"{escape(xlabel)}</text>",
        f'<text transform="translate(14 {TOP + vertical.length / 2:.0f}) rotate(-90)" '
        f'text-anchor="middle">{escape(ylabel)}</text>',
        f'<svg x="{LEFT}" y="{TOP}" width="{horizontal.length}" height="{vertical.length}" '
        f'viewBox="0 0 {horizontal.length} {vertical.length}">',
        *(_draw(s, number, horizontal, vertical) for number, s in enumerate(series)),
        "</svg>",
        *(_key(place, number, s) for place, (number, s) in enumerate(named)),
        "</svg>",
    ]
    return Drawing("".join(parts))


def _series(x: Any, y: Any, name: str, *, joined: bool, marked: bool) -> Series:
    xs, ys = (np.asarray(values, dtype=float).ravel() for values in (x, y))
    if xs.shape != ys.shape:
        raise ValueError(f"{name or 'a series'}: {xs.size} values of x, but {ys.size} of y")
    if xs.size > MAX_POINTS:
        kept = np.linspace(0, xs.size - 1, MAX_POINTS).astype(int)
        xs, ys = xs[kept], ys[kept]
    return Series(xs, ys, name, joined, marked)


# Axes --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Axis:
    """An axis of `length` pixels over `low` to `high`, in powers of ten where `log`."""

    low: float
    high: float
    length: int
    log: bool

    def place(self, values: np.ndarray) -> np.ndarray:
        """Pixels from the low end; nan where there is no place."""
        with np.errstate(all="ignore"):
            shown = np.log10(values) if self.log else values
            return np.where(np.isfinite(shown), self._pixels(shown), np.nan)

    def _pixels(self, shown: np.ndarray) -> np.ndarray:
        return np.asarray((shown - self.low) / (self.high - self.low) * self.length)

    def ticks(self) -> list[tuple[float, str]]:
        """Pixels and text of each tick."""
        step = max(1, math.ceil((self.high - self.low) / 6)) if self.log else self._step()
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        values = [n * step for n in range(first, last + 1)]
        texts = [_power(round(v)) if self.log else _number(v) for v in values]
        return [(float(self._pixels(np.asarray(v))), t) for v, t in zip(values, texts, strict=True)]

    def _step(self) -> float:
        rough = (self.high - self.low) / 7
        power = 10.0 ** math.floor(math.log10(rough))
        return next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.999)


def _axis(columns: Sequence[np.ndarray], length: int, log: bool) -> _Axis:
    values = np.concatenate([np.zeros(0), *columns])
    values = values[np.isfinite(values) & ((values > 0) | (not log))]
    if values.size == 0:
        raise ValueError("there is nothing to draw: no value is a finite number" + " > 0" * log)
    low, high = (float(np.log10(v)) if log else float(v) for v in (values.min(), values.max()))
    if high - low < 1e-12 * max(1.0, abs(low)):
        low, high = low - 0.5, high + 0.5
    margin = 0.04 * (high - low)
    return _Axis(low - margin, high + margin, length, log)


def _grid(horizontal: _Axis, vertical: _Axis) -> list[str]:
    bottom = TOP + vertical.length
    right = LEFT + horizontal.length
    lines, texts = [], []
    for at, text in horizontal.ticks():
        lines.append(f"M{LEFT + at:.1f} {TOP}V{bottom}")
        texts.append(
            f'<text x="{LEFT + at:.1f}" y="{bottom + 18}" text-anchor="middle">{text}</text>'
        )
    for at, text in vertical.ticks():
        lines.append(f"M{LEFT} {bottom - at:.1f}H{right}")
        texts.append(
            f'<text x="{LEFT - 7}" y="{bottom - at + 5:.1f}" text-anchor="end">{text}</text>'
        )
    return [
        f'<path d="{"".join(lines)}" stroke="currentColor" stroke-opacity="0.18" fill="none"/>',
        f'<path d="M{LEFT} {TOP}V{bottom}H{right}" stroke="currentColor" fill="none"/>',
        *texts,
    ]


def _number(value: float) -> str:
    return f"{value:.6g}".replace("-", "−").replace("e+0", "e").replace("e+", "e")


def _power(exponent: int) -> str:
    if -3 < exponent < 5:
        return _number(10.0**exponent)
    raised = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{raised}"


# Series ------------------------------------------------------------------------------------------


def _draw(series: Series, number: int, horizontal: _Axis, vertical: _Axis) -> str:
    colour, dash, marker = SERIES[number % len(SERIES)]
    xs, ys = horizontal.place(series.x), vertical.length - vertical.place(series.y)
    points = list(zip(xs.tolist(), ys.tolist(), strict=True))
    parts = []
    if series.joined:
        parts.append(
            f'<path d="{_path(points)}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-linejoin="round" stroke-dasharray="{dash or "none"}"/>'
        )
    if series.marked:
        parts += [
            f'<path d="{marker}" transform="translate({x:.1f} {y:.1f})" fill="{colour}"/>'
            for x, y in points
            if math.isfinite(x) and math.isfinite(y)
        ]
    return "".join(parts)


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Line segments; a point less than a pixel from the last one drawn is left out."""
    steps: list[str] = []
    last: tuple[float, float] | None = None
    for number, (x, y) in enumerate(points):
        if not (math.isfinite(x) and math.isfinite(y)):
            last = None
            continue
        near = last is not None and max(abs(x - last[0]), abs(y - last[1])) < 1
        if near and number < len(points) - 1:
            continue
        steps.append(f"{'M' if last is None else 'L'}{x:.1f} {y:.1f}")
        last = (x, y)
    return "".join(steps)


def _key(place: int, number: int, series: Series) -> str:
    colour, dash, marker = SERIES[number % len(SERIES)]
    x = LEFT + place % 2 * (WIDTH - LEFT - RIGHT) / 2
    y = HEIGHT + LEGEND * (place // 2) + 8
    stroke = (
        f'<path d="M{x:.0f} {y}h36" stroke="{colour}" stroke-width="2" '
        f'stroke-dasharray="{dash or "none"}"/>'
    )
    mark = f'<path d="{marker}" transform="translate({x + 18:.0f} {y})" fill="{colour}"/>'
    return (
        stroke * series.joined
        + mark * series.marked
        + f'<text x="{x + 44:.0f}" y="{y + 5}">{escape(series.name)}</text>'
    )


def _description(series: Sequence[Series], xlabel: str, ylabel: str) -> str:
    names = ", ".join(s.name for s in series if s.name)
    return f"{ylabel} against {xlabel}" + (f": {names}" if names else "")
