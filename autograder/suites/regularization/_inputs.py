"""What exercises of this assignment share: a training set and a test set that is unlike it."""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape, columns=3):
    """Columns of several places and scales; the test rows lie elsewhere."""
    rows = shape[0]
    if rows == 1:
        return {"X_train": rng.normal(size=(1, 1)), "X_test": rng.normal(size=(1, 1))}
    place, scale = rng.normal(size=columns), rng.uniform(0.5, 2.0, size=columns)
    train = place + scale * rng.normal(size=(rows, columns))
    test = place + 1 + 2 * scale * rng.normal(size=(rows + 2, columns))
    return {"X_train": train, "X_test": test}


def visible():
    return [
        Probe(
            {
                "X_train": np.array([[1.0, 10.0], [2.0, 30.0], [6.0, 20.0], [3.0, 60.0]]),
                "X_test": np.array([[4.0, 80.0], [9.0, 5.0], [1.0, 20.0]]),
            },
            label="two columns of different scale; a test set unlike the training set",
        ),
        Probe(
            {
                "X_train": np.array([[1.0, 2.0], [4.0, 2.0], [7.0, 2.0]]),
                "X_test": np.array([[1.0, 5.0], [2.0, 2.0]]),
            },
            label="a column that is constant in training",
            edge=True,
        ),
    ]


def hidden(rng):
    train, test = draw(rng, (4,)).values()
    train[:, 1] = 0.5
    constant = {"X_train": train, "X_test": test}
    return [
        Probe(draw(rng, (7,), 4)),
        Probe(draw(rng, (3,), 3)),
        Probe(constant, label="a column that is constant in training", edge=True),
    ]


def study(rng, persons, columns=4):
    """Arguments of `broken_pipeline`: two to four rows a person, who are unlike one another.

    The labels depend on two of the columns, and on the person.
    """
    who = np.repeat(rng.permutation(persons), rng.integers(2, 5, size=persons))
    own = rng.normal(size=(persons, columns))
    X = 2 + (own[who] + 0.5 * rng.normal(size=(len(who), columns))) * rng.uniform(0.5, 2, columns)
    y = X @ rng.permutation([-1.0, 1.0, *np.zeros(columns - 2)])
    y += 1.5 * rng.normal(size=persons)[who] + 0.5 * rng.normal(size=len(who))
    drawn = rng.permutation(persons)
    first = np.array([np.flatnonzero(who == person)[0] for person in drawn])
    last = np.array([np.flatnonzero(who == person)[-1] for person in drawn])
    third = persons // 3
    return {
        "X": X,
        "y": y,
        "who": who,
        "test_rows": first[:third],
        "validation_rows": last[third - 1 : 2 * third],
        "keep": 2,
        "strengths": np.array([0.01, 0.3, 3.0]),
    }
