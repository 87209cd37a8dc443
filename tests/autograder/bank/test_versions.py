"""The bank: edits of the solution, standard wrong versions, and what is refused."""

import numpy as np
import pytest

from autograder.bank.errors import ExerciseError
from autograder.bank.versions import known_mistakes, load_versions

from .conftest import SOLUTION

PLANTED = """\
from autograder.bank.versions import planted

planted("third", "rate *", "rate / 3 *", message="a third too little", look_at="the rate")
planted("minus", "return ", "return -", message="the sign is wrong", look_at="the sign")
planted("one_more", "* x", "* (x + 1)", message="x is moved", look_at="what is halved")
"""


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


def debug(halve, handed_out="    return -rate / 3 * (x + 1)\n"):
    """The exercise as a program with three mistakes to find."""
    halve.change("exercise.toml", "returns =", 'kind = "debug"\nreturns =')
    (halve.path / "versions.py").write_text(PLANTED)
    halve.write_solution(SOLUTION + handed_out)
    return halve


def test_planted_mistakes_are_known_alone_in_pairs_and_all_together(halve):
    wrong = {version.name: version for version in loaded(debug(halve)).wrong}
    assert list(wrong) == [
        *("third", "minus", "one_more"),
        *("third+minus", "third+one_more", "minus+one_more", "as_handed_out"),
    ]
    assert wrong["third+minus"].function(6.0) == -1.0
    assert wrong["as_handed_out"].function(5.0) == -1.0
    assert wrong["minus+one_more"].message == (
        "two mistakes are left: the sign is wrong; and x is moved"
    )
    assert "as_handed_out" in {mistake.name for mistake in known_mistakes(halve.load())}


def test_a_program_handed_out_with_other_mistakes_than_those_planted_is_refused(halve):
    with pytest.raises(ExerciseError, match="must be the solution with every planted mistake"):
        loaded(debug(halve, handed_out="    return -rate * (x + 1)\n"))


def test_a_program_to_mend_has_planted_mistakes(halve):
    halve.change("exercise.toml", "returns =", 'kind = "debug"\nreturns =')
    with pytest.raises(ExerciseError, match="0 are there, and the kind is 'debug'"):
        loaded(halve)


def test_no_other_exercise_has_planted_mistakes(halve):
    (halve.path / "versions.py").write_text(PLANTED)
    with pytest.raises(ExerciseError, match="3 are there, and the kind is 'function'"):
        loaded(halve)
