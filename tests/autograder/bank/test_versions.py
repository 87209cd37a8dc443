"""The bank: edits of the solution, standard wrong versions, and what is refused."""

import numpy as np
import pytest

from autograder.bank.errors import ExerciseError
from autograder.bank.versions import known_mistakes, load_versions

from .conftest import SOLUTION


def loaded(halve):
    return load_versions(halve.load(), halve.reference())


def test_an_edit_is_made_in_the_solution(halve):
    [double] = loaded(halve).wrong
    assert double.function(3.0) == 6.0
    assert "return 2 * x" in double.source
    assert (double.message, double.look_at) == ("x is doubled", "the factor")


def test_an_edit_is_made_in_the_solution_and_not_in_a_template_behind_it(halve):
    halve.write_solution(SOLUTION + "    part = ...\n    return rate * x + part\n")
    [double] = loaded(halve).wrong
    assert double.function(3.0) == 6.0
    assert "..." not in double.source


@pytest.mark.parametrize(("old", "times"), [("nothing of the kind", 0), ("x", 5)])
def test_an_edit_that_does_not_match_exactly_once_is_refused(halve, old, times):
    halve.change("versions.py", '"rate * x"', f'"{old}"')
    with pytest.raises(ExerciseError, match=r"'double'.* stands \d+ times .* 1 is required"):
        loaded(halve)


def test_an_edit_needs_an_old_and_a_new_text(halve):
    halve.change("versions.py", '"rate * x", "2 * x"', '"rate * x"')
    with pytest.raises(ExerciseError, match="texts come in pairs"):
        loaded(halve)


def test_an_edit_that_leaves_no_python_is_refused(halve):
    halve.change("versions.py", '"2 * x"', '"2 *"')
    with pytest.raises(ExerciseError, match="is not Python after its edits"):
        loaded(halve)


def test_two_versions_of_one_name_are_refused(halve):
    halve.change(
        "versions.py", "edited(", 'edited("double", "rate * x", "9", message="nine")\nedited('
    )
    with pytest.raises(ExerciseError, match="share a name"):
        loaded(halve)


def test_standard_versions_are_made_from_the_settings(halve):
    halve.change("exercise.toml", '["half"]', '["x"]')
    text = '[wrong]\nascent = ["x"]\nstale = ["x"]\nswapped = [["x", "rate"]]\nin_place = ["x"]\n\n'
    halve.change("exercise.toml", "[contract]", text + "[contract]")
    halve.change(
        "versions.py",
        'edited("double", "rate * x", "2 * x", message="x is doubled", look_at="the factor")',
        "",
    )
    made = {version.name: version for version in loaded(halve).wrong}
    assert made["ascent"].function(4.0) == 6.0  # 4 + 2 instead of 4 - 2
    assert made["stale_x"].function(4.0) == 4.0
    assert made["swapped_x_rate"].function(4.0, 3.0) == 12.0
    x = np.ones(2)
    made["in_place"].function(x)
    assert x.tolist() == [2.0, 2.0]
    assert made["in_place"].verdict == "X9"
    assert all(v.message and v.look_at for v in made.values())


def test_the_mistakes_that_can_be_named_are_known_without_the_solution(halve):
    assert [m.name for m in known_mistakes(halve.load())] == ["double"]
