"""Write what was graded to where people look: gradebook, autograded notebooks, feedback pages.

Batch by batch, while the next ones are being graded. Writing a result again changes nothing, so
that a run which was cut short writes all of it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from nbformat import NotebookNode

from autograder.bank.assignment_notebook import written_cells
from autograder.bank.book_links import sections
from autograder.bank.exercise import Folder
from autograder.course.directory import Course
from autograder.course.late_policy import with_lateness
from autograder.gradebook.autograded_notebooks import (
    changed_answers,
    official_cells,
    write_autograded,
)
from autograder.gradebook.manual_grades import read_human_grades
from autograder.gradebook.policies import AssignmentPolicies
from autograder.gradebook.writer import GradebookWriter
from autograder.journal.worklist import PublishableResult
from autograder.log import event
from autograder.pages.feedback import write_feedback
from autograder.results import SubmissionResult


class Publisher:
    """Writes the results of one assignment. Use it in a `with` statement.

    Raises GradebookError or CourseError, each with one sentence that says what to do.
    """

    def __init__(
        self,
        course: Course,
        course_id: str,
        assignment: str,
        folders: Sequence[Folder],
        released: Mapping[str, NotebookNode],
        rules: AssignmentPolicies,
        book_url: str | None = None,
    ) -> None:
        self._course, self._folders, self._book_url = course, folders, book_url
        self._official = {name: official_cells(notebook) for name, notebook in released.items()}
        self._handed_out = [cell.source for made in released.values() for cell in made.cells]
        self._sections = sections()
        self.book = GradebookWriter(course.gradebook_url, course_id, assignment, released, rules)

    def publish(
        self, batch: Sequence[PublishableResult]
    ) -> tuple[list[SubmissionResult], list[Path]]:
        """Write a batch; returns its results with their lateness, and the feedback pages."""
        late = self.book.write([each.result for each in batch], self._changed(batch))
        results = [with_lateness(each.result, late.get(each.result.student)) for each in batch]
        for each, result in zip(batch, results, strict=True):
            written = [
                write_autograded(
                    self._course, each.submission, result, official, self._handed_out, name
                )
                for name, official in self._official.items()
            ]
            if not all(written):
                text = "handed in again meanwhile; autograded/ follows when that is graded"
                event("publish", text, student=result.student)
        pages = write_feedback(
            self._course,
            results,
            self._folders,
            book_url=self._book_url,
            sections=self._sections,
            by_human=self.book.by_human(results),
        )
        return results, pages

    def _changed(self, batch: Sequence[PublishableResult]) -> dict[str, set[str]]:
        """The answers with a person's points that are not what the person saw, by student."""
        by_hand = self.book.graded_by_hand([each.result.student for each in batch])
        return {
            each.result.student: {
                cell
                for name, official in self._official.items()
                for cell in changed_answers(
                    self._course,
                    each.submission,
                    each.result,
                    official,
                    answers & official.keys(),
                    self._handed_out,
                    name,
                )
            }
            for each in batch
            if (answers := by_hand.get(each.result.student))
        }

    def close(self) -> None:
        self.book.close()

    def __enter__(self) -> Publisher:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def write_feedback_again(
    course: Course,
    results: Sequence[SubmissionResult],
    folders: Sequence[Folder],
    released: Mapping[str, NotebookNode],
    *,
    book_url: str | None = None,
) -> list[Path]:
    """Write the feedback pages of results, with all that a person has graded since."""
    written = {k: v for notebook in released.values() for k, v in written_cells(notebook).items()}
    by_human = read_human_grades(course.gradebook_url, results, written)
    return write_feedback(
        course, results, folders, book_url=book_url, sections=sections(), by_human=by_human
    )
