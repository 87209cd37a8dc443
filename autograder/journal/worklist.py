"""What of a class is known from the journal, what has to be graded, and what is ready.

A submission whose hash is in the journal is not graded again. Where only some exercises changed,
those alone are graded and the other results are kept. A group is ready to be published when each
of its attempts that may count has a result. Results are read from the journal when they are
needed, so that memory does not grow with the class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.course.directory import CourseError
from autograder.ingest.attempts import Group, choose, recipients
from autograder.journal.fingerprints import content_key, exercise_keys, submission_key
from autograder.journal.journal import Index, Journal
from autograder.results import ExerciseResult, Submission, SubmissionResult, lean


@dataclass(frozen=True)
class Published:
    """A student's result, and the submission that it is the result of."""

    submission: Submission
    result: SubmissionResult


@dataclass
class _Attempt:
    """An attempt's hashes, and whether its result is known."""

    group: int
    submission: Submission
    content: str
    done: bool
    # Kept here only where we failed: such a result is not journaled, the next run tries again.
    failed: SubmissionResult | None = None


class Work:
    """The submissions of one assignment, by what is to be done with them."""

    def __init__(
        self,
        groups: Sequence[Group],
        environments: Mapping[str, str],
        index: Index,
        *,
        every_attempt: bool = False,
        force: bool = False,
    ) -> None:
        self._environments, self._index = environments, index
        # What makes one attempt better than another; with an open gradebook its late penalty, too.
        self.worth: Callable[[SubmissionResult], float] = lambda result: result.points
        self._groups = groups
        self._attempts: dict[str, _Attempt] = {}
        # For each group the hashes of the attempts that may count.
        self._keys: list[list[str]] = []
        for number, group in enumerate(groups):
            attempts = group.attempts if every_attempt else group.attempts[-1:]
            self._keys.append([self._plan(number, a, force) for a in attempts])
        self.todo = [a.submission for a in self._attempts.values() if not a.done]

    @property
    def students(self) -> int:
        """How many students get a result."""
        return sum(len(group.members) for group in self._groups)

    def _plan(self, group: int, submission: Submission, force: bool) -> str:
        content = content_key(submission)
        keys = exercise_keys(submission, content, self._environments)
        key = submission_key(keys)
        entry = self._index.find(submission.student, content)
        done = not force and entry is not None and entry.key == key
        if not done and not force:
            known = self._kept(submission.student, content, keys)
            missing = tuple(f for f in keys if f not in known)
            done = not missing
            submission = replace(submission, functions=missing if known else ())
        self._attempts[key] = _Attempt(group, replace(submission, key=key), content, done)
        return key

    def _kept(
        self, student: str, content: str, keys: Mapping[str, str]
    ) -> dict[str, ExerciseResult]:
        """The exercises of a submission whose results have not changed."""
        entry = self._index.find(student, content)
        old = None if entry is None else self._index.load(entry)
        if old is None:
            return {}
        return {e.function: e for e in old.exercises if keys.get(e.function) == e.key}

    def known(self) -> Iterator[list[Published]]:
        """What is ready before anything is graded, group by group."""
        for number in range(len(self._groups)):
            if self._ready(number):
                yield self._publish(number)

    def _ready(self, group: int) -> bool:
        return all(self._attempts[key].done for key in self._keys[group])

    def take(self, results: Iterable[SubmissionResult], journal: Journal) -> list[Published]:
        """Journal the results of a batch; what is ready by them.

        Results are told apart by their key, which is that of the submission they were asked for.
        """
        complete = [self._complete(result) for result in results]
        sound = [r for r in complete if not r.failed_by_us]
        for entry in journal.add((r, self._attempts[r.key].content) for r in sound):
            self._index.note(entry)
        for result in complete:
            attempt = self._attempts[result.key]
            attempt.done, attempt.failed = True, result if result.failed_by_us else None
        touched = dict.fromkeys(self._attempts[result.key].group for result in complete)
        return [
            published
            for group in touched
            if self._ready(group)
            for published in self._publish(group)
        ]

    def _complete(self, result: SubmissionResult) -> SubmissionResult:
        """A result with the exercises that were not graded again, and every exercise's hash."""
        attempt = self._attempts[result.key]
        keys = exercise_keys(attempt.submission, attempt.content, self._environments)
        found = {e.function: e for e in result.exercises}
        if attempt.submission.functions:
            found |= {
                f: e
                for f, e in self._kept(result.student, attempt.content, keys).items()
                if f not in found
            }
        return _with(result, [replace(found[f], key=keys[f]) for f in keys])

    def _publish(self, number: int) -> list[Published]:
        group = self._groups[number]
        attempts = [self._attempts[key] for key in self._keys[number]]
        results = {a.submission.folder: self._result(a) for a in attempts}
        chosen, result = choose(group, results, self.worth)
        result = lean(result)
        return [
            Published(
                own,
                replace(result, student=own.student, timestamp=own.timestamp, notes=own.notes),
            )
            for own in recipients(group, chosen)
        ]

    def _result(self, attempt: _Attempt) -> SubmissionResult:
        if attempt.failed is not None:
            return attempt.failed
        entry = self._index.find(attempt.submission.student, attempt.content)
        result = None if entry is None else self._index.load(entry)
        if result is None:
            raise CourseError(
                f"{self._index.path} was changed while it was read; run the same command again"
            )
        # An exercise that was taken out of the assignment is on record and counts no more.
        found = {e.function: e for e in result.exercises}
        exercises = [found[f] for f in self._environments if f in found]
        return replace(_with(result, exercises), timestamp=attempt.submission.timestamp)


def _with(result: SubmissionResult, exercises: Sequence[ExerciseResult]) -> SubmissionResult:
    """A result with these exercises and the sums of their points."""
    return replace(
        result,
        exercises=tuple(exercises),
        points=round(sum(e.points for e in exercises), 4),
        max_points=sum(e.max_points for e in exercises),
    )
