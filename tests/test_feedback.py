"""The student's page: what it tells, what it never tells, and that text stays text."""

import re
import shutil
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup

from autograder.course import Course, CourseError
from autograder.exercise import Folder
from autograder.feedback import (
    WORDINGS,
    WrittenAnswer,
    clean,
    feedback_path,
    render_feedback,
    write_feedback,
)
from autograder.results import ExerciseResult, SubmissionResult, TestResult
from handbook.diagnosis import OUTCOMES, Evidence

HINTS = (
    "Two averages go along with w: one of the gradient, one of its square.",
    "w ← w − lr · … / (√… + eps)",
    "With w = 0, g = 3, t = 1, lr = 0.1: w = −0.1.",
)
TESTS = (
    "test_first_step_has_length_lr_whatever_the_gradient",
    "test_five_steps_follow_the_reference_values",
    "test_a_weight_without_gradient_and_without_history_stays",
    "test_the_arguments_stay_unchanged",
)


def folder(function, title, section="adam-bias-correction"):
    return Folder("optimizers", function, Path(function), title, 5.0, section, (), ("w",), HINTS)


def exercise(function, outcome, message="", *, passed=0, **more):
    """An exercise of 5 points of which `passed` of 4 hidden tests passed."""
    tests = tuple(
        TestResult(name, "passed" if i < passed else outcome, 1.25 * (i < passed), 1.25)
        for i, name in enumerate(TESTS)
    )
    return ExerciseResult(
        function, 1.25 * passed, 5.0, outcome, more.pop("diagnosis", None), message, tests, **more
    )


ADAM = exercise(
    "adam_step",
    "wrong",
    "the averages are used as they are: both start at 0 and are too small at first",
    passed=2,
    diagnosis="nocorr",
    evidence=Evidence(
        "adam_step(w=1, g=2, m=0, v=0, t=1, lr=0.1, b1=0.5, b2=0.96, eps=0)",
        "(0.75, 1, 0.16)",
        "(0.9, 1, 0.16)",
    ),
)
MOMENTUM = exercise(
    "momentum_step",
    "wrong",
    "Another convention: the step is kept in the velocity (right in Keras, v = mu v - lr g)",
    passed=1,
    diagnosis="lr_in",
    convention="Keras, v = mu v - lr g",
    evidence=Evidence("momentum_step(w=1, g=2, v=0, lr=0.1, mu=0.9)", "(0.8, -0.2)", "(0.8, 2)"),
)
OF_EACH_OUTCOME = (
    exercise("ewma", "passed", "All hidden tests passed.", passed=4),
    ADAM,
    MOMENTUM,
    exercise(
        "rmsprop_step",
        "error",
        "The call raises TypeError: unsupported operand at the line `return w - lr * g / v`",
        evidence=Evidence("rmsprop_step(w=1, g=2, v=0)", "TypeError", "(0.9, 0.4)"),
    ),
    exercise("adagrad_step", "time_limit", "A call did not return within 3 s (an endless loop?)."),
    exercise("adamw_step", "memory_limit", "A call used more memory than allowed."),
    exercise("iterate_minibatches", "crashed", "A call ended the process it ran in."),
    exercise("moving_average", "not_started", "moving_average: not started.", diagnosis="X1"),
    exercise(
        "clip_by_global_norm",
        "not_found",
        "No function named clip_by_global_norm was found; there is one named clip_by_norm.",
    ),
    exercise(
        "gd_linear_regression",
        "infrastructure",
        "The grader failed, not the submission: fork: EAGAIN",
    ),
)
FOLDERS = [folder(e.function, e.function.replace("_", " ").capitalize()) for e in OF_EACH_OUTCOME]


def result(*exercises, student="s0001", **more):
    exercises = exercises or OF_EACH_OUTCOME
    return SubmissionResult(
        student,
        "optimizers",
        sum(e.points for e in exercises),
        sum(e.max_points for e in exercises),
        0.04,
        exercises,
        isolation=more.pop("isolation", "full"),
        **more,
    )


def page(*exercises, book_url=None, sections=None, written=(), **more):
    html = render_feedback(
        result(*exercises, **more),
        FOLDERS,
        book_url=book_url,
        sections=sections or {},
        written=written,
    )
    return BeautifulSoup(html, "html.parser")


def said(soup):
    """What a reader reads, in single spaces."""
    return " ".join(soup.get_text(" ").split())


def part(soup, number=1):
    return soup.find(id=f"exercise-{number}")
