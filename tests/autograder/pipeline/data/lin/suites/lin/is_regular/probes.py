import numpy as np
from handbook.check.exercise_data import Probe
def visible():
    return [Probe({"M": np.eye(2)}, label="unit")]
def hidden(rng):
    return [Probe({"M": rng.normal(size=(3,3))})]
