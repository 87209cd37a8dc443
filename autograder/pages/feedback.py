"""The page a student gets: what was tried, what was found, and where to look next.

Rendered by us from the results alone. It shows of a hidden test its name as a sentence and
whether it passed, nothing else. Everything shown is text: `clean` takes out what could act on a
browser's or a terminal's reader, Jinja escapes the rest, and the page forbids scripts and
anything loaded from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from autograder.bank.book_links import Section
from autograder.bank.exercise import Folder
from autograder.course.directory import Course
from autograder.errors import CourseError
from autograder.files import write_atomically
from autograder.pages.outcome_wording import UNSAFE, wording
from autograder.pages.rendering import counted, environment, feedback_path
from autograder.results import ExerciseResult, HumanGrades, SubmissionResult, TestResult
from handbook.check.common_mistakes import COMMON_MISTAKES
from handbook.check.diagnosis import Evidence
from handbook.check.outcomes import OUTCOMES, OutcomeRow

NOTHING_BY_HAND = HumanGrades()


@dataclass(frozen=True)
class TestGroup:
    """The hidden tests of one group, with its points."""

    __test__ = False  # not a test case, whatever its name suggests to pytest

    title: str
    points: float
    max_points: float
    tests: tuple[TestResult, ...]


@dataclass(frozen=True)
class ExerciseSection:
    """One exercise as the page shows it."""

    title: str
    result: ExerciseResult
    wording: OutcomeRow
    message: str
    named: bool
    hints: tuple[str, ...]
    section: str
    section_link: str | None
    by_human: float | None = None
    comment: str = ""

    @property
    def points(self) -> float:
        """What counts: a person's points where there are any."""
        return self.result.points if self.by_human is None else self.by_human

    @property
    def tests_run(self) -> bool:
        return OUTCOMES[self.result.outcome].tests_run

    @property
    def tests_passed(self) -> int:
        return sum(test.outcome == "passed" for test in self.result.tests)

    @property
    def evidence(self) -> Evidence | None:
        return self.result.evidence

    @property
    def inputs(self) -> tuple[tuple[str, bool], ...]:
        """The visible inputs and whether each is right, where they tell something."""
        marks = self.result.inputs
        return marks if any(not right for _, right in marks) else ()

    @property
    def groups(self) -> list[TestGroup]:
        """The hidden tests in their groups; one without a title where there are none."""
        result = self.result
        if not result.groups:
            return [TestGroup("", result.points, result.max_points, result.tests)]
        return [
            TestGroup(
                group.title,
                group.points,
                group.max_points,
                tuple(test for test in result.tests if test.group == group.name),
            )
            for group in result.groups
        ]


@dataclass(frozen=True)
class Total:
    """The points that are known, of the points they are out of, and what is still to come."""

    points: float
    max_points: float
    waiting: tuple[str, ...]
    by_person: bool


def write_feedback(
    course: Course,
    results: Sequence[SubmissionResult],
    folders: Sequence[Folder],
    *,
    book_url: str | None = None,
    sections: Mapping[str, Section] = MappingProxyType({}),
    by_human: Mapping[str, HumanGrades] = MappingProxyType({}),
) -> list[Path]:
    """Write `feedback/<student>/<assignment>.html` for each result.

    `book_url` is where the book is; `sections` gives for a section's label its page there
    ("adam-and-adamw.html#adam-bias-correction"), without which the link is `book_url/#label`.
    `by_human` holds for each student the written answers, and all points and comments that a
    person gave.

    Raises CourseError, before anything is written, for a name that would leave the folder and
    for a `book_url` that is no web address.
    """
    paths = [feedback_path(course, result.student, result.assignment) for result in results]
    _check_address(book_url)
    for path, result in zip(paths, results, strict=True):
        page = render_feedback(
            result,
            folders,
            book_url=book_url,
            sections=sections,
            human=by_human.get(result.student, NOTHING_BY_HAND),
        )
        write_atomically(path, page)
    return paths


