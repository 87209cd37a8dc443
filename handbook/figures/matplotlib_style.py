"""One style for every figure of the book.

A page has a light and a dark mode, and a figure is drawn once for both: its background is
transparent and its colours lie between the two. `INK` (text, axes, contour lines) has a contrast of
4.5 to 1 or more against white and against black, `SERIES` 3 to 1 or more against white, the themes'
dark pages (#121212, #14181e) and black, as WCAG 2.2 asks of text (1.4.3) and of graphics (1.4.11).
Against the dark grey pages text has about 4 to 1: no single colour reaches 4.5 both there and on
white, the best is 4.33. Black put behind figures in dark mode (one rule of CSS) gives text 4.6.

Colour never carries meaning alone: each series has its own dash pattern and marker as well.

A figure takes four steps: `new_figure`, draw, name the axes with their units, `finish`.
Matplotlib is imported here and in `parsed_labels`, nowhere else.
"""

import io
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from cycler import cycler
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from handbook.figures.parsed_labels import share_parsed_labels

Array = npt.NDArray[np.float64]
LineStyle = str | tuple[float, tuple[float, ...]]

INK = "#767676"
"""Text, axes and contour lines."""

WIDTH = 6.0
"""Width of every figure in inches (576 CSS pixels). One width keeps the text one size: 16 pixels
in the text column, still 9 or more on a telephone 390 pixels wide."""

MIN_SEEDS = 5
"""The fewest runs about which the book makes a statement."""


@dataclass(frozen=True)
class Series:
    """How one series is drawn, in every figure of a chapter alike."""

    name: str
    color: str
    dash: LineStyle
    marker: str


SERIES: tuple[Series, ...] = (
    Series("blue", "#1e96ff", "-", "o"),
    Series("red", "#d2000f", (0, (5, 1.5)), "s"),
    Series("ochre", "#c38700", (0, (1, 1.2)), "^"),
    Series("purple", "#962dd2", (0, (6, 1.5, 1, 1.5)), "D"),
    Series("green", "#00785a", (0, (10, 2)), "v"),
    Series("pink", "#ff3cb4", (0, (4, 1.2, 1, 1.2, 1, 1.2)), "P"),
)
"""The series in the order in which a figure takes them."""

_INKED = ["text.color", "axes.titlecolor", "axes.labelcolor", "axes.edgecolor"]
_INKED += ["xtick.color", "ytick.color", "grid.color"]

_STYLE: dict[Any, Any] = {
    **dict.fromkeys(["figure.facecolor", "axes.facecolor", "savefig.facecolor"], "none"),
    **dict.fromkeys(_INKED, INK),
    **dict.fromkeys(["font.size", "axes.titlesize", "axes.labelsize", "figure.titlesize"], 12),
    **dict.fromkeys(["legend.fontsize", "xtick.labelsize", "ytick.labelsize"], 11),
    "font.family": "DejaVu Sans",  # comes with Matplotlib: the same figure on every machine
    "figure.dpi": 96,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.wspace": 0.07,  # keeps the tick labels of two panels apart
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.alpha": 0.25,
    "lines.color": INK,  # ax.axhline and the like are aids to reading, not series
    "lines.linewidth": 2.0,
    "lines.markersize": 6.5,
    "legend.frameon": False,
    "legend.handlelength": 3.2,
    # For what a page draws by itself with ax.plot; markers would stand at each point.
    "axes.prop_cycle": (
        cycler(color=[s.color for s in SERIES]) + cycler(linestyle=[s.dash for s in SERIES])
    ),
    "svg.fonttype": "path",  # outlines: a page needs no font of the figure's
    "svg.hashsalt": "handbook",  # ids follow from the content, not from chance
}

# Neither the day nor the version of Matplotlib belongs into a figure.
_SVG_METADATA: dict[str, Any] = {"Date": None, "Creator": None}


