"""What the exercises of this assignment share: the quadratic that their reference runs descend, and
steps of Adam and Nadam, which take the same arguments."""

import numpy as np

from handbook.check.exercise_data import Probe

# A coupled quadratic, f(w) = w·A w / 2 − b·w, whose gradient is A w − b, and where runs start.
A = np.array([[1.0, 2.0], [2.0, 10.0]])
B = np.array([3.0, -1.0])
START = np.array([1.0, -2.0])

# A large eps tells its places apart; state that is not zero and t > 1 tell apart what looks alike
# on the first step.
ADAM = {"lr": 0.1, "b1": 0.8, "b2": 0.95, "eps": 0.05}


def adam_state(rng, shape):
    w, g, m = rng.normal(size=(3, *shape))
    state = {"w": w, "g": g, "m": m, "v": rng.uniform(0.1, 2.0, size=shape), "t": 2}
    return state | {
        "lr": rng.uniform(0.1, 0.3),
        "b1": 0.7,
        "b2": rng.uniform(0.9, 0.98),
        "eps": 0.05,
    }


def visible_adam_steps():
    first = {"w": 1.0, "g": 2.0, "m": 0.0, "v": 0.0, "t": 1}
    third = {
        "w": np.array([1.0, -2.0, 0.5]),
        "g": np.array([0.5, -3.0, 0.0]),
        "m": np.array([0.2, -1.0, 0.4]),
        "v": np.array([0.3, 2.0, 0.0]),
        "t": 3,
    }
    return [
        Probe(
            first | ADAM | {"b1": 0.4, "b2": 0.3},  # a short memory
            label="the first step of one weight",
        ),
        Probe(third | ADAM, label="the third step of three weights, one without gradient"),
    ]


def hidden_adam_steps(rng):
    first, later = adam_state(rng, (4,)), adam_state(rng, (4,))
    return [Probe(first | {"t": 1}), Probe(later | {"t": 7, "b1": rng.uniform(0.2, 0.4)})]
