"""A notebook is made from text; what does not fit together is named with its file and line."""

import json
import re
import shutil

import pytest

from autograder.bank.assignment_notebook import INDEX, assemble, read_blocks
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import SUITES, load_assignment
from autograder.bank.solution import SOLUTIONS, load_reference

ASSIGNMENT = "optimizers"
INDEX_TEXT = """\
# Two

{Functions} functions for {points} points, {written} answer for {written_points}.

```python imports
import numpy as np
```

:::{exercises}
double
shift
:::

:::{question} why
:points: 2.5

### Why?

Section {number:shift}. **{points} points.**
:::

:::{answer} why
Because of $x_{points}$.
:::
"""
DOUBLE = '''\
## {number} · Double

Twice $\\hat{points}$.

```text
```python is not a cell here
```

```python
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
```

Try it.

```python
double(1)
```
'''
SHIFT = """\
## {number} · Shift

```python
def shift(x):
    ### BEGIN SOLUTION
    return x + 1
    ### END SOLUTION
```
"""
HOSTILE = "tests/autograder/hostile/suites"  # has the two exercises that the texts above are of


@pytest.fixture
def texts(tmp_path):
    """The folder of a small assignment's texts."""
    for name, text in ((INDEX, INDEX_TEXT), ("double.md", DOUBLE), ("shift.md", SHIFT)):
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def folders(root):
    return load_assignment("doubling", root / HOSTILE)


@pytest.fixture
def made(texts, folders):
    def make():
        return json.loads(assemble(texts / INDEX, folders))["cells"]

    return make


@pytest.fixture
def refused(texts, folders):
    """What is said of the texts, without the folder's name."""

    def say():
        with pytest.raises(ExerciseError) as error:
            assemble(texts / INDEX, folders)
        return str(error.value).replace(f"{texts}/", "")

    return say


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def source(cells, name):
    return next("".join(c["source"]) for c in cells if c["id"] == name)


def test_check_and_score_cells_follow_each_solution_without_being_written(made, folders):
    cells = made()
    assert [c["id"] for c in cells] == [
        *("title", "imports"),
        *("text-double", "solution-double", "check-double", "score-double"),
        *("try-double", "experiment-double"),
        *("text-shift", "solution-shift", "check-shift", "score-shift"),
        *("question-why", "written-why"),
    ]
    points = {f.function: f.points for f in folders}
    score = next(c for c in cells if c["id"] == "score-double")["metadata"]["nbgrader"]
    assert (score["grade_id"], score["points"]) == ("double-score", points["double"])
    assert (score["locked"], score["grade"]) == (True, True)
    assert source(cells, "check-double") == 'check("double")'


def test_counts_and_points_are_filled_in(made, folders):
    points = sum(f.points for f in folders)
    assert f"Two functions for {points:g} points, one answer for 2.5." in source(made(), "title")
    assert source(made(), "question-why").endswith("Section 2. **2.5 points.**")
    assert source(made(), "text-shift") == "## 2 · Shift"


def test_braces_of_formulas_are_left_alone(made):
    assert "$\\hat{points}$" in source(made(), "text-double")
    assert "$x_{points}$" in source(made(), "written-why")


def test_a_listing_is_part_of_the_text(made):
    assert "```python is not a cell here" in source(made(), "text-double")


def test_a_written_answer_is_hidden_with_its_mark_scheme(texts, made):
    with (texts / INDEX).open("a") as file:
        file.write("\n:::{mark-scheme} why\nOne point for the formula.\n:::\n")
    answer = source(made(), "written-why")
    assert answer.startswith("### BEGIN SOLUTION\n\nBecause")
    assert answer.endswith("One point for the formula.\n\n### END SOLUTION")
    flags = made()[-1]["metadata"]["nbgrader"]
    assert (flags["points"], flags["solution"], flags["grade"]) == (2.5, True, True)


def test_the_order_of_index_md_is_that_of_the_notebook(texts, made):
    edit(texts / INDEX, "double\nshift", "shift\ndouble")
    cells = made()
    names = [c["id"] for c in cells]
    assert names.index("text-shift") < names.index("text-double")
    assert source(cells, "text-double").startswith("## 2 · Double")
    assert "Section 1." in source(cells, "question-why")


