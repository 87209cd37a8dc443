"""The cell of an exercise: of several definitions of its function, that cell's counts."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.grading.notebook_names import bindings, definition
from autograder.grading.submission_runner import SubmissionRunner
from autograder.ingest.notebook import Notebook
from handbook.check.stubs import left_over


def own_cells(notebook: Notebook, stubs: Mapping[str, str]) -> dict[str, int]:
    """For each function the code cell, from 1, that bears its id and defines it.

    A stub that was left as it was handed out is no definition: then the last one written counts.
    Of copies of a cell the last one counts. `stubs` holds the text of each function's stub.
    """
    found = {}
    for number, cell in enumerate(notebook.code_cells, 1):
        function = cell.grade_id
        if function not in stubs or function is None:
            continue
        binds = any(place.cell == number for place in bindings(function, notebook))
        source = definition(function, notebook, number)
        if binds and (not source or left_over(source, stubs[function]) is not None):
            found[function] = number
    return found


def note_on_definitions(function: str, sandboxed: SubmissionRunner, notebook: Notebook) -> str:
    """Which of several definitions counts, as a note; "" where there is one."""
    places = [
        place for place in bindings(function, notebook) if place.cell not in sandboxed.experiments
    ]
    own = sandboxed.own_cells.get(function)
    if own is not None and function in sandboxed.rebound:
        later = [place for place in places if place.cell > own]
        if later:
            return (
                f"{function} stands for something else from {later[0].where} on "
                f"(`{later[0].text}`); the definition in its own cell, code cell {own}, counts"
            )
    cells = list(dict.fromkeys(place.cell for place in places if place.is_definition))
    if len(cells) < 2 or own is not None or function not in sandboxed.functions:
        return ""
    listed = ", ".join(map(str, cells[:-1]))
    return f"{function} is defined in the code cells {listed} and {cells[-1]}; the last one counts"
