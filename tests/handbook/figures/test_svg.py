"""Small plots as SVG: what a reader sees and hears of them."""

import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from handbook import figures
from handbook.figures import svg
from handbook.figures.svg import dots, figure, line

SPACE = "{http://www.w3.org/2000/svg}"


def drawn(*series, **how):
    return ElementTree.fromstring(figure(*series, xlabel="x", ylabel="y", **how).svg)


def texts(root):
    return [text.text for text in root.iter(f"{SPACE}text")]


def paths(root):
    """The lines and markers of the series, without axes and legend."""
    return root.find(f"{SPACE}svg").findall(f"{SPACE}path")


def points(path):
    return [tuple(map(float, p.split())) for p in re.split("[ML]", path.get("d"))[1:]]


def test_a_line_goes_through_its_points_with_y_upwards():
    [path] = paths(drawn(line([0, 1, 2], [0, 2, 1])))
    (x0, y0), (x1, y1), (x2, y2) = points(path)
    assert x0 < x1 < x2
    assert y1 < y2 < y0
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.11)
    assert y0 - y2 == pytest.approx(y2 - y1, abs=0.11)


def test_equal_factors_are_equal_distances_on_a_logarithmic_axis():
    [path] = paths(drawn(line([0, 1, 2], [1, 100, 1e4]), ylog=True))
    ys = [y for _, y in points(path)]
    assert ys[0] - ys[1] == pytest.approx(ys[1] - ys[2], abs=0.11)


def test_what_has_no_place_leaves_a_gap():
    [path] = paths(drawn(line([0, 1, 2, 3], [1, np.nan, 2, 3])))
    assert path.get("d").count("M") == 2
    [path] = paths(drawn(line([0, 1, 2], [-1, 10, 100]), ylog=True))
    assert len(points(path)) == 2


def test_points_closer_than_a_pixel_are_drawn_once_and_the_last_is_kept():
    x = np.linspace(0, 1, 10_000)
    [path] = paths(drawn(line(x, x)))
    assert 100 < len(points(path)) < 1000
    last = points(path)[-1]
    [whole] = paths(drawn(line([0, 1], [0, 1])))
    assert last == pytest.approx(points(whole)[-1], abs=0.11)


def test_ticks_are_round_numbers_within_the_axis():
    shown = texts(drawn(line([0, 97], [-0.3, 0.4])))
    assert {"0", "20", "40", "60", "80", "−0.2", "0.2"} <= set(shown)
    assert {"1", "100", "10⁻⁴"} <= set(texts(drawn(line([0, 1], [1e-4, 1e2]), ylog=True)))


def test_a_series_differs_in_more_than_its_colour():
    root = drawn(*(line([0, 1], [0, n], str(n)) for n in range(1, 7)))
    assert len({path.get("stroke-dasharray") for path in paths(root)}) == 6
    markers = [paths(drawn(*[dots([0], [1])] * 6))[n].get("d") for n in range(6)]
    assert len(set(markers)) == 6


def test_the_colours_are_those_of_the_other_figures():
    assert [series[0] for series in svg.SERIES] == [series.color for series in figures.SERIES]


def test_it_is_named_for_those_who_do_not_see_it_and_nothing_breaks_out_of_it():
    text = figure(line([0, 1], [0, 1], '<b>"&'), xlabel="step <1>", ylabel="loss").svg
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'loss against step <1>: <b>"&'
    assert "<b>" not in text
    assert drawn(line([0, 1], [0, 1]), alt="A line.").get("aria-label") == "A line."


def test_a_constant_and_a_single_point_can_be_drawn():
    assert len(points(paths(drawn(line([0, 1], [3, 3])))[0])) == 2
    assert len(paths(drawn(dots([5], [0.0])))) == 1


@pytest.mark.parametrize(
    ("series", "how", "said"),
    [
        ([], {}, "nothing to draw"),
        ([line([0], [np.inf])], {}, "no value is a finite number"),
        ([line([1], [-1])], {"ylog": True}, "finite number > 0"),
    ],
)
def test_what_cannot_be_drawn_is_said(series, how, said):
    with pytest.raises(ValueError, match=said):
        figure(*series, xlabel="x", ylabel="y", **how)


def test_series_of_different_lengths_are_refused_by_name():
    with pytest.raises(ValueError, match="loss: 2 values of x, but 3 of y"):
        line([0, 1], [1, 2, 3], "loss")


def test_it_shows_itself_in_a_notebook():
    drawing = figure(dots([0], [1]), xlabel="x", ylabel="y")
    assert drawing._repr_html_() == drawing.svg
    assert "currentColor" in drawing.svg