def test_the_committed_notebook_is_what_its_text_makes():
    index = SOLUTIONS / ASSIGNMENT / INDEX
    text = (SOLUTIONS / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text()
    assert assemble(index, load_assignment(ASSIGNMENT)) == text


def test_the_reference_is_read_from_the_text_not_from_an_old_notebook(tmp_path):
    shutil.copytree(SOLUTIONS, tmp_path / "solutions")
    (tmp_path / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").write_text("{}")
    folders = load_assignment(ASSIGNMENT, SUITES)
    reference = load_reference(ASSIGNMENT, folders, tmp_path / "solutions")
    assert set(reference.functions) == {f.function for f in folders}


def test_a_folder_without_index_md_has_its_own_notebook(root):
    solutions = root / "tests/autograder/hostile/solutions"
    reference = load_reference("doubling", load_assignment("doubling", root / HOSTILE), solutions)
    assert reference.assembled is None
    assert reference.text == (solutions / "doubling/doubling.ipynb").read_text()


# --- What does not fit together.


def test_an_unknown_name_in_the_order_is_named_with_its_line(texts, refused):
    edit(texts / INDEX, "shift\n:::", "shiift\n:::")
    assert refused().startswith("index.md:11: no exercise named 'shiift'; correct the name, or run")


def test_a_name_missing_in_the_order_is_named(texts, refused):
    edit(texts / INDEX, "shift\n:::", ":::")
    assert refused() == "index.md:9: shift is missing in the list of exercises; add it"


def test_a_name_listed_twice_is_named(texts, refused):
    edit(texts / INDEX, "shift\n:::", "shift\ndouble\n:::")
    assert refused() == "index.md:12: double is listed twice; remove one"


def test_an_index_without_a_list_of_exercises_says_how_to_write_one(texts, refused):
    edit(texts / INDEX, ":::{exercises}\ndouble\nshift\n:::", "")
    assert refused().startswith("index.md: 0 lists of the exercises; one is required: `:::{exer")


def test_an_exercise_without_text_is_named(texts, refused):
    (texts / "shift.md").unlink()
    assert re.match(
        r"shift\.md is missing, though there is an exercise .*/doubling/shift", refused()
    )


def test_a_text_without_an_exercise_is_named(texts, refused):
    (texts / "halve.md").write_text("Half.\n")
    assert refused().startswith("halve.md: there is no exercise halve in the suites; rename the")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    ### BEGIN SOLUTION\n", ""),
        ("    ### END SOLUTION\n", ""),
        ("    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION\n", "    return x + 1\n"),
        ("### BEGIN SOLUTION", "### BEGIN SOLUTIONS"),
    ],
)
def test_a_solution_without_its_markers_is_refused(texts, refused, old, new):
    edit(texts / "shift.md", old, new)
    assert refused() == (
        "shift.md:3: the solution of shift must stand between `### BEGIN SOLUTION` and "
        "`### END SOLUTION`, each in a line of its own"
    )


def test_a_marked_cell_that_is_not_the_solution_is_refused(texts, refused):
    edit(texts / "double.md", "double(1)", "### BEGIN SOLUTION\ndouble(1)\n### END SOLUTION")
    assert refused().startswith("double.md:19: this cell marks a solution but does not define")


def test_a_text_that_defines_no_function_is_refused(texts, refused):
    edit(texts / "shift.md", "def shift(", "def shifted(")
    assert refused().startswith(
        "shift.md: 0 cells define shift; one is required: a block ```python"
    )


def test_a_second_cell_of_one_name_is_refused_with_both_places(texts, refused):
    edit(texts / "shift.md", "```python\n", "```python imports\nimport math\n```\n\n```python\n")
    assert refused() == (
        "shift.md:3: a second cell named imports; the first is at index.md:5. "
        "Name one of them otherwise: ```python NAME"
    )


def test_a_cell_that_needs_a_name_says_so(texts, refused):
    edit(texts / INDEX, "```python imports", "```python")
    assert refused() == "index.md:5: name the cell: ```python NAME"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (":points: 2.5\n", "", "index.md:14: give the question its points"),
        (":points: 2.5", ":points: many", "index.md:14: give the question its points"),
        (":::{answer} why", ":::{answer} how", "index.md:14: the question why has no answer"),
        (":::{answer} why", ":::{anwser} why", "index.md:22: unknown block {anwser}; known: exer"),
        (":::{question} why", ":::{question}", "index.md:14: name it: `:::{question} NAME`"),
        ("{number:shift}", "{number:shif}", "index.md:14: {number:shif} names no numbered section"),
    ],
)
def test_a_written_answer_that_is_not_complete_is_refused(texts, refused, old, new, said):
    edit(texts / INDEX, old, new)
    assert refused().startswith(said)


def test_a_block_that_is_not_closed_is_named_where_it_opens(texts, refused):
    edit(texts / "shift.md", "    ### END SOLUTION\n```\n", "    ### END SOLUTION\n")
    assert refused() == "shift.md:3: the block is not closed; close it with ```"


def test_a_question_in_the_text_of_an_exercise_is_refused(texts, refused):
    with (texts / "shift.md").open("a") as file:
        file.write("\n:::{question} how\n:points: 1\n:::\n")
    assert refused() == "shift.md:10: {question} belongs in index.md; move it"


def test_what_is_said_of_the_difference_of_solutions_is_in_no_notebook(made, texts):
    before = made()
    edit(texts / "double.md", "\nTry it.", "\n:::{compare}\nA product is a copy.\n:::\n\nTry it.")
    assert made() == before


def test_a_text_that_is_not_utf_8_is_named(texts):
    (texts / "shift.md").write_bytes(b"caf\xe9")
    with pytest.raises(ExerciseError, match=r"shift\.md: cannot be read as UTF-8 text"):
        read_blocks(texts / "shift.md")
