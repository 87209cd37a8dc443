"""An answer that a forbidden library gives is refused, however right it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.grading.forbidden import forbidden_names_used
from autograder.grading.grader import Grader, Plan
from autograder.ingest.notebook import notebook_of
from tests.autograder.grading.test_failed_cells import EWMA, IMPORT

pytestmark = pytest.mark.slow

DO = "    model.fit(x)\n"


@pytest.fixture(scope="module", params=[True, False], ids=["mistakes named", "not named"])
def grader(request: pytest.FixtureRequest) -> Iterator[Grader]:
    plan = Plan("optimizers", "a seed of the tests", name_mistakes=request.param)
    with Grader(plan, ["ewma"]) as made:
        yield made


@pytest.mark.parametrize("right", [True, False])
def test_an_answer_with_a_forbidden_library_has_no_points_and_is_told(
    grader: Grader, right: bool
) -> None:
    source = EWMA if right else EWMA.replace("1 - beta)", "beta)")
    source = source.replace("return np.array(", "return check_array([") + "])[0]"
    source = source.replace("averages)\n])[0]", "averages])[0]")
    found = grader.grade_function(
        "ewma", notebook_of([IMPORT, "from sklearn.utils import check_array", source])
    )
    assert (found.outcome, found.diagnosis, found.points) == ("wrong", "X15", 0)
    assert sum(test.points for test in found.tests) == 0
    assert found.message == ("The answer uses sklearn; the exercise is to be solved in NumPy.")


@pytest.mark.parametrize(
    "cells",
    [
        ["import sklearn", "def f(x):\n    return sklearn.f(x)"],
        ["import torch as t", "def f(x):\n    return t.f(x)"],
        ["import sklearn.linear_model as lm", "def f(x):\n    return lm.Ridge().fit(x)"],
        ["from sklearn.linear_model import Ridge as R", "def f(x):\n    return R().fit(x)"],
        ["def f(x):\n    import torch\n    return x"],
        ["def f(x):\n    from jax import numpy\n    return numpy.sum(x)"],
        ["def f(x):\n    return __import__('torch').tensor(x)"],
        ["import importlib\ndef f(x):\n    return importlib.import_module('torch.nn').f(x)"],
        ["import torch", "def g(x):\n    return torch.f(x)", "def f(x):\n    return g(x)"],
        ["import torch", "class G:\n    f = torch.f", "def f(x):\n    return G().f(x)"],
        ["from sklearn.svm import SVC\nmodel = SVC()", "def f(x):\n    return model.fit(x)"],
        [
            "try:\n    import torch\nexcept ImportError:\n    pass",
            "def f(x):\n    return torch.f(x)",
        ],
    ],
)
def test_a_library_is_found_under_any_name(cells: list[str]) -> None:
    (library,) = forbidden_names_used("f", notebook_of(cells), [])
    assert library in ("sklearn", "torch", "jax")


@pytest.mark.parametrize(
    "cells",
    [
        ["import sklearn\nsklearn.show()", "def f(x):\n    return x"],
        ["def f(x):\n    jax = 2\n    return jax * x"],
        ["# without torch", "def f(x):\n    return x.torch"],
        ["import torch", "def g(x):\n    return torch.f(x)", "def f(x):\n    return x"],
        ["from sklearn.datasets import load_digits", "def f(x):\n    return x", "f(load_digits())"],
    ],
)
def test_a_library_that_the_answer_does_not_use_is_not_blamed(cells: list[str]) -> None:
    assert forbidden_names_used("f", notebook_of(cells), []) == []


def test_a_helper_that_an_exercise_forbids_is_found() -> None:
    notebook = notebook_of(["import numpy as np\ndef f(x):\n    return np.average(x)"])
    assert forbidden_names_used("f", notebook, ["average"]) == ["average"]
