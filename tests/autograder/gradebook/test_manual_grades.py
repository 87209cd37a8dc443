"""Which cells of a notebook wait for a person, and what they are called."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.bank.assignment_notebook import written_cells


def marked(cell, **about):
    cell.metadata["nbgrader"] = {"grade": False, "solution": False, "task": False, **about}
    return cell


NOTEBOOK = new_notebook(
    cells=[
        new_markdown_cell("## Part A\n\nWrite the equation."),
        marked(new_markdown_cell("# mine"), grade=True, solution=True, grade_id="a", points=1),
        new_markdown_cell("## Part B\n\nFind a use for it."),
        marked(new_code_cell("..."), grade=True, solution=True, grade_id="b", points=2),
        marked(new_code_cell("def f(): ..."), solution=True, grade_id="f"),
        marked(new_code_cell("# points"), grade=True, grade_id="f-score", points=5),
        marked(new_markdown_cell("## Part C\n\nTry it."), task=True, grade_id="c", points=4),
        marked(new_code_cell("..."), grade=True, solution=True, grade_id="d", points=1),
    ]
)


def test_text_code_without_tests_and_tasks_wait_for_a_person():
    assert written_cells(NOTEBOOK) == {
        "a": ("Part A", 1.0),
        "b": ("Part B", 2.0),
        "c": ("Part C", 4.0),
        "d": ("Part C", 1.0),
    }


def test_an_answer_without_a_heading_bears_the_name_of_its_cell():
    first = new_notebook(cells=NOTEBOOK.cells[1:2])
    assert written_cells(first) == {"a": ("a", 1.0)}


def test_the_released_assignment_has_its_written_answers(root):
    released = nbformat.read(root / "exercises/optimizers/optimizers.ipynb", as_version=4)
    names = [c.metadata.get("nbgrader", {}).get("grade_id", "") for c in released.cells]
    written = [name for name in names if name.startswith("written-")]
    assert written
    assert list(written_cells(released)) == written
