"""Figures: legible on light and dark pages, without colour, on a telephone; the same every time."""

import re
import subprocess
import sys
from itertools import combinations, product

import matplotlib as mpl
import nbformat
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib._mathtext import Parser
from matplotlib.colors import to_rgb
from nbclient import NotebookClient

from handbook.figures import (
    INK,
    SERIES,
    contours,
    finish,
    matplotlib_style,
    new_figure,
    path,
    plot_curve,
    plot_runs,
)
from tests.patience import HANGS

pytestmark = pytest.mark.slow

WHITE, BLACK, DARK_PAGES = "#ffffff", "#000000", ("#121212", "#14181e")


def matrix(numbers):
    return np.array(numbers.split(), dtype=float).reshape(3, 3)


# Linear RGB as seen without one of the three cones: Machado, Oliveira and Fernandes (2009),
# severity 1, to four decimals. The unit matrix stands for normal vision.
VISION = {
    "normal": matrix("1 0 0  0 1 0  0 0 1"),
    "protanopia": matrix("0.1523 1.0526 -0.2049  0.1145 0.7863 0.0992  -0.0039 -0.0481 1.0520"),
    "deuteranopia": matrix("0.3673 0.8606 -0.2280  0.2801 0.6725 0.0474  -0.0118 0.0429 0.9689"),
    "tritanopia": matrix("1.2555 -0.0767 -0.1788  -0.0784 0.9308 0.1476  0.0047 0.6914 0.3039"),
}
# From linear RGB to Oklab (Ottosson 2020), in two steps with a cube root between them.
TO_LMS = matrix("0.4122 0.5363 0.0514  0.2119 0.6807 0.1074  0.0883 0.2817 0.6300")
TO_LAB = matrix("0.2105 0.7936 -0.0041  1.9780 -2.4286 0.4506  0.0259 0.7828 -0.8087")


@pytest.fixture(autouse=True)
def style():
    with plt.rc_context():
        matplotlib_style.use_style()
        yield
    plt.close("all")


def linear_rgb(color):
    c = np.array(to_rgb(color))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    """Contrast ratio as WCAG 2.2 defines it."""
    low, high = sorted(linear_rgb(c) @ [0.2126, 0.7152, 0.0722] + 0.05 for c in (a, b))
    return high / low


def oklab(rgb):
    """Coordinates whose distances follow what is seen; 0.02 is just noticeable."""
    return TO_LAB @ np.cbrt(TO_LMS @ rgb)


def runs(seeds, steps=20, start=1.0):
    return start + np.random.default_rng(0).random((seeds, steps))


def texts(fig):
    [legend] = fig.legends
    return [text.get_text() for text in legend.get_texts()]


# -- colours, dashes, markers, sizes -----------------------------------------------------------


@pytest.mark.parametrize("page", [WHITE, BLACK])
def test_text_has_the_contrast_of_small_print_on_white_and_on_black(page):
    assert contrast(INK, page) >= 4.5


@pytest.mark.parametrize("page", DARK_PAGES)
def test_text_on_a_dark_grey_page_comes_near_the_best_a_single_colour_can_do(page):
    best = np.sqrt(contrast(WHITE, page))  # what a colour gains on one page it loses on the other
    assert best < 4.5
    assert contrast(INK, page) >= 0.92 * best


@pytest.mark.parametrize(
    ("series", "page"),
    list(product(SERIES, [WHITE, BLACK, *DARK_PAGES])),
    ids=lambda p: getattr(p, "name", p),
)
def test_a_series_stands_out_from_every_page(series, page):
    assert contrast(series.color, page) >= 3.0


@pytest.mark.parametrize("vision", VISION)
def test_no_two_series_look_alike_whatever_cones_the_reader_has(vision):
    seen = [oklab(np.clip(VISION[vision] @ linear_rgb(s.color), 0, 1)) for s in SERIES]
    closest = min(np.linalg.norm(a - b) for a, b in combinations(seen, 2))
    assert closest >= 0.10


@pytest.mark.parametrize("carrier", ["name", "color", "dash", "marker"])
def test_no_two_series_share_a_name_colour_dash_or_marker(carrier):
    assert len({getattr(series, carrier) for series in SERIES}) == len(SERIES) >= 5


def test_the_smallest_text_has_nine_pixels_on_a_telephone_of_390():
    fig, [ax] = new_figure()
    plot_runs(ax, np.arange(20), runs(5), "SGD")
    finish(fig, xlabel="update (count)", ylabel="loss (no unit)", title="A title")
    fig.draw_without_rendering()
    sizes = {text.get_fontsize() for text in fig.findobj(mpl.text.Text) if text.get_text()}
    column = 390 - 2 * 16
    assert min(sizes) / 72 * column / fig.get_figwidth() >= 9


