"""Two assignments in the shape of public nbgrader courses; text, code and data are our own.

`old_numpy` has the shape of a course of 2015, of nbgrader's first years: several notebooks with
blanks in their names, metadata of schema 1 or of none, ids on few cells and the same ids in several
notebooks, points in halves, data files, tests by `numpy.testing` and `nose.tools` that are imported
in one cell of tests and used in the next, a plot that is graded by hand, help by `?`.

`numerics` has the shape of a course of 2020: ids that nbgrader gave, data made in several steps,
marks without a blank, hidden tests that draw numbers after a seed, `pytest.raises`, a class, a
function that returns a function, a task, a cell with hidden tests alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

Cell = dict[str, Any]


def made(source: str, kind: str, about: dict[str, Any] | None) -> Cell:
    cell: Cell = {"cell_type": kind, "source": source.splitlines(keepends=True), "metadata": {}}
    if about is not None:
        cell["metadata"] = {"collapsed": False, "nbgrader": about}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def written(folder: Path, name: str, cells: list[Cell]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    data = {"cells": cells, "metadata": {"celltoolbar": "Create Assignment", "kernelspec": kernel}}
    (folder / f"{name}.ipynb").write_text(json.dumps(data | {"nbformat": 4, "nbformat_minor": 0}))


# The old course.


def old(source: str, grade_id: str | None = None, *, kind: str = "code", **more: Any) -> Cell:
    about = {"grade": False, "locked": False, "schema_version": 1, "solution": False}
    return made(source, kind, about | ({"grade_id": grade_id} if grade_id else {}) | more)


def old_tests(source: str, grade_id: str, points: float) -> Cell:
    return old(source, grade_id, grade=True, points=points)


def oldest(source: str, grade_id: str, **more: Any) -> Cell:
    """A cell of the time before schemas had a number."""
    cell = old(source, grade_id, checksum="00ff", locked=True, **more)
    del cell["metadata"]["nbgrader"]["schema_version"]
    return cell


CENTERED = '''\
def centered(arr):
    """The array minus its mean.

    A copy is returned.
    """
    ### BEGIN SOLUTION
    out = arr.copy()
    out -= np.mean(arr)
    return out
    ### END SOLUTION
'''
STATION_MEAN = '''\
def station_mean(station, rain, stations):
    """The mean of the station's row; a ValueError where the name stands twice."""
    ### BEGIN SOLUTION
    rows = np.argwhere(stations == station)
    if rows.size > 1:
        raise ValueError(station)
    return np.mean(rain[rows])
    ### END SOLUTION
