"""One sandbox for all tests that need one, one session for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.sandbox import Sandbox, Session


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def session(sandbox: Sandbox) -> Iterator[Session]:
    with sandbox.start() as session:
        yield session
