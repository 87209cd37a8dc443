"""Versions of `grid_search`: named mistakes, and other right ways."""

from autograder.bank.versions import edited, right, wrong

CROSSED = "[(*trial, value) for trial in trials for value in values]"


@wrong(
    "zip",
    message="the lists are paired, first with first; a grid crosses every value with every other",
    look_at="the number of trials",
)
def grid_search(space):
    return list(zip(*space.values()))


@wrong(
    "one_at_a_time",
    message="one value is changed at a time, the others stay at their first; most combinations are "
    "never tried",
    look_at="the number of trials",
)
def grid_search(space):
    if not space or not all(space.values()):
        return [] if space else [()]
    first = tuple(values[0] for values in space.values())
    trials = [first]
    for place, values in enumerate(space.values()):
        trials += [(*first[:place], value, *first[place + 1 :]) for value in values[1:]]
    return trials


edited(
    "reversed",
    "(*trial, value)",
    "(value, *trial)",
    message="the entries of a trial are in the reverse order of the keys",
    look_at="the order of the entries in a trial",
)

edited(
    "alphabetical",
    "space.values()",
    "[space[key] for key in sorted(space)]",
    message="the entries of a trial follow the alphabet, not the order of the keys in the space",
    look_at="the order of the entries in a trial",
)

edited(
    "nested",
    "(*trial, value)",
    "(trial, value)",
    message="the trials are nested: a trial is one flat tuple, with one entry for each key",
    look_at="the shape of one trial",
)

edited(
    "lists",
    "return trials",
    "return [list(trial) for trial in trials]",
    message="each trial is a list; a trial is a tuple",
    look_at="the type of one trial",
)

edited(
    "dicts",
    "return trials",
    "return [dict(zip(space, trial)) for trial in trials]",
    message="each trial is a dict; a trial is a tuple of values",
    look_at="the type of one trial",
)

edited(
    "keys",
    "for values in space.values():",
    "for values in space:",
    message="the letters of the keys are crossed; what is crossed are their lists of values",
    look_at="what a loop over a dict gives",
)

edited(
    "last_only",
    CROSSED,
    "[(value,) for value in values]",
    message="only the last list is in the trials: what came before is lost at each list",
    look_at="what becomes of the trials so far",
)

edited(
    "last_value_left_out",
    "for value in values]",
    "for value in values[:-1]]",
    message="the last value of each list is never tried",
    look_at="how far the loop over the values goes",
)

edited(
    "without_repeats",
    "return trials",
    "return list(dict.fromkeys(trials))",
    message="a trial that is listed twice is dropped; every value of a list is tried",
    look_at="a list that holds a value twice",
)


@right("product", message="itertools.product")
def grid_search(space):
    import itertools

    return list(itertools.product(*space.values()))


@right("recursion", message="the first list crossed with the grid of the others")
def grid_search(space):
    def crossed(lists):
        if not lists:
            return [()]
        return [(value, *rest) for rest in crossed(lists[1:]) for value in lists[0]]

    return crossed(list(space.values()))


@right("counted", message="a trial from each whole number, the first list fastest")
def grid_search(space):
    number = 1
    for values in space.values():
        number *= len(values)
    trials = []
    for i in range(number):
        trial = []
        for values in space.values():
            i, place = divmod(i, len(values))
            trial.append(values[place])
        trials.append(tuple(trial))
    return trials
