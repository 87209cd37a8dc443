"""The course that is grown to be measured: copies with names of their own, and what is computed."""

import pytest

from benchmarks.grown_course import Measured, copy_page, extrapolated, labels_of, renamed

PAGE = """\
(momentum)=
# Momentum

$$ (eq-momentum)
v = 1
$$

See {eq}`eq-momentum`, {ref}`that section <momentum>` and {ref}`elsewhere`; `momentum` is a word.

```{play} ravine
A figure.
```

```{exercise} optimizers/momentum_step
```

```{quiz} momentum
```
"""


def test_whole_names_are_renamed_and_ids_that_hold_them_are_not():
    text = 'def ewma(x): "ewma-score", "ewma-window", my_ewma, student.ewma(1)'
    assert renamed(text, ["ewma"], "_c1") == (
        'def ewma_c1(x): "ewma_c1-score", "ewma-window", my_ewma, student.ewma_c1(1)'
    )


def test_a_copied_page_has_labels_figures_and_a_quiz_of_its_own(tmp_path):
    page = tmp_path / "book" / "04-optimization" / "momentum.md"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE)
    (tmp_path / "book" / "quizzes").mkdir()
    (tmp_path / "book" / "quizzes" / "momentum.yml").write_text("- id: a\n")
    assert copy_page(tmp_path, page, 2) == "book/04-optimization/momentum-c2"
    copy = page.with_name("momentum-c2.md").read_text()
    assert labels_of(copy) == {"momentum-c2", "eq-momentum-c2", "play-ravine-c2"}
    assert "{eq}`eq-momentum-c2`, {ref}`that section <momentum-c2>` and {ref}`elsewhere`" in copy
    assert "`momentum` is a word" in copy
    assert "{exercise}" not in copy
    assert "{quiz} momentum-c2\n" in copy
    assert (tmp_path / "book" / "quizzes" / "momentum-c2.yml").read_text() == "- id: a\n"


def test_what_grows_is_extrapolated_to_the_whole_course_on_two_cores():
    measured = [
        Measured("site", "page", 9, seconds=500, processor_seconds=180, passed=True),
        Measured("audit", "exercise", 13, seconds=90, processor_seconds=52, passed=True),
        Measured("grading a class of 30", "exercise", 13, 60, 60, True),
    ]
    found = extrapolated(measured, fixed=120)
    # 45 pages of 10 s and 65 exercises of 2 s, on one core of two each.
    assert found["growing_minutes"] == pytest.approx((45 * 10 + 65 * 2) / 60, abs=0.05)
    assert found["fixed_minutes"] == 2.0
    assert "11.7 min in all" in found["text"]
    assert "not measured" in extrapolated(measured, None)["text"]
