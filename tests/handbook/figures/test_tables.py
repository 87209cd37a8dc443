"""A table of results, in a notebook and in a terminal."""

import pytest

from handbook.figures import table


def test_a_table_is_markdown_in_a_notebook():
    shown = table(["learning rate", "loss"], [0.1, "3.2"], [0.2, "1,000"])
    assert shown._repr_markdown_() == (
        "| learning rate | loss |\n| --- | --: |\n| 0.1 | 3.2 |\n| 0.2 | 1,000 |"
    )


def test_a_bar_in_a_cell_does_not_end_the_cell():
    assert "| a \\| b | 1 |" in table(["x", "y"], ["a | b", 1])._repr_markdown_()


def test_numbers_stand_below_one_another_in_a_terminal():
    assert repr(table(["x", "loss"], ["short", 3], ["a longer one", 1000])) == (
        "x             loss\nshort            3\na longer one  1000"
    )


def test_a_row_with_too_few_cells_is_refused():
    with pytest.raises(ValueError, match="row 2 has 1 cells, the head 2"):
        table(["x", "y"], [1, 2], [3])


def test_a_number_may_head_a_column():
    shown = repr(table(["width", 2, 16], ["loss", 0.5, 0.25]))
    assert shown == "width    2    16\nloss   0.5  0.25"