def test_lines_that_aid_reading_do_not_take_a_series_colour():
    _, [ax] = new_figure()
    ax.axhline(0.5)
    assert plot_curve(ax, [0, 1], [0, 1], "f").get_color() == SERIES[0].color


# -- series ------------------------------------------------------------------------------------


def test_series_are_taken_in_order_skipping_those_already_shown():
    _, [ax] = new_figure()
    drawn = [plot_curve(ax, [0, 1], [0, 1], "a", series="red")]
    drawn += [plot_curve(ax, [0, 1], [0, 1], label) for label in "bc"]
    assert [line.get_color() for line in drawn] == [SERIES[i].color for i in (1, 0, 2)]


def test_a_line_carries_dash_and_marker_of_its_series():
    _, [ax] = new_figure()
    lines = [plot_runs(ax, np.arange(20), runs(5), s.name, series=s.name) for s in SERIES]
    assert [line.get_marker() for line in lines] == [s.marker for s in SERIES]
    # Matplotlib has no public way to ask for a dash pattern; the drawn file has it.
    dashes = set(re.findall(rb"stroke-dasharray: ([\d., ]+)", matplotlib_style.as_svg(ax.figure)))
    assert len(dashes) == len(SERIES) - 1  # the first is solid


def test_a_seventh_series_is_refused_instead_of_repeating_a_style():
    _, [ax] = new_figure()
    for series in SERIES:
        plot_curve(ax, [0, 1], [0, 1], series.name)
    with pytest.raises(ValueError, match="second panel"):
        plot_curve(ax, [0, 1], [0, 1], "one more")


@pytest.mark.parametrize("unknown", ["mauve", 6, -1])
def test_an_unknown_series_is_answered_with_those_there_are(unknown):
    with pytest.raises(ValueError, match="blue, red, ochre"):
        matplotlib_style.series_style(unknown)


def test_every_measured_point_is_marked_when_there_are_few():
    _, [ax] = new_figure()
    line = plot_curve(ax, np.arange(7), np.arange(7), "sweep", series=3)
    assert line.get_markevery() == (0, 1)


def test_markers_of_curves_lying_on_one_another_stand_side_by_side():
    _, [ax] = new_figure()
    lines = [plot_curve(ax, np.arange(200), np.ones(200), series.name) for series in SERIES]
    every = [line.get_markevery() for line in lines]
    marked = [set(np.arange(200)[slice(start, None, step)]) for start, step in every]
    assert all(6 <= len(places) <= 10 for places in marked)
    assert not any(a & b for a, b in combinations(marked, 2))


# -- runs --------------------------------------------------------------------------------------


def test_runs_are_drawn_as_their_median_with_the_band_between_the_quantiles():
    _, [ax] = new_figure()
    values = np.array([[0.0], [1.0], [2.0], [7.0], [9.0]]) + np.array([0.0, 10.0])
    line = plot_runs(ax, [0, 1], values, "SGD")
    np.testing.assert_allclose(line.get_ydata(), [2.0, 12.0])
    [band] = ax.collections
    corners = band.get_paths()[0].vertices
    at_start = corners[corners[:, 0] == 0, 1]
    assert (at_start.min(), at_start.max()) == (1.0, 7.0)


def test_a_band_from_zero_to_one_reaches_from_the_smallest_to_the_largest_run():
    _, [ax] = new_figure()
    values = runs(6)
    plot_runs(ax, np.arange(20), values, "SGD", band=(0, 1))
    corners = ax.collections[0].get_paths()[0].vertices
    assert (corners[:, 1].min(), corners[:, 1].max()) == (values.min(), values.max())


def test_the_legend_says_how_many_seeds_there_are_and_what_the_band_is():
    fig, [ax] = new_figure()
    plot_runs(ax, np.arange(20), runs(7), "SGD")
    plot_runs(ax, np.arange(20), runs(5), "Adam", band=(0, 1))
    finish(fig, xlabel="update (count)", ylabel="loss (no unit)")
    assert texts(fig) == ["SGD (7 seeds, 25–75 %)", "Adam (5 seeds, min–max)"]


@pytest.mark.parametrize("seeds", [0, 1, 4])
def test_fewer_than_five_seeds_are_refused_with_the_reason(seeds):
    _, [ax] = new_figure()
    with pytest.raises(ValueError, match=f"SGD: {seeds} of at least 5 seeds.*makes no claim"):
        plot_runs(ax, np.arange(20), runs(seeds), "SGD")
    assert not ax.lines


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_run_that_diverged_is_reported_and_not_left_out(value):
    _, [ax] = new_figure()
    values = runs(5)
    values[3, 12] = value
    with pytest.raises(ValueError, match=f"run 3 is {value} at x = 12"):
        plot_runs(ax, np.arange(20), values, "SGD")