'''
WETTEST = "def wettest(rain):\n    ### BEGIN SOLUTION\n    return rain.sum(axis=1).argmax()\n"
WETTEST += "    ### END SOLUTION\n"


def old_numpy(folder: Path) -> Path:
    """Write the assignment of the old course into a folder; 7 points, of them 2.5 by hand."""
    intro = [
        oldest("Read this first.", "header", kind="markdown"),
        oldest("import numpy as np", "import"),
        old("# Look up what a function does\nnp.argsort?"),
        old("?np.mean\nfiles = !ls data"),
    ]
    masks = [
        oldest("Read this first.", "header", kind="markdown"),
        oldest("%matplotlib inline\nimport numpy as np", "import"),
        old('rain = np.load("data/rain.npy")'),
        old("### Exercise: Around the mean (1.5 points)", kind="markdown"),
        old(CENTERED, "centered", solution=True),
        old("# try it here\n"),
        old_tests(
            '"""Try a few small arrays."""\n'
            "from numpy.testing import assert_array_equal\n"
            "assert_array_equal(centered(np.array([1.0, 3.0])), np.array([-1, 1]))\n"
            "assert_array_equal(centered(np.array([[2.0, 4.0], [6.0, 8.0]])), [[-3, -1], [1, 3]])\n"
            'print("Success!")',
            "test_centered_values",
            1.0,
        ),
        old_tests(
            '"""The array that is handed over stays as it is."""\n'
            "x = np.array([2.0, 4.0])\ny = centered(x)\n"
            "assert_array_equal(x, np.array([2, 4]))\nassert_array_equal(y, np.array([-1, 1]))\n"
            'print("Success!")',
            "test_centered_copy",
            0.5,
        ),
        old("### Exercise: One station (1.5 points)", kind="markdown"),
        old(STATION_MEAN, "station_mean", solution=True),
        old_tests(
            "from numpy.testing import assert_allclose\n"
            'rain = np.load("data/rain.npy")\nstations = np.load("data/stations.npy")\n'
            "assert_allclose(station_mean('north', rain, stations), 2.5)",
            "test_station_mean_data",
            0.5,
        ),
        old_tests(
            "rain = np.arange(6.0).reshape((2, 3))\nstations = np.array(['a', 'b'])\n"
            "assert_allclose(station_mean('a', rain, stations), 1)\n"
            "assert_allclose(station_mean('b', rain, stations), 4)",
            "test_station_mean_other",
            0.5,
        ),
        old_tests(
            "from nose.tools import assert_raises, assert_equal\n"
            "rain = np.arange(6.0).reshape((2, 3))\nstations = np.array(['a', 'a'])\n"
            "assert_raises(ValueError, station_mean, 'a', rain, stations)",
            "test_station_mean_raises",
            0.5,
        ),
    ]
    files = [
        oldest("Read this first.", "header", kind="markdown"),
        oldest("import numpy as np\nimport matplotlib.pyplot as plt", "import"),
        old("### Exercise: The wettest (0.5 points)", kind="markdown"),
        old(WETTEST, "wettest", solution=True),
        old_tests(
            "assert_equal(wettest(np.array([[1, 2], [3, 4]])), 1)\n"
            "assert_equal(wettest(np.array([[5, 2], [3, 1]])), 0)",
            "test_wettest",
            0.5,
        ),
        old(
            'rain = np.load("data/rain.npy")\n### BEGIN SOLUTION\n'
            'np.savez("data/copy.npz", rain=rain)\n### END SOLUTION',
            "save_copy",
            solution=True,
            points=0.0,
        ),
        old_tests(
            'copy = np.load("data/copy.npz")\nrain = np.load("data/rain.npy")\n'
            "assert (copy['rain'] == rain).all()",
            "test_save_copy",
            1.0,
        ),
        old(
            "def plot_rain(ax, rain):\n    ### BEGIN SOLUTION\n    ax.plot(rain)\n"
            "    ### END SOLUTION",
            "plot_rain",
            solution=True,
            grade=True,
            points=2.0,
        ),
        old_tests("assert plot_rain(plt.subplots()[1], [1, 2]) is None", "test_plot_rain", 0.0),
        old("It rains more.", "why", kind="markdown", solution=True, grade=True, points=0.5),
    ]
    # nose.tools belongs to the import cell, as in most courses of the time.
    files[1]["source"] = ["import numpy as np\n", "import matplotlib.pyplot as plt\n",
                          "from nose.tools import assert_equal, assert_true"]  # fmt: skip
    for name, cells in (
        ("1 - Arrays", intro),
        ("2 - Masks and means", masks),
        ("3 - Files & plots", files),
    ):
        written(folder, name, cells)
    (folder / "data").mkdir()
    np.save(folder / "data" / "rain.npy", np.array([[1.0, 4.0], [0.0, 3.0]]))
    np.save(folder / "data" / "stations.npy", np.array(["north", "south"]))
    (folder / "images").mkdir()
    for number in range(8):
        (folder / "images" / f"step-{number}.png").write_bytes(b"png")
    return folder


# The newer course.


def new(source: str, number: str, *, kind: str = "code", **more: Any) -> Cell:
    about = {"grade": False, "grade_id": f"cell-{number}", "locked": True, "schema_version": 3}
    return made(source, kind, about | {"solution": False, "task": False} | more)


def answer(source: str, number: str) -> Cell:
    return new(source, number, locked=False, solution=True)


def new_tests(source: str, number: str, points: float) -> Cell:
    return new(source, number, grade=True, points=points)


POWERS = '''\
def powers(x, m):
    """The columns x**0 … x**(m - 1)."""
    ###BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    return np.column_stack([x**k for k in range(m)])
    ###END SOLUTION
