"""An exercise's folder: what its settings may say, and what is said where they are wrong."""

import numpy as np
import pytest

from autograder.bank.errors import ExerciseError


def test_the_points_of_an_exercise_are_those_of_its_groups(halve):
    folder = halve.load()
    assert folder.points == 4.0
    assert folder.groups == {"value": 2.0, "edges": 1.5, "side_effects": 0.5}


def test_one_number_of_points_gives_each_test_the_same(halve):
    halve.change("exercise.toml", "{ value = 2, edges = 1.5, side_effects = 0.5 }", "5")
    folder = halve.load()
    assert (folder.points, folder.groups) == (5.0, {})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("value = 2", "values = 2", "no group 'values'"),
        ("value = 2", "value = 0.3", "must be halves"),
        ("value = 2", "value = 0", "must be halves"),
        ("{ value = 2, edges = 1.5, side_effects = 0.5 }", '"five"', "points must be a number"),
        ('["half"]', '["half"]\nstate = ["v"]', "state names"),
        ('["a", "b", "c"]', '["a"]', "three hints are required, 1 given"),
        ("numbers = true", "numbers = 1", "must be true or false"),
        ("numbers = true", "axes = [7]", "numbers from 1 to 4"),
        ("numbers = true", "number = true", "unknown"),
        ("numbers = true", "dtype = false", "needs a `reason`"),
        ("[contract]", "[wrong]\nstale = ['v']\n\n[contract]", "are not in returns"),
        ("[contract]", "[wrong]\nold = ['v']\n\n[contract]", "unknown"),
        ("returns =", 'kind = "proof"\nreturns =', "no kind 'proof' of exercises"),
        ("returns =", 'kind = "derivation"\nreturns =', "returns two to nine lines"),
        (
            'returns = ["half"]',
            'kind = "derivation"\nreturns = ["line 1", "line 2"]',
            "must list the names that each line may use",
        ),
        ("[contract]", '[lines]\nline_1 = ["x"]\n\n[contract]', "belongs to kind"),
        ("returns =", 'solutions = "hidden"\nreturns =', 'must be "offered" or "withheld"'),
        ("[contract]", '[blocks]\nnames = ["i"]\n\n[contract]', "must be names"),
        ("[contract]", '[blocks]\nnames = ["i"]\nof = ["dW"]\n\n[contract]', "not in returns"),
    ],
)
def test_a_wrong_setting_is_named(halve, old, new, says):
    halve.change("exercise.toml", old, new)
    with pytest.raises(ExerciseError, match=says):
        halve.load()


def test_versions_may_be_one_file_or_one_for_each_kind(halve):
    text = (halve.path / "versions.py").read_text()
    (halve.path / "versions.py").unlink()
    with pytest.raises(ExerciseError, match=r"versions\.py is missing"):
        halve.load()
    (halve.path / "wrong.py").write_text("")
    (halve.path / "right.py").write_text(text)
    assert halve.load().function == "halve"


def test_the_contract_makes_visible_and_hidden_inputs(halve):
    folder = halve.load()
    visible = folder.visible()
    assert [p.label for p in visible] == ["three", "all zeros", "plain numbers", "whole numbers"]
    assert type(visible[2].args["x"]) is float
    assert visible[3].args["x"].dtype == np.int64
    first, other = (folder.hidden(np.random.default_rng(seed)) for seed in (1, 2))
    assert not np.array_equal(first[0].args["x"], other[0].args["x"])


def test_visible_inputs_of_the_contract_are_the_same_for_everybody(halve):
    first, again = halve.load().visible(), halve.load().visible()
    assert first[2].args == again[2].args


def test_a_contract_needs_a_way_to_draw(halve):
    halve.change("probes.py", "def draw(", "def drawn(")
    with pytest.raises(ExerciseError, match=r"needs `draw\(rng, shape\)`"):
        halve.load().visible()


def test_an_exercise_without_hidden_inputs_is_refused(halve):
    halve.change("probes.py", "[Probe(draw(rng, (3,)))]", "[]")
    with pytest.raises(ExerciseError, match="returns no input"):
        halve.load().hidden(np.random.default_rng(0))


def test_what_an_assignment_shares_is_found_from_its_files(halve):
    (halve.path.parent / "_inputs.py").write_text("LIMIT = 3\n")
    halve.change(
        "probes.py",
        "import numpy as np\n",
        "import numpy as np\nfrom autograder.bank.loading import shared_inputs\n"
        "inputs = shared_inputs(__file__)\n",
    )
    assert halve.load().probes().inputs.LIMIT == 3


def test_shared_inputs_that_are_missing_are_named(halve):
    halve.change(
        "probes.py",
        "import numpy as np\n",
        "import numpy as np\nfrom autograder.bank.loading import shared_inputs\n"
        "inputs = shared_inputs(__file__)\n",
    )
    with pytest.raises(ExerciseError, match=r"_inputs\.py is missing"):
        halve.load().visible()