@pytest.mark.parametrize("shape", [(20, 5), (5,), (5, 20, 1)])
def test_runs_of_another_shape_are_refused(shape):
    _, [ax] = new_figure()
    with pytest.raises(ValueError, match=r"shape \(seeds, 20\)"):
        plot_runs(ax, np.arange(20), np.zeros(shape), "SGD")


def test_a_band_without_the_median_in_it_is_refused():
    _, [ax] = new_figure()
    with pytest.raises(ValueError, match="hold the median"):
        plot_runs(ax, np.arange(20), runs(5), "SGD", band=(0.6, 0.9))


def test_a_curve_whose_x_and_y_differ_in_shape_is_refused():
    _, [ax] = new_figure()
    with pytest.raises(ValueError, match=r"\(3,\) and \(2,\)"):
        plot_curve(ax, [0, 1, 2], [0, 1], "f")


# -- contours and paths ------------------------------------------------------------------------


def bowl(x, y):
    return x**2 + 10 * y**2


def test_contour_lines_lie_where_the_function_has_the_value_written_on_them():
    _, [ax] = new_figure()
    contours(ax, bowl, (-3, 3), (-2, 2))
    [lines] = ax.collections
    for value, line in zip(lines.levels, lines.get_paths(), strict=True):
        np.testing.assert_allclose(bowl(*line.vertices.T), value, rtol=0.01)
    written = {float(text.get_text()) for text in ax.texts}
    assert written
    assert written <= set(lines.levels)
    assert not any(text.get_clip_on() for text in ax.texts)  # no number is cut at the rim


def test_contours_can_be_asked_for_by_value():
    _, [ax] = new_figure()
    contours(ax, bowl, (-3, 3), (-2, 2), levels=[1.0, 4.0])
    assert list(ax.collections[0].levels) == [1.0, 4.0]


def test_a_function_of_a_single_point_is_refused_with_the_way_to_write_it():
    _, [ax] = new_figure()
    with pytest.raises(ValueError, match="array operations"):
        contours(ax, lambda x, y: 1.0, (-1, 1), (-1, 1))


def test_a_path_shows_its_points_and_where_it_starts():
    _, [ax] = new_figure()
    points = np.array([[2.0, 1.0], [1.0, 0.5], [0.0, 0.0]])
    line = path(ax, points, "descent")
    np.testing.assert_array_equal(line.get_xydata(), points)
    _, start = ax.lines
    np.testing.assert_array_equal(start.get_xydata(), points[:1])
    assert start.get_markersize() > line.get_markersize()


@pytest.mark.parametrize("points", [np.zeros((3, 3)), np.zeros((0, 2)), [[0.0, np.inf]]])
def test_a_path_that_cannot_be_drawn_is_refused(points):
    _, [ax] = new_figure()
    with pytest.raises(ValueError, match=r"descent: points is to have shape \(T, 2\)"):
        path(ax, points, "descent")


# -- finishing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "missing"),
    [({}, "x"), ({"xlabel": "age (years)"}, "y"), ({"ylabel": "loss (no unit)"}, "x")],
)
def test_an_axis_without_label_is_refused(labels, missing):
    fig, _ = new_figure()
    with pytest.raises(ValueError, match=f"the {missing} axis has no label"):
        finish(fig, **labels)


@pytest.mark.parametrize("label", ["age", "age ()", "(years)", "f(w)", "age (years) of houses"])
def test_a_label_without_unit_is_refused(label):
    fig, _ = new_figure()
    with pytest.raises(ValueError, match="has no unit"):
        finish(fig, xlabel=label, ylabel="price (thousands)")


def test_labels_go_to_every_panel_that_has_none_of_its_own():
    fig, [above, below] = new_figure(rows=2)
    below.set_ylabel("rate (no unit)")
    finish(fig, xlabel="update (count)", ylabel="loss (no unit)")
    assert [ax.get_xlabel() for ax in (above, below)] == ["update (count)"] * 2
    assert [ax.get_ylabel() for ax in (above, below)] == ["loss (no unit)", "rate (no unit)"]


def test_panels_that_share_an_axis_show_its_label_once():
    fig, axes = new_figure(columns=2, rows=2, sharex=True, sharey=True)
    finish(fig, xlabel="update (count)", ylabel="loss (no unit)")
    assert [bool(ax.get_xlabel()) for ax in axes] == [False, False, True, True]
    assert [bool(ax.get_ylabel()) for ax in axes] == [True, False, True, False]


