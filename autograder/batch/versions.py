"""What must be the same on every machine that grades: Python, NumPy and this project's code."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

import handbook

CODE = (".py", ".json", ".html")


@cache
def versions() -> Mapping[str, str]:
    """The versions that can decide a result, by the name that an error shows."""
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "NumPy": np.__version__,
        "autograder": code_hash(),
    }


def code_hash() -> str:
    """A short hash of the installed code, but for the suites, which are sent along."""
    digest = hashlib.sha256()
    for package in (Path(__file__).parents[1], Path(handbook.__file__).parent):
        for path in sorted(package.rglob("*")):
            inside = path.relative_to(package)
            if path.suffix in CODE and inside.parts[0] != "suites":
                digest.update(f"{package.name}/{inside.as_posix()}".encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """Where `there` differs, as "NumPy 2.1.0 (here 2.2.0)"; "" where nothing does."""
    return ", ".join(
        f"{name} {there.get(name, 'missing')} (here {version})"
        for name, version in here.items()
        if there.get(name) != version
    )
