"""A small exercise to change: half a number, with its solution."""

import json

import pytest

from autograder.bank.exercise import load_folder
from autograder.bank.solution import load_reference

SOLUTION = '''def halve(x, rate=0.5):
    """Half of x."""
    ### BEGIN SOLUTION
    return rate * x
    ### END SOLUTION
'''
FILES = {
    "exercise.toml": """\
title = "Half a number"
section = ""
topics = []
returns = ["half"]
points = { value = 2, edges = 1.5, side_effects = 0.5 }
hints = ["a", "b", "c"]

[contract]
numbers = true
whole_numbers = ["x"]
""",
    "probes.py": """\
import numpy as np
from handbook.check.exercise_data import Probe

def draw(rng, shape):
    return {"x": rng.normal(size=shape), "rate": 0.5}

def visible():
    zeros = Probe({"x": np.zeros(2)}, label="all zeros", edge=True)
    return [Probe({"x": 3.0}, label="three"), zeros]

def hidden(rng):
    return [Probe(draw(rng, (3,)))]
""",
    "test_halve.py": """\
from autograder.bank.groups import group

@group("edges")
def test_two_halves_are_the_whole(student, rng, close):
    x = rng.normal(size=3)
    close(2 * student.halve(x), x)
""",
    "versions.py": """\
import numpy as np
from autograder.bank.versions import edited, right

edited("double", "rate * x", "2 * x", message="x is doubled", look_at="the factor")

@right("division", message="divides")
def halve(x, rate=0.5):
    return np.divide(x, 1 / rate)
""",
}


class Exercise:
    """The files of an exercise in a folder of a test's own."""

    def __init__(self, root):
        self.suites = root / "suites"
        self.solutions = root / "solutions"
        self.path = self.suites / "tiny" / "halve"
        self.path.mkdir(parents=True)
        for name, text in FILES.items():
            (self.path / name).write_text(text)
        (self.solutions / "tiny").mkdir(parents=True)
        self.write_solution(SOLUTION)

    def write_solution(self, source):
        cell = {"cell_type": "code", "source": source, "outputs": [], "execution_count": None}
        cell["metadata"] = {"nbgrader": {"grade_id": "halve", "solution": True}}
        imports = {**cell, "source": "import numpy as np", "metadata": {}}
        notebook = {"cells": [imports, cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (self.solutions / "tiny" / "tiny.ipynb").write_text(json.dumps(notebook))

    def change(self, name, old, new):
        text = (self.path / name).read_text()
        assert old in text
        (self.path / name).write_text(text.replace(old, new, 1))

    def load(self):
        return load_folder(self.path)

    def reference(self):
        return load_reference("tiny", [self.load()], self.solutions)


@pytest.fixture
def halve(tmp_path):
    return Exercise(tmp_path)