def use_style() -> None:
    """Set the book's style for all figures that follow; in a notebook, show them as SVG.

    Called once, in the first cell of a page.
    """
    plt.rcParams.update(_STYLE)
    share_parsed_labels()
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return
    from matplotlib_inline.config import InlineBackend

    # The configuration is set, not the formatter: the kernel applies it again after the first cell.
    backend: Any = InlineBackend.instance(parent=shell)
    backend.shell = shell
    backend.figure_formats = {"svg"}
    # Cropping to the ink would give every figure another width, and its text another size.
    backend.print_figure_kwargs = {"bbox_inches": None, "metadata": _SVG_METADATA}


def new_figure(
    columns: int = 1,
    rows: int = 1,
    *,
    height: float | None = None,
    sharex: bool = False,
    sharey: bool = False,
) -> tuple[Figure, list[Axes]]:
    """A figure and its panels, row by row: ``fig, [ax] = new_figure()``.

    `height` is that of all rows together in inches, by default 3.4 for each; the legend adds its
    own. The width is always `WIDTH`: two columns are the most that can be read on a telephone,
    further panels go below.

    Raises ValueError for fewer than one row, or for other than one or two columns.
    """
    if columns not in (1, 2) or rows < 1:
        raise ValueError(
            f"columns is 1 or 2 and rows 1 or more, not {columns} and {rows}: use further rows"
        )
    size = (WIDTH, 3.4 * rows if height is None else height)
    fig, axes = plt.subplots(
        rows, columns, sharex=sharex, sharey=sharey, figsize=size, squeeze=False
    )
    return fig, list(axes.flat)


def series_style(series: int | str) -> Series:
    """The entry of `SERIES` with this index or name; ValueError names the entries there are."""
    for index, entry in enumerate(SERIES):
        if series in (index, entry.name):
            return entry
    names = ", ".join(entry.name for entry in SERIES)
    raise ValueError(f"no series {series!r}: use 0 to {len(SERIES) - 1}, or one of {names}")


def plot_curve(
    ax: Axes, x: npt.ArrayLike, y: npt.ArrayLike, label: str, *, series: int | str | None = None
) -> Line2D:
    """Draw a curve that needs no seeds, such as a function; x and y have shape (P,).

    `series` is an index or a name in `SERIES`; by default the first that these axes do not show.
    Raises ValueError when x and y differ in shape or when all series are taken.
    """
    xs, ys = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if xs.ndim != 1 or xs.shape != ys.shape:
        raise ValueError(f"x and y are to have one shape (P,), not {xs.shape} and {ys.shape}")
    return _draw(ax, xs, ys, label, _choose(ax, series))


def plot_runs(
    ax: Axes,
    x: npt.ArrayLike,
    runs: npt.ArrayLike,
    label: str,
    *,
    band: tuple[float, float] = (0.25, 0.75),
    series: int | str | None = None,
) -> Line2D:
    """Draw repeated runs: their median as a line, the spread between two quantiles as a band.

    x has shape (T,), runs has shape (S, T): one row for each of S seeds, one column for each x.
    ``band=(0, 1)`` reaches from the smallest to the largest run. The number of seeds and the band
    are added to the label, so that the legend says what the band is.

    Raises ValueError for fewer than `MIN_SEEDS` runs, for shapes that do not fit, for values that
    are not finite (a run that diverged would vanish from the figure unseen), for a band without the
    median in it.
    """
    xs, ys = np.asarray(x, dtype=float), np.asarray(runs, dtype=float)
    low, high = band
    if xs.ndim != 1 or ys.ndim != 2 or ys.shape[1] != xs.size:
        raise ValueError(
            f"runs is to have shape (seeds, {xs.size}), a column for each x, not {ys.shape}"
        )
    if len(ys) < MIN_SEEDS:
        raise ValueError(
            f"{label}: {len(ys)} of at least {MIN_SEEDS} seeds; with fewer, spread cannot be told "
            "from difference, and the book makes no claim: run more seeds"
        )
    if not np.isfinite(ys).all():
        seed, step = np.argwhere(~np.isfinite(ys))[0]
        raise ValueError(
            f"{label}: run {seed} is {ys[seed, step]} at x = {xs[step]:g}: "
            "end the runs before this x, or clip them and say so in the caption"
        )
    if not 0 <= low <= 0.5 <= high <= 1:
        raise ValueError(f"band is to hold the median, as (0.25, 0.75) or (0, 1) do, not {band}")
    style = _choose(ax, series)
    bottom, median, top = np.quantile(ys, [low, 0.5, high], axis=0)
    ax.fill_between(xs, bottom, top, color=style.color, alpha=0.22, linewidth=0)
    spread = "min–max" if band == (0, 1) else f"{100 * low:g}–{100 * high:g} %"
    return _draw(ax, xs, median, f"{label} ({len(ys)} seeds, {spread})", style)


