"""The program `autograder` as forks of one process: what it imports is imported once.

A folder gets a program `autograder` that asks the process for a run and ends as the run did. The
run has the caller's arguments, folder, environment, and standard streams.
"""

from __future__ import annotations

import array
import json
import os
import socket
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

from tests.patience import HANGS

# What the caller runs: without site-packages, so that it starts at once.
ASKS = """\
#!{python} -ISE
import array, json, os, socket, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as ask:
    ask.connect({address!r})
    text = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
    socket.send_fds(ask, [text], [0, 1, 2])
    sys.exit(int(ask.recv(16) or b"1"))
"""


class ForkedProgram:
    """Starts the process. Use it in a `with` statement, which gives the folder of the program.

    The process has the environment that the callers will have: what is read of it on import holds.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder, self._environment = folder, environment

    def __enter__(self) -> Path:
        address = self._folder / "runs"
        program = self._folder / "autograder"
        program.write_text(ASKS.format(python=sys.executable, address=str(address)))
        program.chmod(0o755)
        command = [sys.executable, "-m", "tests.autograder.forked_program", str(address)]
        self._server = subprocess.Popen(
            command, env={**self._environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
        )
        assert self._server.stdout is not None
        assert self._server.stdout.readline() == b"ready\n"
        return self._folder

    def __exit__(self, *_: object) -> None:
        self._server.kill()
        self._server.wait(HANGS)
        assert self._server.stdout is not None
        self._server.stdout.close()


def serve(address: str) -> None:
    """Answer until killed; each run is a fork of a fork, so that this process never waits."""
    from tests.autograder.pipeline.forked_runs import load_everything

    load_everything()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server:
        server.bind(address)
        server.listen()
        print("ready", flush=True)
        while True:
            asked, _ = server.accept()
            if (pid := os.fork()) == 0:
                server.close()
                answer(asked)
            asked.close()
            os.waitpid(pid, 0)


def answer(asked: socket.socket) -> None:
    """Run what was asked for, and tell how it ended; does not come back."""
    if os.fork():
        os._exit(0)
    size = array.array("i").itemsize * 3
    text, streams, _, _ = socket.recv_fds(asked, 1 << 20, size)
    pid = os.fork()
    if pid == 0:
        asked.close()
        run(*json.loads(text), streams)
    for stream in streams:
        os.close(stream)
    _, status = os.waitpid(pid, 0)
    asked.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def run(arguments: list[str], folder: str, environment: dict[str, str], streams: list[int]) -> None:
    """The command line in this process, which does not come back."""
    from autograder.__main__ import main

    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    code = 1
    try:
        sys.argv = ["autograder", *arguments]
        main()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1])
