"""Figures: `matplotlib_style` for the pages of the book, `svg` where there is no Matplotlib.

`tables` shows a few numbers.

The names of `matplotlib_style` can be imported from here. It is loaded by the first of them that
is asked for, so that a page's Python, which has no Matplotlib, can import `handbook.figures.svg`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from handbook.figures.tables import Table, table

if TYPE_CHECKING:
    from handbook.figures.matplotlib_style import (
        INK,
        MIN_SEEDS,
        SERIES,
        WIDTH,
        Series,
        contours,
        finish,
        new_figure,
        path,
        plot_curve,
        plot_runs,
        series_style,
        use_style,
    )

__all__ = ["INK", "MIN_SEEDS", "SERIES", "WIDTH", "Series", "contours", "finish", "new_figure"]
__all__ += ["Table", "path", "plot_curve", "plot_runs", "series_style", "table", "use_style"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("handbook.figures.matplotlib_style"), name)
