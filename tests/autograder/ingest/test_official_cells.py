"""A written answer whose metadata are gone is found; no other text is taken for it."""

import json

import pytest

from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference
from autograder.gradebook.autograded_notebooks import autograded_notebook
from autograder.ingest.notebook import parse_notebook
from autograder.ingest.official_cells import recover_ids
from autograder.results import SubmissionResult

QUESTIONS = ("question-adamw", "question-batch-size")
ANSWERS = ("written-adamw", "written-batch-size")
MINE = "AdamW decays every weight by the same share."


@pytest.fixture(scope="module")
def reference():
    return load_reference("optimizers", load_assignment("optimizers"))


@pytest.fixture
def cells(reference):
    """The notebook as it is handed out, with an answer to the first question."""
    made = []
    for cell, text in zip(reference.notebook.cells, reference.texts(), strict=True):
        metadata = {} if cell.grade_id is None else {"nbgrader": {"grade_id": cell.grade_id}}
        source = MINE if cell.grade_id == ANSWERS[0] else text
        made.append({"cell_type": cell.kind, "metadata": metadata, "source": source})
    return made


def id_of(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def place(cells, grade_id):
    return next(i for i, cell in enumerate(cells) if id_of(cell) == grade_id)


def recovered(reference, cells):
    notebook = parse_notebook(json.dumps({"cells": cells}).encode())
    found = recover_ids(notebook, reference.official_cells(), reference.texts())
    return found, {c.grade_id: c.source for c in found.notebook.cells if c.grade_id}


def test_a_notebook_in_order_is_left_alone(reference, cells):
    found, by_id = recovered(reference, cells)
    assert found.notes == ()
    assert by_id[ANSWERS[0]] == MINE


def test_an_answer_whose_cell_lost_its_id_is_found_by_its_place(reference, cells):
    cells[place(cells, ANSWERS[0])]["metadata"] = {}
    found, by_id = recovered(reference, cells)
    assert by_id[ANSWERS[0]] == MINE
    (note,) = found.notes
    assert "Question A" in note
    assert "was found by its place" in note


def test_everything_is_found_where_all_metadata_are_gone(reference, cells):
    for cell in cells:
        cell["metadata"] = {}
    found, by_id = recovered(reference, cells)
    assert by_id[ANSWERS[0]] == MINE
    assert set(by_id) >= {*QUESTIONS, "ewma", "ewma-score"}
    assert len(found.notes) == 1


def test_an_answer_of_two_cells_begins_with_the_first(reference, cells):
    number = place(cells, ANSWERS[0])
    cells[number]["metadata"] = {}
    cells.insert(number + 1, {"cell_type": "markdown", "metadata": {}, "source": "And more."})
    assert recovered(reference, cells)[1][ANSWERS[0]] == MINE


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_answer_elsewhere_is_found_by_its_heading(reference, cells, kind):
    del cells[place(cells, ANSWERS[0])]
    text = f"### Question A\n\n{MINE}"
    cells.append({"cell_type": kind, "metadata": {}, "source": text})
    assert recovered(reference, cells)[1][ANSWERS[0]] == text


def test_an_answer_written_into_the_cell_of_the_question_is_found(reference, cells):
    cells[place(cells, QUESTIONS[0])]["source"] += f"\n\n{MINE}"
    for gone in (False, True):
        if gone:
            del cells[place(cells, ANSWERS[0])]
        else:
            cells[place(cells, ANSWERS[0])]["source"] = "*The answer goes here.*"
        found, by_id = recovered(reference, cells)
        assert by_id[ANSWERS[0]] == MINE
        assert "stood in the cell of the question" in found.notes[0]


@pytest.mark.parametrize("text", [MINE, f"# {MINE}", f'"""{MINE}"""'])
def test_an_answer_that_became_a_cell_of_code_is_found(reference, cells, text):
    number = place(cells, ANSWERS[0])
    cells[number] = {"cell_type": "code", "metadata": {}, "source": text}
    assert recovered(reference, cells)[1][ANSWERS[0]] == text


def test_a_trial_in_code_is_no_answer(reference, cells):
    number = place(cells, ANSWERS[0])
    cells[number] = {"cell_type": "code", "metadata": {}, "source": "# a trial\newma([1.0], 0.9)"}
    found, by_id = recovered(reference, cells)
    assert (ANSWERS[0] in by_id, found.notes) == (False, ())


def test_an_answer_is_found_where_its_question_was_written_anew(reference, cells):
    cells[place(cells, ANSWERS[0])]["metadata"] = {}
    cells[place(cells, QUESTIONS[0])] |= {"metadata": {}, "source": "### My first question"}
    assert recovered(reference, cells)[1][ANSWERS[0]] == MINE


def test_an_empty_copy_of_an_answer_does_not_count(reference, cells):
    number = place(cells, ANSWERS[0])
    cells.insert(number + 1, {**cells[number], "source": "*The answer goes here.*"})
    found, by_id = recovered(reference, cells)
    assert by_id[ANSWERS[0]] == MINE
    assert "stands twice; the empty one does not count" in found.notes[0]


@pytest.mark.parametrize("after", [0, 1])
def test_an_empty_answer_with_a_text_beside_it_is_noted(reference, cells, after):
    number = place(cells, ANSWERS[0])
    cells[number]["source"] = "*The answer goes here.*"
    cells.insert(number + after, {"cell_type": "markdown", "metadata": {}, "source": MINE})
    found, by_id = recovered(reference, cells)
    assert by_id[ANSWERS[0]] == "*The answer goes here.*"
    assert "a cell that may hold it stands beside it" in found.notes[0]


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_courses_own_text_is_nobodys_answer(reference, cells, answer):
    for cell in cells:
        if id_of(cell) == answer:
            cell["source"] = "*The answer goes here.*"
    cells = [cell for cell in cells if id_of(cell) != answer]
    found, by_id = recovered(reference, cells)
    assert answer not in by_id
    assert found.notes == ()


def test_whoever_grades_sees_the_answer_in_its_own_cell(reference, cells):
    for cell in cells:
        cell["metadata"] = {}
    notebook = parse_notebook(json.dumps({"cells": cells}).encode())
    result = SubmissionResult("s1", "optimizers", 0.0, 1.0, 0.0, ())
    made = autograded_notebook(notebook, result, reference.official_cells(), reference.texts())[
        "cells"
    ]
    graded = [c for c in made if id_of(c) == ANSWERS[0]]
    assert [c["source"] for c in graded] == [MINE]
    assert len(made) == len(cells)