def contours(
    ax: Axes,
    f: Callable[[Array, Array], Array],
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    *,
    levels: int | Sequence[float] = 10,
    resolution: int = 201,
) -> None:
    """Draw lines of equal value of f, in `INK`, every other one with its value.

    f takes the two coordinates as arrays of one shape (R, R) and returns an array of that shape.
    `levels` is a number of lines, laid so that equal areas lie between them, or the values
    themselves, increasing.

    Raises ValueError when f returns another shape or values that are not finite.
    """
    x, y = np.meshgrid(np.linspace(*xlim, resolution), np.linspace(*ylim, resolution))
    values = np.asarray(f(x, y), dtype=float)
    if values.shape != x.shape or not np.isfinite(values).all():
        raise ValueError(
            f"f is to return finite values of shape {x.shape}, that of its two arguments; "
            f"it returned shape {values.shape}: write it with array operations, within its domain"
        )
    if isinstance(levels, int):
        inner = np.linspace(0, 1, levels + 2)[1:-1]
        # Two digits: the value written on a line is then the line's own, not a rounded one.
        levels = sorted({float(f"{v:.2g}") for v in np.quantile(values, inner)})
    lines = ax.contour(x, y, values, levels=levels, colors=INK, linewidths=0.9, linestyles="-")
    numbers = ax.clabel(lines, list(lines.levels)[::2], fmt="%g", fontsize=11, colors=INK)
    for number in numbers or ():
        number.set_clip_on(False)  # half a number at the rim would be another number
    ax.set(xlim=xlim, ylim=ylim)
    ax.grid(False)  # straight lines among the contours would read as values


def path(ax: Axes, points: npt.ArrayLike, label: str, *, series: int | str | None = None) -> Line2D:
    """Draw the way an optimizer takes in the plane: points has shape (T, 2), start first.

    A large hollow marker stands at the start; each point has a marker when there are at most
    thirty. Raises ValueError for another shape or values that are not finite.
    """
    p = np.asarray(points, dtype=float)
    if p.ndim != 2 or p.shape[1] != 2 or len(p) == 0 or not np.isfinite(p).all():
        raise ValueError(
            f"{label}: points is to have shape (T, 2), T at least 1, and be finite; "
            f"it has shape {p.shape}: end the path before it leaves the figure"
        )
    style = _choose(ax, series)
    line = _draw(ax, p[:, 0], p[:, 1], label, style)
    if len(p) <= 30:
        line.set(markevery=1, markersize=4.5)
    [start] = ax.plot(p[:1, 0], p[:1, 1], linestyle="none", color=style.color, marker=style.marker)
    start.set(markersize=11, markerfacecolor="none", markeredgewidth=1.8)
    return line


def finish(
    fig: Figure,
    *,
    xlabel: str | None = None,
    ylabel: str | None = None,
    title: str | None = None,
) -> None:
    """Name the axes, check that each name carries a unit, and put one legend below the panels.

    A label is a name followed by a unit in parentheses: ``"age (years)"``, ``"loss (no unit)"``.
    The labels given here go to every panel that has none of its own. Panels switched off with
    ``ax.set_axis_off()`` need none. Where panels share an axis only the outer ones show its label.

    Raises ValueError for an axis without label or unit, when one name in the legend stands for two
    styles, and when a text reaches beyond the figure.
    """
    panels = [ax for ax in fig.axes if ax.axison]
    for ax in panels:
        ax.set_xlabel(_with_unit("x", ax.get_xlabel() or xlabel))
        ax.set_ylabel(_with_unit("y", ax.get_ylabel() or ylabel))
    for ax, place in ((ax, ax.get_subplotspec()) for ax in panels):
        if place is None:
            continue
        if len(ax.get_shared_x_axes().get_siblings(ax)) > 1 and not place.is_last_row():
            ax.set_xlabel("")
        if len(ax.get_shared_y_axes().get_siblings(ax)) > 1 and not place.is_first_col():
            ax.set_ylabel("")
    if title:
        fig.suptitle(title)
    _legend(fig)
    _check_texts_fit(fig)


