"""Collect the notebooks of a GitHub Classroom assignment into a course's folder.

    python collect.py 123456 optimizers --course ~/dl-2026 --deadline 2026-03-01T23:59:59Z

Needs `gh`, logged in as an administrator of the classroom, and `git`; nothing else. Each
student's notebook is written to submitted/<login>/<assignment>/, with the date of its commit.
Repositories are read without a checkout: no hook, filter or link of theirs has an effect.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9_.-]+")
MAX_BYTES = 20 << 20
FILE_MODES = ("100644", "100755")  # not a link, not a folder


class Problem(Exception):
    """One repository, or all of it, could not be collected; the message says why."""


def main() -> int:
    """Collect; return 1 where something could not be collected, named last."""
    parser = argparse.ArgumentParser(description="Collect notebooks from GitHub Classroom.")
    parser.add_argument("number", help="the assignment's number in GitHub Classroom")
    parser.add_argument("assignment", help="its name here; the notebook is <name>.ipynb")
    parser.add_argument("--course", type=Path, default=Path(), metavar="DIR")
    parser.add_argument("--deadline", default="", help="ISO 8601; the newest commit before it")
    options = parser.parse_args()
    try:
        deadline = as_time(options.deadline)
        accepted = accepted_repositories(options.number)
    except Problem as problem:
        print(f"collect: {problem}", file=sys.stderr)
        return 1
    problems = []
    collected = 0
    for login, repository in accepted:
        folder = options.course / "submitted" / login / options.assignment
        try:
            said = collect(repository, folder, options.assignment, deadline)
        except Problem as problem:
            problems.append(f"{login} ({repository}): {problem}")
            continue
        collected += said == "collected"
        print(f"{login}: {said}")
    print(f"{collected} of {len(accepted)} notebooks collected")
    for line in problems:
        print(f"collect: {line}", file=sys.stderr)
    return int(bool(problems))


def as_time(text: str) -> datetime | None:
    """A time with its zone, UTC where it names none; None for no text."""
    if not text.strip():
        return None
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Problem(f"{text!r} is no time; write 2026-03-01T23:59:59Z") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def accepted_repositories(number: str) -> list[tuple[str, str]]:
    """(login, repository) of everybody who accepted the assignment, by login."""
    if not number.isdigit():
        raise Problem(f"{number!r} is no number; `gh classroom assignments` lists them")
    path = f"/assignments/{number}/accepted_assignments?per_page=100"
    pairs = []
    for entry in pages(run("gh", "api", "--paginate", path).decode(errors="replace")):
        repository = str(entry["repository"]["full_name"])
        for student in entry["students"]:  # several where a team shares a repository
            login = str(student["login"])
            if not LOGIN.fullmatch(login) or not REPOSITORY.fullmatch(repository):
                raise Problem(f"{login!r} and {repository!r} are no names on GitHub")
            pairs.append((login, repository))
    return sorted(pairs)


def pages(text: str) -> list[Any]:
    """The entries of one JSON list, or of several one after the other, as `gh` prints them."""
    decoder, entries = json.JSONDecoder(), []
    try:
        while text := text.lstrip():
            page, end = decoder.raw_decode(text)
            entries += page
            text = text[end:]
    except (ValueError, TypeError) as error:
        raise Problem("GitHub's answer could not be read; update gh and try again") from error
    return entries


def collect(repository: str, folder: Path, assignment: str, deadline: datetime | None) -> str:
    """Write the notebook of a repository into a folder; what was found, in a few words."""
    with tempfile.TemporaryDirectory() as place:
        bare = Path(place) / "repository.git"
        run("gh", "repo", "clone", repository, str(bare), "--", "--bare", "--quiet")
        git = ("git", "--git-dir", str(bare))
        before = (f"--before={deadline.isoformat()}",) if deadline else ()
        commit = run(*git, "rev-list", "-1", *before, "HEAD").decode().strip()
        if not commit:
            return "no commit before the deadline"
        name = f"{assignment}.ipynb"
        entry = run(*git, "ls-tree", "-l", commit, "--", name).decode(errors="replace").split()
        content = None
        if entry and entry[0] in FILE_MODES:
            if int(entry[3]) > MAX_BYTES:
                raise Problem(f"{name} is larger than {MAX_BYTES >> 20} MB")
            content = run(*git, "cat-file", "blob", entry[2])
        seconds = int(run(*git, "show", "-s", "--format=%ct", commit).decode())
    date = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "timestamp.txt", date.encode())
    if content is None:
        (folder / name).unlink(missing_ok=True)
        return f"no file {name}"
    write(folder / name, content)
    return "collected"


def write(path: Path, content: bytes) -> None:
    """Write a file wholly or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def run(*command: str) -> bytes:
    """The output of a program; raises Problem with what it said last."""
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GH_PROMPT_DISABLED": "1"}
    try:
        done = subprocess.run(
            command, capture_output=True, env=environment, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        raise Problem(f"{command[0]} is not installed") from None
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise Problem(said[-1] if said else f"`{' '.join(command[:3])}` failed")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
