"""Hidden tests of `grid_search`: what holds whatever the order of the trials."""

from autograder.bank.groups import group


def drawn(rng, *lengths):
    return {f"k{9 - i}": [int(v) for v in rng.permutation(50)[:n]] for i, n in enumerate(lengths)}


def test_there_are_as_many_trials_as_the_product_of_the_lengths(student, rng):
    lengths = [int(n) for n in rng.integers(2, 5, size=3)]
    trials = student.grid_search(drawn(rng, *lengths))
    assert len(trials) == len(set(trials)) == lengths[0] * lengths[1] * lengths[2]


def test_each_entry_of_a_trial_is_from_the_list_of_its_key(student, rng):
    space = drawn(rng, 4, 2, 3)
    trials = student.grid_search(space)
    for place, values in enumerate(space.values()):
        assert {trial[place] for trial in trials} == set(values)


def test_the_first_list_meets_the_last(student, rng):
    space = drawn(rng, 3, 2, 4)
    first, _, third = space.values()
    trials = student.grid_search(space)
    assert {(t[0], t[2]) for t in trials} == {(a, c) for a in first for c in third}


@group("edges")
def test_values_of_any_type_are_handed_on_as_they_are(student, rng):
    size = float(rng.normal())
    trials = student.grid_search({"act": ["relu", None], "size": [size, True, 3]})
    want = [(act, each) for act in ("relu", None) for each in (size, True, 3)]
    assert sorted(map(repr, trials)) == sorted(map(repr, want))