def as_svg(fig: Figure) -> bytes:
    """The figure as SVG; the same figure gives the same bytes on any day."""
    buffer = io.BytesIO()
    with plt.rc_context(_STYLE):
        fig.savefig(buffer, format="svg", metadata=_SVG_METADATA)
    return buffer.getvalue()


def _choose(ax: Axes, series: int | str | None) -> Series:
    """The series asked for, else the first whose colour no line of these axes has."""
    if series is not None:
        return series_style(series)
    taken = {to_hex(line.get_color()) for line in ax.lines}
    for entry in SERIES:
        if entry.color not in taken:
            return entry
    raise ValueError(f"the axes show all {len(SERIES)} series: use a second panel")


def _draw(ax: Axes, x: Array, y: Array, label: str, style: Series) -> Line2D:
    # Few points are all marked: they are what was measured. Of many every eighth part is, and the
    # starts differ so that the markers of curves lying on one another stand side by side.
    step = 1 if x.size <= 16 else x.size // 8
    start = step * SERIES.index(style) // len(SERIES)
    [line] = ax.plot(x, y, label=label, color=style.color, linestyle=style.dash)
    line.set(marker=style.marker, markevery=(start, step))
    return line


def _with_unit(axis: str, label: str | None) -> str:
    if not label:
        raise ValueError(f"the {axis} axis has no label: pass {axis}label, such as 'age (years)'")
    if not re.search(r"\S \([^()]+\)$", label):
        raise ValueError(
            f"the {axis} label {label!r} has no unit: write one in parentheses at its end, "
            f"such as 'age (years)' or '{label} (no unit)'"
        )
    return label


def _legend(fig: Figure) -> None:
    """One legend for all panels, outside them: nothing that is drawn can lie under it."""
    entries: dict[str, Artist] = {}
    for ax in fig.axes:
        for handle, label in zip(*ax.get_legend_handles_labels(), strict=True):
            other = entries.setdefault(label, handle)
            if _look(other) != _look(handle):
                raise ValueError(
                    f"{label!r} is drawn in two styles: give it the same series in every panel"
                )
    if entries:
        # Two entries in a row fit the width when they are short; longer ones go below one another.
        columns = 2 if len(entries) > 1 and max(map(len, entries)) <= 22 else 1
        fig.legend(entries.values(), entries.keys(), loc="outside lower left", ncols=columns)
        line_height = 1.6 * float(plt.rcParams["legend.fontsize"]) / 72
        fig.set_figheight(fig.get_figheight() + line_height * -(-len(entries) // columns))


def _check_texts_fit(fig: Figure) -> None:
    fig.draw_without_rendering()  # places the texts
    texts = list(fig.texts)
    for ax in fig.axes:
        texts += [ax.title, ax.xaxis.label, ax.yaxis.label]
    for legend in fig.legends:
        texts += legend.get_texts()
    page = fig.bbox.padded(1)
    for text in (text for text in texts if text.get_text()):
        box = text.get_window_extent()
        if not (page.contains(box.x0, box.y0) and page.contains(box.x1, box.y1)):
            raise ValueError(
                f"{text.get_text()!r} reaches beyond the figure: shorten it, or raise the height"
            )


def _look(handle: Artist) -> tuple[Any, ...]:
    if not isinstance(handle, Line2D):
        return (type(handle), handle.get_label())
    return to_hex(handle.get_color()), handle.get_linestyle(), handle.get_marker()