def _check_address(url: str | None) -> None:
    if url is not None and urlsplit(url).scheme not in ("http", "https", "file", ""):
        raise CourseError(
            f"{url!r} is no address of the book; it begins with https:// or is a path"
        )


def render_feedback(
    result: SubmissionResult,
    folders: Sequence[Folder],
    *,
    book_url: str | None = None,
    sections: Mapping[str, Section] = MappingProxyType({}),
    human: HumanGrades = NOTHING_BY_HAND,
) -> str:
    """The page of one result as HTML."""
    known = {(folder.assignment, folder.function): folder for folder in folders}
    parts = [
        _part(
            exercise, known.get((result.assignment, exercise.function)), book_url, sections, human
        )
        for exercise in result.exercises
    ]
    page: str = (
        environment()
        .get_template("feedback.html")
        .render(
            result=result,
            parts=parts,
            passed=sum(part.result.outcome == "passed" for part in parts),
            total=_total(parts, human),
            written=human.written,
            not_isolated=result.isolation == UNSAFE,
        )
    )
    return page


def _part(
    exercise: ExerciseResult,
    folder: Folder | None,
    book_url: str | None,
    sections: Mapping[str, Section],
    human: HumanGrades,
) -> ExerciseSection:
    """What to show of an exercise; without its folder (it was removed) there are no hints."""
    section = folder.section if folder else ""
    # Names of the bank say what was recognised; X1 … X19 are read off the answer itself.
    named = exercise.diagnosis is not None and exercise.diagnosis not in COMMON_MISTAKES
    helped = OUTCOMES[exercise.outcome].hints
    return ExerciseSection(
        title=folder.title if folder else exercise.function,
        result=exercise,
        wording=wording(exercise),
        message=_message(exercise),
        named=named,
        hints=folder.hints if folder and helped else (),
        section=sections[section].title if section in sections else section.replace("-", " "),
        section_link=_section_link(section, book_url, sections),
        by_human=human.scores.get(exercise.function),
        comment=human.comments.get(exercise.function, ""),
    )


def _message(exercise: ExerciseResult) -> str:
    """The message; not where the wording tells all, nor how the grader failed inside."""
    if not OUTCOMES[exercise.outcome].explained:
        return ""
    message = exercise.message.strip()
    if exercise.convention is not None:
        message = message.removeprefix("Another convention: ")
    return message + "." if message[-1:].isalnum() or message[-1:] == ")" else message


def _section_link(
    section: str, book_url: str | None, sections: Mapping[str, Section]
) -> str | None:
    if not book_url or not section:
        return None
    address = sections[section].address if section in sections else f"#{section}"
    return f"{book_url.rstrip('/')}/{address}"


def _total(parts: Sequence[ExerciseSection], human: HumanGrades) -> Total:
    known = [p for p in parts if p.by_human is not None or p.result.graded]
    ours = [p for p in parts if p.by_human is None and not p.result.graded]
    scored = [w for w in human.written if w.points is not None]
    unscored = [w for w in human.written if w.points is None]
    waiting = []
    if ours:
        points = sum(p.result.max_points for p in ours)
        waiting.append(f"{counted(len(ours), 'exercise')} to be graded again ({points:g} points)")
    if unscored:
        points = sum(w.max_points for w in unscored)
        answers = counted(len(unscored), "written answer")
        waiting.append(f"{answers} to be graded by a person ({points:g} points)")
    changed = [w for w in human.written if w.again]
    if changed:
        answers = counted(len(changed), "written answer")
        waiting.append(f"{answers} changed since, and to be looked at again by a person")
    return Total(
        points=sum(p.points for p in known) + sum(w.points or 0.0 for w in scored),
        max_points=sum(p.result.max_points for p in known) + sum(w.max_points for w in scored),
        waiting=tuple(waiting),
        by_person=bool(scored or human.scores),
    )
