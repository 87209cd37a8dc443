"""The memory of a Python that has NumPy and the handbook: what wakes from it is a whole Python."""

import json
import subprocess

import numpy as np
import pytest

from tests.patience import HANGS

from .conftest import ROOT
from .under_node import NODE

pytestmark = [pytest.mark.site, pytest.mark.slow]

SCRIPT = ROOT / "tests" / "site" / "wake.mjs"


@pytest.fixture(scope="session")
def woken(site):
    """What code calls `value` in a Python that has just woken; `way` is that of wake.mjs."""

    def run(code, way="memory"):
        command = [str(NODE), "--no-warnings", SCRIPT, site / "_static" / "live", way, code]
        done = subprocess.run(command, capture_output=True, text=True, timeout=HANGS)
        assert done.returncode == 0, done.stderr[-2000:]
        answer = json.loads(done.stdout)
        assert answer["anew"] == (way == "none")
        return answer["value"]

    return run


NUMBERS = """
import numpy as np

a = np.random.default_rng(7).normal(size=(6, 6))
value = [
    a.tolist(),
    np.linalg.solve(a, np.ones(6)).tolist(),
    np.linalg.svd(a)[1].tolist(),
    np.fft.fft(a[0]).real.tolist(),
    np.sort(a, axis=1).tolist(),
    np.einsum("ij,jk->ik", a, a).tolist(),
    np.vectorize(lambda v: v + 1)(np.arange(3)).tolist(),
    np.random.RandomState(3).standard_normal(4).tolist(),
]
"""


@pytest.mark.parametrize("way", ["memory", "none"])
def test_numpy_computes_in_a_page_what_it_computes_here(woken, way):
    here = {}
    exec(NUMBERS, here)
    for ours, theirs in zip(woken(NUMBERS, way), here["value"], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_what_the_checks_need_is_there_without_an_import(woken):
    needed = ["numpy.random", "numpy.linalg", "numpy.fft", "handbook.check.in_page"]
    loaded = woken("import sys\nvalue = sorted(sys.modules)")
    assert set(needed) <= set(loaded)


def test_a_library_that_was_not_in_the_memory_can_be_loaded(woken):
    code = """
import sys
before = "numpy.linalg.lapack_lite" in sys.modules
from numpy.linalg import lapack_lite
from numpy._core import _umath_tests
value = [before, lapack_lite.__name__, _umath_tests.inner1d([1.0, 2.0], [3.0, 4.0])]
"""
    assert woken(code) == [False, "numpy.linalg.lapack_lite", 11.0]


def test_numpy_can_be_imported_once_more(woken):
    code = """
import sys, warnings
warnings.simplefilter("ignore")
for name in [name for name in sys.modules if name.partition(".")[0] == "numpy"]:
    del sys.modules[name]
import numpy
value = numpy.zeros(2).tolist()
"""
    assert woken(code) == [0.0, 0.0]


def test_each_page_draws_numbers_of_its_own(woken):
    code = """
import random
import numpy as np
value = [random.random(), np.random.rand(), np.random.default_rng().random()]
"""
    one, other = woken(code), woken(code)
    assert all(a != b for a, b in zip(one, other, strict=True))


def test_the_handbook_is_found_without_the_memory_too(woken):
    code = "from handbook.check import in_page\nvalue = in_page.FILE"
    assert woken(code, way="none") == "<code>"