'''
FIT = """\
def fit(x, y, m):
    x = np.asarray(x, dtype=float)
    y = np.asarray(y, dtype=float)
    if x.shape != y.shape:
        raise ValueError("pairs are asked for")
    ### BEGIN SOLUTION
    a = powers(x, m)
    return np.polynomial.Polynomial(np.linalg.solve(a.T @ a, a.T @ y))
    ### END SOLUTION
"""
SPREAD = '''\
def spread(x, y, m):
    """The root of the mean of squares that is left."""
    ### BEGIN SOLUTION
    left = fit(x, y, m)(np.asarray(x, dtype=float)) - y
    return np.sqrt((left**2).sum() / (len(y) - m))
    ### END SOLUTION
'''
NODES = '''\
class Nodes:
    """A polynomial through points, in Lagrange's form."""
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __call__(self, at):
        ### BEGIN SOLUTION
        total = 0.0
        for k, one in enumerate(self.x):
            rest = [u for i, u in enumerate(self.x) if i != k]
            total += self.y[k] * np.prod([(at - u) / (one - u) for u in rest])
        return total
        ### END SOLUTION
'''


def numerics(folder: Path) -> Path:
    """Write the assignment of the newer course into a folder; 17 points, of them 3 by hand."""
    cells = [
        new("# Least squares", "00", kind="markdown"),
        new(
            "import numpy as np\n\nx = np.array([0.0, 1.0, 2.0, 3.0, 4.0])\ny = 2 * x + 1\n"
            "rng = np.random.default_rng(5)\ny += 0.1 * rng.uniform(size=len(y))",
            "01",
        ),
        new("table = np.zeros((2, 2))\nfor i in range(2):\n    table[i, i] = 3", "02"),
        new("### I. Powers", "03", kind="markdown"),
        answer("import numpy as np\n\n" + POWERS, "04"),
        new_tests(
            "assert powers(x, 3).shape == (len(x), 3)\nassert powers(x, 4).shape == (len(x), 4)",
            "05",
            1,
        ),
        new_tests("assert powers(table[0], 2)[0, 1] == 3", "06", 1),
        answer(FIT, "07"),
        new_tests(
            "import pytest\nwith pytest.raises(ValueError):\n    fit([1, 2, 3], [1, 2], m=1)\n"
            "# it can be called\np = fit(x, y, m=2)\nassert len(p(x)) == len(x)",
            "08",
            3,
        ),
        new("Print the condition numbers.", "09", kind="markdown"),
        answer(
            "for m in range(1, 4):\n### BEGIN SOLUTION\n    print(np.linalg.cond(powers(x, m)))\n"
            "### END SOLUTION",
            "10",
        ),
        new_tests(
            "# This cell is a test\n\n### BEGIN HIDDEN TESTS\n"
            "from numpy.testing import assert_allclose\nfor m in range(1, 4):\n"
            "    a = powers(x, m)\n    assert_allclose(np.linalg.cond(a.T @ a), "
            "np.linalg.cond(a) ** 2, rtol=1e-6)\n### END HIDDEN TESTS",
            "11",
            1,
        ),
        answer(SPREAD, "12"),
        new_tests(
            "assert_allclose(spread([0, 1, 2, 3], np.array([1.0, 2.0, 3.0, 5.0]), 1), 1.7078251)\n"
            "###BEGIN HIDDEN TESTS\nnp.random.seed(3)\nu = np.random.rand(6)\n"
            "assert_allclose(spread(np.arange(6), 5 + u, 1), np.std(u, ddof=1))\n"
            "###END HIDDEN TESTS",
            "13",
            2.5,
        ),
        answer(NODES, "14"),
        new_tests(
            "def bump(t, a=25):\n    return 1 / (1 + a * t**2)\n\nat = np.linspace(-1, 1, 5)\n"
            "line = Nodes(at, bump(at))\nassert_allclose([line(t) for t in at], bump(at))",
            "15",
            5,
        ),
        new("Draw it (3 points).", "16", kind="markdown", points=3, task=True),
        made("# here", "code", None),
        new_tests(
            "assert_allclose(bump(0) + spread([0, 1], np.array([1.0, 3.0]), 1), 1 + 2**0.5)",
            "17",
            0.5,
        ),
    ]
    written(folder, "LSQ", cells)
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "LSQ-checkpoint.ipynb").write_text("{}")
    return folder