def test_a_picture_without_axes_needs_no_labels():
    fig, [ax] = new_figure()
    ax.imshow(np.eye(8))
    ax.set_axis_off()
    finish(fig)
    assert not ax.get_xlabel()


def test_one_name_stands_for_one_style_in_all_panels():
    fig, [left, right] = new_figure(columns=2)
    plot_curve(left, [0, 1], [0, 1], "Adam", series="red")
    plot_curve(right, [0, 1], [0, 1], "Adam", series="blue")
    with pytest.raises(ValueError, match="'Adam' is drawn in two styles"):
        finish(fig, xlabel="x (no unit)", ylabel="y (no unit)")


def test_a_series_shown_in_two_panels_is_named_once():
    fig, [left, right] = new_figure(columns=2)
    for ax in (left, right):
        plot_curve(ax, [0, 1], [0, 1], "Adam")
    finish(fig, xlabel="x (no unit)", ylabel="y (no unit)")
    assert texts(fig) == ["Adam"]


def test_the_legend_takes_no_room_from_the_panel():
    heights = []
    for count in (1, 6):
        fig, [ax] = new_figure()
        for series in SERIES[:count]:
            plot_runs(ax, np.arange(20), runs(5), f"a rather long name {series.name}")
        finish(fig, xlabel="update (count)", ylabel="loss (no unit)")
        heights.append(ax.get_window_extent().height)
    assert heights[1] == pytest.approx(heights[0], rel=0.05)


def test_a_label_longer_than_the_figure_is_refused():
    fig, _ = new_figure(height=2)
    with pytest.raises(ValueError, match="reaches beyond the figure"):
        finish(fig, xlabel="age (years)", ylabel="mean squared error of the price (thousands²)")


@pytest.mark.parametrize(("columns", "rows"), [(3, 1), (0, 1), (1, 0)])
def test_panels_too_narrow_to_read_are_refused(columns, rows):
    with pytest.raises(ValueError, match="columns is 1 or 2"):
        new_figure(columns, rows)


# -- the file ----------------------------------------------------------------------------------

DRAW = """
from handbook.figures import matplotlib_style
matplotlib_style.use_style()
fig, [ax] = matplotlib_style.new_figure()
matplotlib_style.contours(ax, lambda x, y: x**2 + 10 * y**2, (-3, 3), (-2, 2))
matplotlib_style.path(ax, [[2, 1], [1, -0.5], [0, 0]], "descent")
matplotlib_style.finish(fig, xlabel="$w_1$ (no unit)", ylabel="$w_2$ (no unit)")
"""


def test_two_processes_write_the_same_bytes_without_a_date():
    program = DRAW + "import sys; sys.stdout.buffer.write(matplotlib_style.as_svg(fig))"
    first, second = (
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
        for _ in range(2)
    )
    assert first.startswith(b"<?xml")
    assert first == second
    assert b"dc:date" not in first


def test_the_labels_of_a_second_figure_are_not_parsed_again_and_look_the_same(monkeypatch):
    parsed = []
    parse = Parser.parse
    monkeypatch.setattr(Parser, "parse", lambda self, s, *a: parsed.append(s) or parse(self, s, *a))

    def logarithmic():
        fig, [ax] = new_figure()
        ax.set(xscale="log", yscale="log", xlim=(1e-31, 1e-25), ylim=(1e25, 1e33))
        finish(fig, xlabel="x (m)", ylabel="y (m)")
        return matplotlib_style.as_svg(fig)

    first = logarithmic()
    assert any("-31" in label for label in parsed)
    parsed.clear()
    assert logarithmic() == first
    assert parsed == []


def test_the_background_is_transparent_and_the_text_needs_no_font():
    fig, [ax] = new_figure()
    plot_curve(ax, [0, 1], [0, 1], "f")
    finish(fig, xlabel="x (no unit)", ylabel="y (no unit)")
    drawing = matplotlib_style.as_svg(fig).decode()
    assert "fill: #ffffff" not in drawing
    assert "<text" not in drawing


def test_a_notebook_shows_the_same_svg_at_the_full_width_in_every_run(monkeypatch):
    monkeypatch.delenv("MPLBACKEND", raising=False)  # a kernel chooses its own
    cells = [nbformat.v4.new_code_cell(DRAW) for _ in range(2)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, timeout=HANGS, kernel_name="python3").execute()
    outputs = [cell.outputs for cell in notebook.cells]
    [[first], [second]] = outputs
    assert first.data["image/svg+xml"] == second.data["image/svg+xml"]
    assert "image/png" not in first.data
    assert "dc:date" not in first.data["image/svg+xml"]
    assert f'width="{72 * matplotlib_style.WIDTH:g}pt"' in first.data["image/svg+xml"]
