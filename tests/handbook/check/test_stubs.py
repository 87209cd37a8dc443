"""Not started means as it was handed out; a line of the stub that was left over is named."""

import pytest

from handbook.check.stubs import left_over

STUB = 'def f(x):\n    """Doubles."""\n    raise NotImplementedError("f: not started")\n'
GIVEN = "def f(x):\n    n = len(x)\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    "source",
    [
        STUB,
        "def f(x):\n    raise NotImplementedError",
        "def f(x):\n    # to do\n    raise NotImplementedError()",
        'def f(x):\n    """Mine."""\n    pass\n    raise NotImplementedError("later")',
        "def f(x: int) -> int:\n    ...\n    raise NotImplementedError",
    ],
)
def test_a_stub_is_not_started_whatever_its_comments(source):
    assert left_over(source, STUB) is None
    assert left_over(source) is None


def test_what_the_stub_gives_is_not_written_by_the_student():
    assert left_over(GIVEN, GIVEN) is None
    assert "below" in left_over(GIVEN.replace("len(x)", "2 * len(x)"), GIVEN)


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("def f(x):\n    y = 2 * x\n    raise NotImplementedError", "below"),
        ("def f(x):\n    for i in x:\n        pass\n    raise NotImplementedError", "below"),
        ("def f(x):\n    raise NotImplementedError\n    return 2 * x", "above"),
        ('def f(x):\n    "d"\n    raise NotImplementedError("f")\n    return 1', "above"),
    ],
)
def test_a_line_of_the_stub_beside_a_written_body_is_left_over(source, place):
    text = left_over(source, STUB)
    assert "raise NotImplementedError" in text
    assert f"{place} what was written" in text


def test_a_line_of_the_stub_with_lines_above_and_below_is_in_the_midst_of_the_function():
    text = left_over("def f(x):\n    y = 2 * x\n    raise NotImplementedError\n    return y", STUB)
    assert "in its midst; it ends each call" in text


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    return g(x)",
        "def f(x):\n    if x is None:\n        raise NotImplementedError\n    return x",
        "f = lambda x: g(x)",
        "def f(x:\n",
    ],
)
def test_nothing_is_said_to_be_left_over_where_no_line_of_the_stub_is(source):
    assert left_over(source, STUB) == ""
