"""The instructor's report: its numbers, its page, and what a spreadsheet makes of the scores."""

import csv
import io
import json
import shutil
import time
from dataclasses import replace
from urllib.parse import unquote

import numpy as np
import pytest
from bs4 import BeautifulSoup

from autograder.course import Course, CourseError
from autograder.exercise import Folder
from autograder.report import csv_cell, heat_rows, render_report, scores_csv, write_report
from autograder.results import ExerciseResult, SubmissionResult, TestResult
from autograder.statistics import build_report, discrimination, upper_lower
from handbook.diagnosis import OUTCOMES

TITLES = {
    "ewma": "Exponentially weighted moving average",
    "momentum_step": "One step of momentum",
    "rmsprop_step": "One step of RMSProp",
    "adam_step": "One step of Adam",
    "clip_by_global_norm": "Clipping by the global norm",
    "iterate_minibatches": "Mini-batches, reshuffled every epoch",
}
BANK = ("in_place", "ascent", "nocorr", "only_m_corrected", "swap")
TESTS = (
    "test_first_step_has_length_lr_whatever_the_gradient",
    "test_five_steps_follow_the_reference_values",
    "test_a_weight_without_gradient_stays",
    "test_epsilon_is_added_outside_the_root",
    "test_the_arguments_stay_unchanged",
)
WRONG_PY = """
from autograder.exercise import wrong

"""
WRONG = """
@wrong({name!r}, says="what {name} does", shows_on={{"w": 1.0}}{convention})
def {function}(w):
    return w

"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return make_folders(tmp_path_factory.mktemp("suites"))


def make_folders(root):
    """Exercises of 5 points with a bank each, whose `swap` is another convention."""
    made = []
    for function, title in TITLES.items():
        path = root / "optimizers" / function
        path.mkdir(parents=True)
        text = WRONG_PY
        for name in BANK:
            convention = ', convention="Keras"' if name == "swap" else ""
            text += WRONG.format(name=name, function=function, convention=convention)
        (path / "wrong.py").write_text(text)
        made.append(
            Folder("optimizers", function, path, title, 5.0, function, (), ("w",), ("a", "b", "c"))
        )
    return made


def exercise(function, outcome="passed", passed=5, diagnosis=None, message=""):
    """An exercise of 5 points, one for each of its 5 tests, the first `passed` of which pass."""
    tests = tuple(
        TestResult(name, "passed" if i < passed else outcome, float(i < passed), 1.0)
        for i, name in enumerate(TESTS)
    )
    return ExerciseResult(function, float(passed), 5.0, outcome, diagnosis, message, tests)


def submission(student, *exercises, **more):
    return SubmissionResult(
        student,
        "optimizers",
        sum(e.points for e in exercises),
        sum(e.max_points for e in exercises),
        more.pop("seconds", 0.04),
        exercises,
        isolation=more.pop("isolation", "full"),
        **more,
    )


def made_class(students, seed=1):
    """A class in which ability and difficulty decide; every outcome occurs in a large one."""
    rng = np.random.default_rng(seed)
    results = []
    for number in range(students):
        ability = rng.normal()
        exercises = [
            made_exercise(function, ability - 0.5 * level + 1.2, rng)
            for level, function in enumerate(TITLES)
        ]
        repairs = ()
        if number % 17 == 5:
            exercises = [exercise(f, "not_started", 0, "X1") for f in TITLES]
        if number % 23 == 7:
            repairs = (
                f"the notebook is named optimizers ({number}).ipynb; it was read as optimizers.ipynb",
            )
        if number % 11 == 3:
            repairs += ("the cell adam_step stands twice; what was defined last counts",)
        results.append(
            submission(
                f"s{number:04d}",
                *exercises,
                repairs=repairs,
                seconds=round(float(rng.gamma(2, 0.03)), 4),
            )
        )
    return results


def made_exercise(function, logit, rng):
    if rng.random() < 1 / (1 + np.exp(-1.7 * logit)):
        return exercise(function)
    kind = rng.choice(
        [
            "bank",
            "common",
            "unnamed",
            "error",
            "time_limit",
            "memory_limit",
            "crashed",
            "not_started",
            "not_found",
        ],
        p=[0.45, 0.14, 0.09, 0.1, 0.05, 0.01, 0.01, 0.1, 0.05],
    )
    passed = int(rng.integers(0, 5))
    if kind == "bank":
        return exercise(
            function, "wrong", passed, str(rng.choice(BANK, p=[0.3, 0.1, 0.4, 0.15, 0.05]))
        )
    if kind == "common":
        return exercise(function, "wrong", passed, str(rng.choice(["X4", "X5", "X6", "X9", "X13"])))
    if kind == "unnamed":
        return exercise(function, "wrong", passed)
    return exercise(function, str(kind), 0, "X1" if kind == "not_started" else None)
