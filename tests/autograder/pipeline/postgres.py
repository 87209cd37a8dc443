"""A PostgreSQL server of the tests' own: made, started and stopped by them, on a Unix socket.

The server refuses to run as root, so that root's tests run it as the user `postgres` or `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from tests.patience import HANGS

OPTIONS = {"listen_addresses": "", "fsync": "off", "max_connections": "20"}


def server_user() -> dict[str, object]:
    """The user whom the server runs as, for subprocess; the same as ours unless we are root."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise AssertionError("root's tests need a user `postgres` or `nobody` to run PostgreSQL as")


class PostgresServer:
    """A running server. Use it in a `with` statement."""

    def __init__(self, find: Callable[[str], str | None]) -> None:
        initdb, postgres = find("initdb"), find("postgres")
        assert None not in (initdb, postgres), (
            "this test needs PostgreSQL's server; root gets it from `make setup`, anybody else "
            "with `sudo apt-get install postgresql`"
        )
        self._user = server_user()
        # Short: a socket's path may have about a hundred characters.
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        if self._user:
            os.chown(self.folder, self._user["user"], self._user["group"])
        data = self.folder / "data"
        command = [initdb, "--pgdata", data, "--username", "grader", "--auth", "trust", "--no-sync"]
        command += ["--encoding", "UTF8", "--locale", "C"]
        made = subprocess.run(command, **self._here(), capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        options = [f"--{name}={value}" for name, value in OPTIONS.items()]
        self._log = (self.folder / "log").open("wb")
        self._process = subprocess.Popen(
            [postgres, "-D", data, "-k", self.folder, *options],
            **self._here(),
            stdout=self._log,
            stderr=self._log,
        )
        self._wait()

    def _here(self) -> dict[str, object]:
        return {"cwd": self.folder, "stdin": subprocess.DEVNULL, **self._user}

    def _wait(self) -> None:
        deadline = time.monotonic() + HANGS
        while True:
            try:
                psycopg.connect(host=str(self.folder), user="grader", dbname="postgres").close()
                return
            except psycopg.OperationalError:
                log = (self.folder / "log").read_text()
                assert self._process.poll() is None, log
                assert time.monotonic() < deadline, log
                time.sleep(0.05)

    def execute(self, statement: str, database: str = "postgres", user: str = "grader") -> list:
        """Run one statement; its rows, if it gives some."""
        place = {"host": str(self.folder), "user": user, "dbname": database}
        with psycopg.connect(**place, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def url(self, database: str, user: str = "grader") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def close(self) -> None:
        self._process.send_signal(signal.SIGINT)  # ends connections and stops
        self._process.wait(HANGS)
        self._log.close()
        shutil.rmtree(self.folder)

    def __enter__(self) -> PostgresServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
