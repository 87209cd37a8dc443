"""The faults that the audit makes in a solution."""

import ast
import sys

import numpy as np
import pytest

from autograder.authoring import mutants as module
from autograder.authoring.mutants import mutants
from autograder.bank.errors import ExerciseError


def changes_of(text, head="def f(x, y, n=2):"):
    """What becomes of the lines of a function, by cosmic-ray's operators and by ours."""
    lines = "\n".join(f"    {line}" for line in text.splitlines())
    return {
        mutant.name.partition(" → ")[2]
        for mutant in mutants(f"{head}\n    '''.'''\n{lines}\n", "f")
    }


def test_an_operator_becomes_each_other_one_of_arithmetic():
    found = changes_of("return x + y")
    assert found == {f"return x {sign} y" for sign in ("-", "*", "/", "//", "%", "**")}


def test_bits_are_exchanged_only_where_a_solution_uses_them():
    assert "return x & y" not in changes_of("return x * y")
    assert {"return x & y", "return x ^ y", "return x >> y"} <= changes_of("return x | y")


def test_numbers_conditions_and_loops_are_changed():
    found = changes_of("for i in x:\n    if i > 3 and y:\n        break\nreturn -y")
    assert {"for i in []:", "if i > 4 and y:", "if i > 3 or y:", "continue"} <= found
    assert {"if i >= 3 and y:", "if not i > 3 and y:", "return y", "return +y"} <= found


def test_a_change_that_gives_no_python_is_left_out():
    found = changes_of("return x == -np.inf")
    assert "return x == +np.inf" in found
    assert not [change for change in found if "not np.inf" in change]


def test_axes_calls_and_transposition_are_left_out_and_reductions_exchanged():
    found = changes_of("return np.sum(x.T, axis=1, keepdims=True) @ np.sqrt(y)")
    root, total = "np.sqrt(y)", "np.sum(x.T, axis=1, keepdims=True)"
    assert {
        f"return np.sum(x.T, keepdims=True) @ {root}",
        f"return np.sum(x.T, axis=1) @ {root}",
        f"return np.sum(x.T, axis=0, keepdims=True) @ {root}",
        f"return np.sum(x, axis=1, keepdims=True) @ {root}",
        f"return np.mean(x.T, axis=1, keepdims=True) @ {root}",
        f"return {total} * {root}",
        f"return {total} @ y",
    } <= found


def test_a_statement_is_left_out_where_its_names_stay_known():
    found = changes_of("z = x + 1\nz = z * y\nz -= 1\nreturn z, y")
    names = [mutant.name for mutant in mutants("def f(x):\n    z = 1\n    return z\n", "f")]
    assert {"nothing", "z += 1", "return (y, z)"} <= found
    assert not any("nothing" in name for name in names)


def test_slices_lose_a_bound_and_copies_are_left_out():
    found = changes_of("return x[y:n].copy()")
    assert {"return x[:n].copy()", "return x[y:].copy()", "return x[y:n]"} <= found


def test_defaults_and_docstring_stay_as_they_are():
    made = mutants('def f(x, n=2 + 3):\n    "Adds 1."\n    return x + n\n', "f")
    assert made
    assert all(m.source.startswith("def f(x, n=2 + 3):\n    return ") for m in made)


def test_a_template_behind_the_return_has_no_mutants():
    made = mutants("def f(x):\n    return x + 1\n    y = ... * x\n    return y + 2\n", "f")
    assert made
    assert all("..." not in m.source and "y" not in m.source for m in made)


def test_every_mutant_is_python_and_no_two_are_alike():
    source = "def f(x, y):\n    for i in range(2):\n        x = x - y if i else -x\n    return x\n"
    made = mutants(source, "f")
    for mutant in made:
        namespace = {"np": np}
        exec(compile(ast.parse(mutant.source), mutant.name, "exec"), namespace)
        assert callable(namespace["f"])
    assert len({m.source for m in made}) == len({m.name for m in made}) == len(made)


def test_the_same_solution_has_the_same_mutants_again():
    source = "def f(x, y):\n    z = 3 * x\n    return z + y\n"
    assert mutants(source, "f") == mutants(source, "f")


def test_without_cosmic_ray_an_author_is_told_what_to_install(monkeypatch):
    module._operators.cache_clear()
    monkeypatch.setitem(sys.modules, "cosmic_ray.operators.provider", None)
    with pytest.raises(ExerciseError, match="pip install"):
        mutants("def f(x):\n    return x + 1\n", "f")
