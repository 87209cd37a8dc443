"""What of a class is known from the journal, what has to be graded, and what is ready.

A submission whose hash is in the journal is not graded again. Where only some exercises changed,
those alone are graded and the other results are kept. A group is ready to be published when each
of its attempts that may count has a result. Results are read from the journal when they are
needed, so that memory does not grow with the class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.errors import CourseError
from autograder.ingest.attempts import Group, choose, recipients
from autograder.ingest.submissions import read_submission
from autograder.journal.fingerprints import exercise_keys, submission_key
from autograder.journal.journal import Index, Journal
from autograder.results import (
    ExerciseResult,
    Submission,
    SubmissionResult,
    intern_result,
)


@dataclass(frozen=True)
class PublishableResult:
    """A student's result, and the submission that it is the result of."""

    submission: Submission
    result: SubmissionResult


@dataclass
class Attempt:
    """A submission with its hashes, the group it belongs to, and whether its result is known."""

    group: int
    submission: Submission
    done: bool
    # Kept here only where we failed: such a result is not journaled, the next run tries again.
    failed: SubmissionResult | None = None

    @property
    def content(self) -> str:
        return self.submission.content


@dataclass(frozen=True)
class PlannedWork:
    """What is known and what has to be graded, before anything is graded.

    `attempts` are by their key; `keys` are for each group those of the attempts that may count.
    """

    groups: Sequence[Group]
    fingerprints: Mapping[str, str]
    index: Index
    attempts: Mapping[str, Attempt]
    keys: Sequence[Sequence[str]]

    @property
    def todo(self) -> list[Submission]:
        return [a.submission for a in self.attempts.values() if not a.done]

    @property
    def students(self) -> int:
        """How many students get a result."""
        return sum(len(group.members) for group in self.groups)


def plan_work(
    groups: Sequence[Group],
    fingerprints: Mapping[str, str],
    index: Index,
    *,
    every_attempt: bool = False,
    force: bool = False,
) -> PlannedWork:
    """Look up every attempt that may count in the journal; with `force` none of it is known."""
    attempts: dict[str, Attempt] = {}
    keys: list[list[str]] = []
    for number, group in enumerate(groups):
        may_count = group.attempts if every_attempt else group.attempts[-1:]
        planned = [_planned(number, a, fingerprints, index, force) for a in may_count]
        attempts.update((attempt.submission.key, attempt) for attempt in planned)
        keys.append([attempt.submission.key for attempt in planned])
    return PlannedWork(groups, fingerprints, index, attempts, keys)


def _planned(
    group: int, found: Submission, fingerprints: Mapping[str, str], index: Index, force: bool
) -> Attempt:
    content = read_submission(found).content_hash
    keys = exercise_keys(found, content, fingerprints)
    submission = replace(found, content=content, key=submission_key(keys))
    entry = index.find(submission.student, content)
    done = not force and entry is not None and entry.key == submission.key
    if not done and not force:
        known = _kept(index, submission, keys)
        missing = tuple(f for f in keys if f not in known)
        done = not missing
        submission = replace(submission, functions=missing if known else ())
    return Attempt(group, submission, done)


def _kept(
    index: Index, submission: Submission, keys: Mapping[str, str]
) -> dict[str, ExerciseResult]:
    """The exercises of a submission whose results have not changed."""
    entry = index.find(submission.student, submission.content)
    old = None if entry is None else index.load(entry)
    if old is None:
        return {}
    return {e.function: e for e in old.exercises if keys.get(e.function) == e.key}


class Worklist:
    """Takes results as they come, journals them, and gives out what is ready to be published.

    `score` is what makes one attempt of a group better than another.
    """

    def __init__(self, planned: PlannedWork, score: Callable[[SubmissionResult], float]) -> None:
        self._planned, self._score = planned, score
        self._index, self._attempts = planned.index, planned.attempts

    def known(self) -> Iterator[list[PublishableResult]]:
        """What is ready before anything is graded, group by group."""
        for number in range(len(self._planned.groups)):
            if self._ready(number):
                yield self._publish(number)

    def _ready(self, group: int) -> bool:
        return all(self._attempts[key].done for key in self._planned.keys[group])

    def take(
        self, results: Iterable[SubmissionResult], journal: Journal
    ) -> list[PublishableResult]:
        """Journal the results of a batch; returns what is ready by them.

        Results are told apart by their key, which is that of the submission they were asked for.
        They are journaled under the hash of what was graded, whatever was planned.
        """
        taken = [(self._attempts[result.key], result) for result in results]
        complete = [(attempt, self._complete(attempt, result)) for attempt, result in taken]
        sound = [(r, attempt.content) for attempt, r in complete if not r.failed_by_us]
        for entry in journal.add(sound):
            self._index.note(entry)
        for attempt, result in complete:
            attempt.done, attempt.failed = True, result if result.failed_by_us else None
        touched = dict.fromkeys(attempt.group for attempt, _ in complete)
        return [
            publishable
            for group in touched
            if self._ready(group)
            for publishable in self._publish(group)
        ]

    def _complete(self, attempt: Attempt, result: SubmissionResult) -> SubmissionResult:
        """A result with the exercises that were not graded again, and every exercise's hash.

        Where the file was replaced after it was looked up, all exercises were graded: the result
        is that of the new content.
        """
        replaced = result.content not in ("", attempt.content)
        if replaced:
            attempt.submission = replace(attempt.submission, content=result.content, functions=())
        submission = attempt.submission
        keys = exercise_keys(submission, submission.content, self._planned.fingerprints)
        found = {e.function: e for e in result.exercises}
        if submission.functions:
            found = _kept(self._index, submission, keys) | found
        exercises = [replace(found[f], key=keys[f]) for f in keys]
        return replace(_with(result, exercises), key=submission_key(keys))

    def _publish(self, number: int) -> list[PublishableResult]:
        group = self._planned.groups[number]
        attempts = [self._attempts[key] for key in self._planned.keys[number]]
        results = {a.submission.folder: self._result(a) for a in attempts}
        chosen, result = choose(group, results, self._score)
        result = intern_result(result)
        return [
            PublishableResult(
                own,
                replace(result, student=own.student, timestamp=own.timestamp, notes=own.notes),
            )
            for own in recipients(group, chosen)
        ]

    def _result(self, attempt: Attempt) -> SubmissionResult:
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
        exercises = [found[f] for f in self._planned.fingerprints if f in found]
        return replace(
            _with(result, exercises),
            timestamp=attempt.submission.timestamp,
            content=attempt.content,
        )


def _with(result: SubmissionResult, exercises: Sequence[ExerciseResult]) -> SubmissionResult:
    """A result with these exercises and the sums of their points."""
    return replace(
        result,
        exercises=tuple(exercises),
        points=round(sum(e.points for e in exercises), 4),
        max_points=sum(e.max_points for e in exercises),
    )
