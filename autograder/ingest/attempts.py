"""Who handed in what, and which of it counts: teams, and several attempts.

A group is a student alone or a team. Its attempts are in order, the newest last. By nbgrader's
rule the newest counts; where the course keeps the best one, every attempt is stored under
`.autograder/attempts/`, named by its content, and all of them are graded.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path

from autograder.course.directory import Course
from autograder.course.settings import Settings
from autograder.course.timestamps import read_time
from autograder.errors import CourseError
from autograder.files import write_atomically
from autograder.ingest.submissions import (
    describe_submission,
    find_submissions,
    read_submission,
    student_id,
)
from autograder.results import Notice, Submission, SubmissionResult


@dataclass(frozen=True)
class Group:
    """The students for whom one submission counts, and their attempts, the newest last."""

    members: tuple[str, ...]
    attempts: tuple[Submission, ...]
    team: str | None = None


def find_groups(
    course: Course, settings: Settings, assignment: str, pattern: str = "*"
) -> list[Group]:
    """The groups that handed in, in the order of their first members.

    `pattern` chooses students; a team is taken whole where one of its members matches. Raises
    CourseError where nobody handed in.
    """
    team_of = {m: team for team, members in settings.teams.items() for m in members}
    found = find_submissions(course, assignment, settings=settings)
    by_group: dict[str, list[Submission]] = {}
    for submission in found:
        team = team_of.get(submission.student)
        name = f"team {team}" if team else f"student {submission.student}"
        by_group.setdefault(name, []).append(submission)
    groups = []
    for handed_in in by_group.values():
        team = team_of.get(handed_in[0].student)
        members = settings.teams[team] if team else (handed_in[0].student,)
        if any(fnmatch(member, pattern) for member in members):
            attempts = sorted(handed_in, key=_age)
            if team is None and len(attempts) > 1:
                attempts[-1] = _of_several_folders(attempts)
            groups.append(Group(members, tuple(attempts), team))
    if not groups:
        raise CourseError(
            f"{course.submitted} holds no submission of {assignment!r} of students matching "
            f"{pattern!r}"
        )
    return groups


def _of_several_folders(attempts: Sequence[Submission]) -> Submission:
    """The newest of the submissions in folders that are the same student's, with a note of it."""
    newest = attempts[-1]
    names = ", ".join(sorted(repr(student_id(a.folder.parent.name)) for a in attempts))
    text = f"the folders {names} are those of one student; the newest submission counts"
    notice = Notice("same_id", newest.student, text)
    notices = tuple(n for a in attempts for n in a.notices)
    return replace(newest, notes=(*newest.notes, text), notices=(*notices, notice))


def _age(submission: Submission) -> tuple[datetime, str, bool]:
    """Older first; what has no time is taken for the oldest. Then by id, its exact form last."""
    time = read_time(submission.timestamp) if submission.timestamp else datetime.min
    own = submission.folder.parent.name == submission.student
    return time, submission.student, own


def with_notebooks(groups: Sequence[Group], names: tuple[str, ...]) -> list[Group]:
    """The same groups, of an assignment that has these notebooks."""
    return [
        replace(g, attempts=tuple(replace(a, notebooks=names) for a in g.attempts)) for g in groups
    ]


def archive_attempts(course: Course, groups: Sequence[Group]) -> list[Group]:
    """Store each attempt that is not stored yet; the groups with all that were stored before."""
    made = []
    for group in groups:
        now = [archive_attempt(course, submission) for submission in group.attempts]
        current = {attempt.folder for attempt in now}
        assignment = group.attempts[0].assignment
        before = [
            describe_submission(member, assignment, folder)
            for member in group.members
            for folder in _stored(course, assignment, member)
            if folder not in current
        ]
        attempts = (*sorted(before, key=_age), *now)
        made.append(replace(group, attempts=attempts))
    return made


def archive_attempt(course: Course, submission: Submission) -> Submission:
    """Copy what was handed in into a folder named by its content; the copy as a submission.

    A copy that a crash cut short has another name until it is whole. The same content handed in
    again is the same attempt, at its first time.
    """
    raw = read_submission(submission)
    if raw.problem:
        return submission  # nothing that could be kept, and nothing that could be the best
    folder = course.attempts(submission.assignment) / submission.student
    name = hashlib.sha256(os.fsencode(raw.file_name) + b"\0" + raw.content).hexdigest()
    target = folder / name[:32]
    if not target.is_dir():
        part = folder / f".{name[:32]}.part"
        shutil.rmtree(part, ignore_errors=True)
        write_atomically(part / raw.file_name, raw.content)
        if submission.timestamp:
            write_atomically(part / "timestamp.txt", submission.timestamp)
        part.rename(target)
    kept = describe_submission(submission.student, submission.assignment, target)
    return replace(kept, notes=submission.notes, notices=submission.notices)


def _stored(course: Course, assignment: str, student: str) -> list[Path]:
    folder = course.attempts(assignment) / student
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))


def choose(
    group: Group,
    results: Mapping[Path, SubmissionResult],
    worth: Callable[[SubmissionResult], float],
) -> tuple[Submission, SubmissionResult]:
    """The attempt that counts and its result; `results` are by the attempt's folder.

    Of equal ones the newest. An attempt that we failed to grade never replaces one that we
    graded. `notes` of the submission say what was chosen where there was a choice.
    """
    graded = [(a, results[a.folder]) for a in group.attempts if a.folder in results]
    sound = [pair for pair in graded if not pair[1].failed_by_us] or graded
    attempt, result = max(enumerate(sound), key=lambda pair: (worth(pair[1][1]), pair[0]))[1]
    newest = graded[-1]
    notes = [*attempt.notes]
    if attempt.folder != newest[0].folder:
        notes.append(
            f"the best of {len(graded)} attempts counts{_at(attempt)}: "
            f"{result.points:g} points; the newest{_at(newest[0])} has {newest[1].points:g}"
        )
    return replace(attempt, notes=tuple(notes)), result


def _at(submission: Submission) -> str:
    return f", handed in {submission.timestamp}" if submission.timestamp else ""


def recipients(group: Group, chosen: Submission) -> list[Submission]:
    """The chosen submission as each member's own, with what a team should know of it."""
    notes = chosen.notes
    if group.team is not None:
        notes = (*notes, f"handed in by {chosen.student} for team {group.team}")
        others = sorted({a.student for a in group.attempts} - {chosen.student})
        if others:
            notes = (*notes, f"of the team, {', '.join(others)} handed in, too; this one counts")
    return [replace(chosen, student=member, notes=notes) for member in group.members]
